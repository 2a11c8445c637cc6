import { bookEvent, eventAmounts, eventWords } from '../../src/order-book/event-log.ts'
import { buySide, highestPrice, lowestPrice, OrderBook, orderFlag } from '../../src/order-book/order-book.ts'
import { nextBits, nextUniform, seedRandom } from '../../src/random.ts'
import type { RandomState } from '../../src/random.ts'

export const flowKind = { limit: 1, cancel: 2, market: 3 } as const

/** Messages of one market as columns; prices are ticks, quantities lots. `target` of a cancel: the message that placed the order. */
export interface Flow {
  readonly length: number
  readonly kind: Int32Array
  /** 0 = buy. */
  readonly side: Int32Array
  readonly price: Int32Array
  readonly quantity: Int32Array
  readonly target: Int32Array
}

/** What a run is judged by: the same flow has to give the same in every engine. */
export interface Outcome {
  readonly messages: number
  readonly seconds: number
  readonly trades: number
  readonly volume: number
  readonly bestBid: number
  readonly bestAsk: number
}

/** Processor time, garbage collection and compilation included: on a shared machine the wall clock measures the neighbours. */
export function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000_000
}

/**
 * As on an exchange: 50 % limit orders that rest, most of them near the best price, 40 % cancels of orders that rest, 10 % orders that take
 * (half of them market orders, half limit orders at the best price of the other side), at most about two others each. The book grows to
 * some 10,000 orders in a million messages. A book of our own says what rests; that the engines agree is checked with their results.
 */
export function makeFlow(length: number): Flow {
  const column = () => new Int32Array(length)
  const flow = { length, kind: column(), side: column(), price: column(), quantity: column(), target: column() }
  const random = seedRandom(1, 'matching bench')
  const book = new OrderBook()
  const resting = new Resting(length)
  for (let message = 0; message < length; message += 1) {
    const draw = nextUniform(random)
    const side = nextBits(random) & 1
    flow.side[message] = side
    const best = book.bestOf(1 - side)
    if (draw < 0.4 && resting.count > 0) {
      const target = resting.pick(nextBits(random))
      flow.kind[message] = flowKind.cancel
      flow.target[message] = target
      book.cancel(resting.handleOf(target))
    } else if (draw < 0.5 && best !== 0) {
      const isMarket = nextUniform(random) < 0.5
      flow.kind[message] = isMarket ? flowKind.market : flowKind.limit
      flow.price[message] = isMarket ? 0 : best
      flow.quantity[message] = 1 + (nextBits(random) % 95)
      const limit = isMarket ? (side === buySide ? highestPrice : lowestPrice) : best
      book.submit(side, limit, flow.quantity[message] ?? 0, 0, isMarket ? orderFlag.immediate : 0, 0)
    } else {
      flow.kind[message] = flowKind.limit
      flow.price[message] = passivePrice(book, side, random)
      flow.quantity[message] = 1 + (nextBits(random) % 100)
      book.submit(side, flow.price[message] ?? 0, flow.quantity[message] ?? 0, 0, 0, 0)
    }
    resting.read(book, message)
  }
  return flow
}

function passivePrice(book: OrderBook, side: number, random: RandomState): number {
  const uniform = nextUniform(random)
  const distance = 1 + Math.floor(1000 * uniform * uniform * uniform)
  const best = book.bestOf(1 - side)
  if (best !== 0) return side === buySide ? best - distance : best + distance
  const middle = book.bestOf(side) || 500_000
  return side === buySide ? middle - distance : middle + distance
}

/** Which messages have an order in the book, to pick one at random. */
class Resting {
  count = 0
  private readonly messages: Int32Array
  private readonly placeOf: Int32Array
  private readonly handles: Int32Array
  private readonly messageOf: Int32Array

  constructor(length: number) {
    this.messages = new Int32Array(length)
    this.placeOf = new Int32Array(length)
    this.handles = new Int32Array(length)
    this.messageOf = new Int32Array(length + 1)
  }

  pick(bits: number): number {
    return this.messages[bits % this.count] ?? 0
  }

  handleOf(message: number): number {
    return this.handles[message] ?? 0
  }

  read({ events }: OrderBook, message: number): void {
    for (let event = 0; event < events.length; event += 1) {
      const [kind, order = 0, other = 0] = events.words.subarray(event * eventWords)
      if (kind === bookEvent.rested) this.add(message, order)
      else if (kind === bookEvent.trade && events.amounts[event * eventAmounts + 1] === 0) this.remove(this.messageOf[other] ?? 0)
      else if (kind === bookEvent.canceled && this.handles[this.messageOf[order] ?? 0] === order) this.remove(this.messageOf[order] ?? 0)
    }
    events.clear()
  }

  private add(message: number, handle: number): void {
    this.messages[this.count] = message
    this.placeOf[message] = this.count
    this.handles[message] = handle
    this.messageOf[handle] = message
    this.count += 1
  }

  private remove(message: number): void {
    const place = this.placeOf[message] ?? 0
    this.count -= 1
    const last = this.messages[this.count] ?? 0
    this.messages[place] = last
    this.placeOf[last] = place
    this.handles[message] = 0
  }
}
