import { type Fill, type InstrumentId, type Money, noMoney, notional, type OrderId, type Ticks, type Time } from '@strategraph/market-model'
import { lots as toLots, money } from '../market/amounts.ts'
import type { Market } from '../market/market.ts'
import type { Accounts, Book, Books, Lot } from './books.ts'
import { findMismatch, type LedgerMismatch } from './mismatch.ts'
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
  /** price x quantity */
  readonly value: Money
  readonly mismatch: LedgerMismatch | undefined
}

/** The one truth of money and positions. Mutable; every change goes through `post` or `deposit`. */
export interface Ledger {
  readonly accounts: Accounts
  readonly books: Books
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
  /** Of the whole fill: price x quantity. */
  readonly value: Money
}

const nothing: Posted = { closed: [], opened: 0, value: noMoney, mismatch: undefined }

export function createLedger(initialCash: Money, markets: readonly Market[]): Ledger {
  const accounts: Accounts = {
    cash: initialCash,
    invested: noMoney,
    fees: noMoney,
    realized: noMoney,
    flows: initialCash,
    spotCash: initialCash,
  }
  const books = new Map<InstrumentId, Book>(
    markets.map((market) => [market.id, { market, lots: [], net: 0, signedCost: noMoney, openedRow: -1 }]),
  )
  const allBooks = [...books.values()]
  const counted = createSeenIds()

  const bookOf = (instrument: InstrumentId) => {
    const book = books.get(instrument)
    if (book === undefined) throw new RangeError(`no market ${instrument} in this ledger`)
    return book
  }

  function post({ fill, row, closes }: Posting): Posted {
    if (!counted.add(fill.tradeId)) return nothing
    const book = bookOf(fill.instrument)
    const { perTickLot } = book.market
    const value = notional(fill.price, fill.quantity, perTickLot)
    const paid = fill.side === 'buy' ? accounts.spotCash - value : accounts.spotCash + value
    accounts.spotCash = money(paid - fill.fee)
    accounts.cash = money(accounts.cash - fill.fee)
    accounts.fees = money(accounts.fees + fill.fee)

    let closed: ClosedPiece[] | undefined
    let left: number = fill.quantity
    // The pieces' fees add up to the fill's exactly: each piece takes its share of what the ones before it left.
    let feeLeft = fill.fee
    while (left > 0) {
      const index = nextToClose(book, fill.side, closes)
      const lot = book.lots[index]
      if (lot === undefined) break
      const quantity = Math.min(left, lot.lots)
      const fee = quantity === left ? feeLeft : money((feeLeft * BigInt(quantity)) / BigInt(left))
      closed ??= []
      closed.push(closePiece(book, lot, quantity, { fill, row, fee, value }))
      feeLeft = money(feeLeft - fee)
      if (lot.lots === 0) book.lots.splice(index, 1)
      left -= quantity
    }
    if (left > 0) openLot(book, { fill, row, quantity: left, fee: feeLeft, value })
    if (book.net === 0) book.openedRow = -1
    return {
      closed: closed ?? nothing.closed,
      opened: left,
      value,
      mismatch: findMismatch(accounts, allBooks, { book, price: fill.price }),
    }
  }

  function closePiece(book: Book, lot: Lot, quantity: number, { fill, row, fee, value }: FillPart): ClosedPiece {
    const { perTickLot } = book.market
    const entryValue = quantity === lot.lots ? lot.value : notional(lot.price, toLots(quantity), perTickLot)
    const exitValue = quantity === fill.quantity ? value : notional(fill.price, toLots(quantity), perTickLot)
    const gross = money(lot.side === 'long' ? exitValue - entryValue : entryValue - exitValue)
    const entryFee = quantity === lot.lots ? lot.fee : money((lot.fee * BigInt(quantity)) / BigInt(lot.lots))
    accounts.cash = money(accounts.cash + entryValue + gross)
    accounts.invested = money(accounts.invested - entryValue)
    accounts.realized = money(accounts.realized + gross)
    book.net += lot.side === 'long' ? -quantity : quantity
    book.signedCost = money(lot.side === 'long' ? book.signedCost - entryValue : book.signedCost + entryValue)
    lot.lots -= quantity
    lot.value = money(lot.value - entryValue)
    lot.fee = money(lot.fee - entryFee)
    return {
      market: book.market,
      side: lot.side,
      lots: quantity,
      entry: { orderId: lot.orderId, price: lot.price, row: lot.row, time: lot.time, fee: entryFee },
      exit: { orderId: fill.orderId, price: fill.price, row, time: fill.time, fee },
      gross,
    }
  }

  function openLot(book: Book, { fill, row, quantity, fee, value: fillValue }: FillPart & { readonly quantity: number }): void {
    const value = quantity === fill.quantity ? fillValue : notional(fill.price, toLots(quantity), book.market.perTickLot)
    const isLong = fill.side === 'buy'
    if (book.net === 0) book.openedRow = row
    accounts.cash = money(accounts.cash - value)
    accounts.invested = money(accounts.invested + value)
    book.net += isLong ? quantity : -quantity
    book.signedCost = money(isLong ? book.signedCost + value : book.signedCost - value)
    book.lots.push({
      orderId: fill.orderId,
      side: isLong ? 'long' : 'short',
      price: fill.price,
      row,
      time: fill.time,
      lots: quantity,
      value,
      fee,
    })
  }

  return {
    accounts,
    books,
    book: bookOf,
    post,
    deposit(amount) {
      accounts.cash = money(accounts.cash + amount)
      accounts.spotCash = money(accounts.spotCash + amount)
      accounts.flows = money(accounts.flows + amount)
      return findMismatch(accounts, allBooks, { book: undefined, price: markOfNothing })
    },
    lotsOpenedBy(instrument, entry) {
      let sum = 0
      for (const lot of bookOf(instrument).lots) if (lot.orderId === entry) sum += lot.lots
      return sum
    },
    cashAfterClosing(instrument, quantity, price) {
      const { lots, market } = bookOf(instrument)
      let left = quantity
      let cash: bigint = accounts.cash
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
