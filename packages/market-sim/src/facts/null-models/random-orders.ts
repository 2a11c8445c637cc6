import { logarithm } from '../../logarithm.ts'
import { nextUniform, type RandomState, seedRandom } from '../../random.ts'
import { noteQuote, type TapeQuote, type TapeTrade, type TickTape, tickTape } from '../tick-tape.ts'

/** Events a second and side: market orders; limit orders of one size at each distance from the other side's best price; a resting order leaves. */
const marketRate = 5.25
const limitRates = [10.5, 7, 5.25, 4.2, 3.5]
const cancelRate = 2.1
/** Of a limit order, in units; a market order's is exponential around it. */
const limitQuantity = 1
const startTicks = 60_000

/**
 * Null model of the tick facts: a zero-intelligence book (Smith, Farmer, Gillemot and Krishnamurthy 2003). All orders come at random, at
 * constant rates and independent of each other and of the past; the book alone makes prices of them.
 */
export function randomOrdersTape(seconds: number, seed: number): TickTape {
  const random = seedRandom(seed, 'random orders')
  const book: Book = { bids: new Map(), asks: new Map(), bid: startTicks, ask: startTicks + 1 }
  for (let away = 0; away < limitRates.length; away += 1) {
    book.bids.set(startTicks - away, 4)
    book.asks.set(startTicks + 1 + away, 4)
  }
  const trades: TapeTrade[] = []
  const quotes: TapeQuote[] = []
  let time = exponential(random) / totalRate(book)
  while (time < seconds) {
    const micros = Math.round(time * 1e6)
    nextEvent(book, random, (sign, price, quantity) => trades.push({ time: micros, sign, price, quantity }))
    const { bid, ask } = book
    noteQuote(quotes, { time: micros, bid, bidQuantity: book.bids.get(bid) ?? 0, ask, askQuantity: book.asks.get(ask) ?? 0 })
    time += exponential(random) / totalRate(book)
  }
  return tickTape(1, trades, quotes)
}

/** Quantity by price in ticks. */
interface Book {
  readonly bids: Map<number, number>
  readonly asks: Map<number, number>
  bid: number
  ask: number
}

type Report = (sign: 1 | -1, price: number, quantity: number) => void

const placementRate = limitRates.reduce((sum, rate) => sum + rate, 0)
const units = (side: ReadonlyMap<number, number>) => {
  let sum = 0
  for (const quantity of side.values()) sum += quantity
  return sum
}
const totalRate = (book: Book) => 2 * (marketRate + placementRate) + cancelRate * (units(book.bids) + units(book.asks))
const exponential = (random: RandomState) => -logarithm(1 - nextUniform(random))

function nextEvent(book: Book, random: RandomState, report: Report): void {
  let draw = nextUniform(random) * totalRate(book)
  for (const sign of [1, -1] as const) {
    if (draw < marketRate) return takeMarket(book, sign, exponential(random), report)
    draw -= marketRate
    for (const [away, rate] of limitRates.entries()) {
      if (draw < rate) return place(book, sign, away + 1)
      draw -= rate
    }
  }
  for (const sign of [1, -1] as const) {
    for (const [price, quantity] of sign === 1 ? book.bids : book.asks) {
      if (draw < cancelRate * quantity) return reduce(book, sign, price, limitQuantity)
      draw -= cancelRate * quantity
    }
  }
}

/** A buyer (1) queues so many ticks below the best ask, a seller (-1) above the best bid. */
function place(book: Book, sign: 1 | -1, away: number): void {
  const side = sign === 1 ? book.bids : book.asks
  const price = sign === 1 ? book.ask - away : book.bid + away
  side.set(price, (side.get(price) ?? 0) + limitQuantity)
  if (sign === 1) book.bid = Math.max(book.bid, price)
  else book.ask = Math.min(book.ask, price)
}

function takeMarket(book: Book, sign: 1 | -1, quantity: number, report: Report): void {
  const side = sign === 1 ? book.asks : book.bids
  let left = quantity
  // The last level stays, so that there is always a price.
  while (left > 0 && side.size > 1) {
    const price = sign === 1 ? book.ask : book.bid
    const filled = Math.min(left, side.get(price) ?? 0)
    report(sign, price, filled)
    reduce(book, sign === 1 ? -1 : 1, price, filled)
    left -= filled
  }
}

/** Takes from a level of the buyers (1) or sellers (-1), and finds the next best price where it is gone. */
function reduce(book: Book, sign: 1 | -1, price: number, quantity: number): void {
  const side = sign === 1 ? book.bids : book.asks
  const rest = (side.get(price) ?? 0) - quantity
  if (rest > 0) {
    side.set(price, rest)
    return
  }
  if (side.size === 1) return
  side.delete(price)
  if (sign === 1) book.bid = Math.max(...side.keys())
  else book.ask = Math.min(...side.keys())
}
