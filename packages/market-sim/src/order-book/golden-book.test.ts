import { parseDecimal } from '@strategraph/market-model'
import { sharedDataMissing, sharedTable, sharedText } from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import { bookEvent, eventAmounts, eventWords } from './event-log.ts'
import { buySide, highestPrice, lowestPrice, OrderBook, orderFlag, sellSide } from './order-book.ts'

/** The real book of Binance spot BTCUSDT: ticks of 0.01 USD, lots of 10^-8 BTC (far levels have six decimals). Golden figures: shared/data/golden/book/README.md. */
const lotDigits = 8
const steps = (text: string, digits: number) => {
  const { mantissa, decimals } = parseDecimal(text)
  if (decimals > digits) throw new RangeError(`${text} is not on the grid`)
  return Number(mantissa) * Number(10n ** BigInt(digits - decimals))
}
const ticks = (text: string) => steps(text, 2)
const lots = (text: string) => steps(text, lotDigits)
const sideOf = (text: string) => (text === 'bid' ? buySide : sellSide)

/** A book in which every level is one order, changed by the exchange's batches. */
class Replica {
  readonly book = new OrderBook()
  private readonly orders: [Map<number, number>, Map<number, number>] = [new Map(), new Map()]

  levels(side: 0 | 1): number {
    return this.orders[side].size
  }

  /** What only takes away first: so the book is never crossed in between either. */
  apply(rows: readonly { readonly side: 0 | 1; readonly price: number; readonly quantity: number }[]): void {
    for (const { side, price } of rows) {
      const order = this.orders[side].get(price)
      if (order === undefined) continue
      this.book.cancel(order)
      this.orders[side].delete(price)
    }
    for (const { side, price, quantity } of rows) {
      if (quantity === 0) continue
      if (this.book.crosses(side, price)) throw new Error(`crossed at ${price}`)
      this.orders[side].set(price, this.book.submit(side, price, quantity, 0, orderFlag.postOnly, 0))
    }
    this.book.events.clear()
  }

  topTen(side: 0 | 1): number {
    let [sum, count] = [0, 0]
    for (let price = this.book.bestOf(side); price !== 0 && count < 10; price = this.book.priceBehind(side, price)) {
      sum += this.book.visibleAt(price)
      count += 1
    }
    return sum
  }
}

const snapshotText = sharedText('ticks/binance_spot_btcusdt_snapshot.csv')
const depth = sharedText('ticks/binance_spot_btcusdt_depth.csv')
const after = sharedTable('golden/book/binance_spot_btcusdt_book_after.csv')
const quotes = sharedText('ticks/binance_spot_btcusdt_bbo.csv')
const walk = sharedTable('golden/book/binance_spot_btcusdt_walk.csv')
const isMissing = snapshotText === undefined || depth === undefined || after === undefined || quotes === undefined || walk === undefined

function fromSnapshot(): { replica: Replica; lastId: number } {
  const [first = '', , ...rows] = (snapshotText ?? '').trim().split('\n')
  const replica = new Replica()
  replica.apply(
    rows.map((row) => {
      const [side = '', price = '', quantity = ''] = row.split(',')
      return { side: sideOf(side), price: ticks(price), quantity: lots(quantity) }
    }),
  )
  return { replica, lastId: Number(first.replace(/\D/g, '')) }
}

