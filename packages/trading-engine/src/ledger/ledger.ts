import { type Fill, type InstrumentId, type Money, noMoney, notional, type OrderId, type Ticks, type Time } from '@strategraph/market-model'
import { lots as toLots, money } from '../market/amounts.ts'
import { lookup } from '../market/lookup.ts'
import type { Market } from '../market/market.ts'
import { removeAt } from '../market/remove-at.ts'
import { inMoney, minus, plus, times, type Whole } from '../market/whole.ts'
import { accountOver, type Accounts, accountsOver, type Book, type Books, type Lot, type Settled } from './books.ts'
import { findMismatch, lawsHold, type LedgerMismatch } from './mismatch.ts'
import { createSeenIds } from './seen-ids.ts'

/** A closed piece of a lot, exact. */
export interface ClosedPiece {
  readonly market: Market
  readonly side: Lot['side']
  readonly lots: number
  readonly entry: { readonly orderId: OrderId; readonly price: Ticks; readonly row: number; readonly time: Time; readonly fee: Money }
  readonly exit: { readonly orderId: OrderId; readonly price: Ticks; readonly row: number; readonly time: Time; readonly fee: Money }
  readonly gross: Money
}

/** A fill with what the ledger must know beyond it. */
export interface Posting {
  readonly fill: Fill
  /** Row of the market's execution feed. */
  readonly row: number
  /** Close the lots that this entry opened, instead of the oldest ones. */
  readonly closes?: OrderId
}

export interface Posted {
  readonly closed: readonly ClosedPiece[]
  /** Lots that opened a new lot; 0 where the fill only closed. */
  readonly opened: number
  /** price x quantity, in ticks x lots */
  readonly value: Whole
  readonly mismatch: LedgerMismatch | undefined
}

/** The one truth of money and positions. Mutable; every change goes through `post` or `deposit`. */
export interface Ledger {
  readonly accounts: Accounts
  readonly books: Books
  /** Deposits less fees: cash + invested without what fills moved. */
  readonly settled: () => Money
  readonly cash: () => Money
  readonly book: (instrument: InstrumentId) => Book
  /** Each trade id counts once: a repeated fill changes nothing. */
  readonly post: (posting: Posting) => Posted
  /** A withdrawal is negative. */
  readonly deposit: (amount: Money) => LedgerMismatch | undefined
  /** What is left of the lots that an entry opened. */
  readonly lotsOpenedBy: (instrument: InstrumentId, entry: OrderId) => number
  /** Free cash after closing `lots` of the position at a price, oldest first, before fees. */
  readonly cashAfterClosing: (instrument: InstrumentId, lots: number, price: Ticks) => Money
}

/** A fill, or what is left of it, with its share of the fee. */
interface FillPart {
  readonly fill: Fill
  readonly row: number
  readonly fee: Money
}

const nothing: Posted = { closed: [], opened: 0, value: 0, mismatch: undefined }