describe.skipIf(isMissing)(`the real book of Binance BTCUSDT${isMissing ? ` (${sharedDataMissing})` : ''}`, () => {
  it('rebuilt from the change batches equals the reference after each of 6,493 batches, and the 1,072 quotes with the same id', () => {
    const { replica, lastId } = fromSnapshot()
    const { book } = replica
    const batches = new Map<string, string[][]>()
    for (const line of (depth ?? '').trim().split('\n').slice(1)) {
      const cells = line.split(',')
      const finalId = cells[3] ?? ''
      if (Number(finalId) <= lastId) continue
      const batch = batches.get(finalId)
      if (batch === undefined) batches.set(finalId, [cells])
      else batch.push(cells)
    }
    const quoteOf = new Map(
      (quotes ?? '')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => [line.split(',')[1], line.split(',').slice(2)]),
    )
    let row = 0
    let equalQuotes = 0
    for (const [finalId, rows] of batches) {
      replica.apply(rows.map((cells) => ({ side: sideOf(cells[4] ?? ''), price: ticks(cells[5] ?? ''), quantity: lots(cells[6] ?? '') })))
      const golden = (name: string) => after?.text[name]?.[row] ?? ''
      const best = [book.bestBid, book.visibleAt(book.bestBid), book.bestAsk, book.visibleAt(book.bestAsk)]
      expect([finalId, rows[0]?.[0], ...best, replica.levels(0), replica.levels(1), replica.topTen(0), replica.topTen(1)]).toEqual([
        golden('final_id'),
        golden('event_ms'),
        ticks(golden('best_bid')),
        lots(golden('best_bid_qty')),
        ticks(golden('best_ask')),
        lots(golden('best_ask_qty')),
        Number(golden('bid_levels')),
        Number(golden('ask_levels')),
        lots(golden('bid_qty_top10')),
        lots(golden('ask_qty_top10')),
      ])
      const quote = quoteOf.get(finalId)
      if (quote !== undefined) {
        const [bid = '', bidQuantity = '', ask = '', askQuantity = ''] = quote
        if (String([ticks(bid), lots(bidQuantity), ticks(ask), lots(askQuantity)]) === String(best)) equalQuotes += 1
      }
      row += 1
    }
    expect([row, equalQuotes]).toEqual([6493, 1072])
  })

  it('walks the 104 reference orders to the same quantity, amount, average, worst price, levels and rest', () => {
    let rows = 0
    for (let row = 0; row < (walk?.rows ?? 0); row += 1) {
      const golden = (name: string) => walk?.text[name]?.[row] ?? ''
      const { book } = fromSnapshot().replica
      const isBuy = golden('side') === 'buy'
      const limit = golden('limit_price') === '' ? (isBuy ? highestPrice : lowestPrice) : ticks(golden('limit_price'))
      book.submit(isBuy ? buySide : sellSide, limit, lots(golden('qty')), 0, orderFlag.immediate, 0)
      let [filled, rest, worst, amount] = [0, 0, 0, 0n]
      const prices = new Set<number>()
      const { words, amounts, length } = book.events
      for (let event = 0; event < length; event += 1) {
        const [kind, , , , price = 0] = words.subarray(event * eventWords)
        const [quantity = 0] = amounts.subarray(event * eventAmounts)
        if (kind === bookEvent.canceled) rest = quantity
        if (kind !== bookEvent.trade) continue
        filled += quantity
        amount += BigInt(price) * BigInt(quantity)
        worst = price
        prices.add(price)
      }
      // The reference average has 12 decimals, rounded half to even; the amount is in 10^-10 USD.
      const average = filled === 0 ? '' : roundedQuotient(amount * 10n ** 10n, BigInt(filled))
      const { mantissa, decimals } = parseDecimal(golden('quote_amount'))
      expect([filled, amount, average, worst, prices.size, rest]).toEqual([
        lots(golden('filled_qty')),
        mantissa * 10n ** BigInt(10 - decimals),
        golden('avg_price') === '' ? '' : parse12(golden('avg_price')),
        ticks(golden('worst_price') || '0'),
        Number(golden('levels_touched')),
        lots(golden('unfilled_qty')),
      ])
      rows += 1
    }
    expect(rows).toBe(104)
  })
})

function parse12(text: string): bigint {
  const { mantissa, decimals } = parseDecimal(text)
  return mantissa * 10n ** BigInt(12 - decimals)
}

function roundedQuotient(numerator: bigint, denominator: bigint): bigint {
  const [quotient, twice] = [numerator / denominator, 2n * (numerator % denominator)]
  return twice > denominator || (twice === denominator && quotient % 2n === 1n) ? quotient + 1n : quotient
}