export function createLedger(initialCash: Money, markets: readonly Market[]): Ledger {
  const settled: Settled = {
    cash: initialCash,
    invested: noMoney,
    fees: noMoney,
    realized: noMoney,
    flows: initialCash,
    spotCash: initialCash,
  }
  const books = new Map<InstrumentId, Book>(
    markets.map((market) => [
      market.id,
      { market, lots: [], net: 0, signedCost: 0, openedRow: -1, moved: { cash: 0, invested: 0, realized: 0, spotCash: 0 } },
    ]),
  )
  const allBooks = [...books.values()]
  const accounts = accountsOver(settled, allBooks)
  const find = lookup(allBooks, ({ market }) => market.id)
  const counted = createSeenIds()

  const bookOf = (instrument: InstrumentId) => {
    const book = find(instrument)
    if (book === undefined) throw new RangeError(`no market ${instrument} in this ledger`)
    return book
  }

  function post({ fill, row, closes }: Posting): Posted {
    if (!counted.add(fill.tradeId)) return nothing
    const book = bookOf(fill.instrument)
    const { moved } = book
    const value = times(fill.price, fill.quantity)
    moved.spotCash = fill.side === 'buy' ? minus(moved.spotCash, value) : plus(moved.spotCash, value)
    settled.spotCash = money(settled.spotCash - fill.fee)
    settled.cash = money(settled.cash - fill.fee)
    settled.fees = money(settled.fees + fill.fee)

    let closed: ClosedPiece[] | undefined
    let left: number = fill.quantity
    // The pieces' fees add up to the fill's exactly: each piece takes its share of what the ones before it left.
    let feeLeft = fill.fee
    while (left > 0) {
      const index = nextToClose(book, fill.side, closes)
      const lot = book.lots[index]
      if (lot === undefined) break
      const quantity = Math.min(left, lot.lots)
      const fee = shareOf(feeLeft, quantity, left)
      const piece = closePiece(book, lot, quantity, { fill, row, fee })
      if (closed === undefined) closed = [piece]
      else closed.push(piece)
      feeLeft = money(feeLeft - fee)
      if (lot.lots === 0) removeAt(book.lots, index)
      left -= quantity
    }
    if (left > 0) openLot(book, left, { fill, row, fee: feeLeft })
    if (book.net === 0) book.openedRow = -1
    return { closed: closed ?? nothing.closed, opened: left, value, mismatch: check({ book, price: fill.price }) }
  }

  function check(mark: { readonly book: Book | undefined; readonly price: Ticks }): LedgerMismatch | undefined {
    return lawsHold(settled, allBooks) ? undefined : findMismatch(accounts, allBooks, mark)
  }

  function closePiece(book: Book, lot: Lot, quantity: number, { fill, row, fee }: FillPart): ClosedPiece {
    const { market, moved } = book
    const entryValue = times(lot.price, quantity)
    const exitValue = times(fill.price, quantity)
    const gross = lot.side === 'long' ? minus(exitValue, entryValue) : minus(entryValue, exitValue)
    const entryFee = shareOf(lot.fee, quantity, lot.lots)
    moved.cash = plus(moved.cash, plus(entryValue, gross))
    moved.invested = minus(moved.invested, entryValue)
    moved.realized = plus(moved.realized, gross)
    book.net += lot.side === 'long' ? -quantity : quantity
    book.signedCost = lot.side === 'long' ? minus(book.signedCost, entryValue) : plus(book.signedCost, entryValue)
    lot.lots -= quantity
    lot.fee = money(lot.fee - entryFee)
    return {
      market,
      side: lot.side,
      lots: quantity,
      entry: { orderId: lot.orderId, price: lot.price, row: lot.row, time: lot.time, fee: entryFee },
      exit: { orderId: fill.orderId, price: fill.price, row, time: fill.time, fee },
      gross: inMoney(gross, market.perTickLot),
    }
  }

  function openLot(book: Book, quantity: number, { fill, row, fee }: FillPart): void {
    const { moved } = book
    const value = times(fill.price, quantity)
    const isLong = fill.side === 'buy'
    if (book.net === 0) book.openedRow = row
    moved.cash = minus(moved.cash, value)
    moved.invested = plus(moved.invested, value)
    book.net += isLong ? quantity : -quantity
    book.signedCost = isLong ? plus(book.signedCost, value) : minus(book.signedCost, value)
    book.lots.push({ orderId: fill.orderId, side: isLong ? 'long' : 'short', price: fill.price, row, time: fill.time, lots: quantity, fee })
  }

  return {
    accounts,
    books,
    settled: () => money(settled.cash + settled.invested),
    cash: () => accountOver('cash', settled, allBooks),
    book: bookOf,
    post,
    deposit(amount) {
      settled.cash = money(settled.cash + amount)
      settled.spotCash = money(settled.spotCash + amount)
      settled.flows = money(settled.flows + amount)
      return check({ book: undefined, price: markOfNothing })
    },
    lotsOpenedBy(instrument, entry) {
      let sum = 0
      for (const lot of bookOf(instrument).lots) if (lot.orderId === entry) sum += lot.lots
      return sum
    },
    cashAfterClosing(instrument, quantity, price) {
      const { lots, market } = bookOf(instrument)
      let left = quantity
      let cash: bigint = accountOver('cash', settled, allBooks)
      for (const lot of lots) {
        const piece = toLots(Math.min(left, lot.lots))
        if (piece <= 0) break
        const entryValue = notional(lot.price, piece, market.perTickLot)
        const exitValue = notional(price, piece, market.perTickLot)
        cash += lot.side === 'long' ? exitValue : 2n * entryValue - exitValue
        left -= piece
      }
      return money(cash)
    },
  }
}

const markOfNothing = 0 as Ticks

/** Index of the lot that a fill closes next, or -1: the named entry's first, then the oldest, and only against the fill's side. */
function nextToClose(book: Book, side: Fill['side'], closes: OrderId | undefined): number {
  const opposite = side === 'buy' ? 'short' : 'long'
  const named = closes === undefined ? -1 : book.lots.findIndex((lot) => lot.orderId === closes && lot.side === opposite)
  if (named >= 0) return named
  return book.lots[0]?.side === opposite ? 0 : -1
}

/** The part of a fee that falls on a piece of a quantity, rounded down to 10^-18; all of it where the piece is the whole. */
function shareOf(fee: Money, piece: number, quantity: number): Money {
  return piece === quantity ? fee : money((fee * BigInt(piece)) / BigInt(quantity))
}
