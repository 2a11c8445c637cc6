import { amountAt, at, longerDoubles, longerIntegers } from './columns.ts'
import { bookEvent, cancelCause, EventLog, refusalCause } from './event-log.ts'
import { PriceLevels } from './price-levels.ts'

export const buySide = 0
export const sellSide = 1

/** Bits that change what an order may do; the two of self-trade prevention replace the default, which cancels the newer order. */
export const orderFlag = { immediate: 1, whole: 2, postOnly: 4, cancelOldest: 8, cancelBoth: 16 } as const

/** Price limits that let a market order take everything. */
export const highestPrice = 2_147_483_647
export const lowestPrice = 1

const initialCapacity = 1024

/**
 * Matches orders of one market by price and time, over integers alone: ticks from 1 to 2^31 - 1, lots up to 2^53 - 1. It knows no money and
 * checks no rule; what happens is in `events`, to be read and cleared before the next command. Orders are small handles from 1, used again
 * once an order has ended, so that nothing is allocated; 0 = none.
 */
export class OrderBook {
  readonly events = new EventLog()
  /** 0 = that side is empty. */
  bestBid = 0
  bestAsk = 0
  /** Of the last `walk`. */
  readonly steps: number[] = []

  private readonly levels = new PriceLevels()
  private price = new Int32Array(initialCapacity)
  private side = new Int32Array(initialCapacity)
  private owner = new Int32Array(initialCapacity)
  /** What others see of the order, what an iceberg keeps back, and how much of it one slice shows (0: no iceberg). */
  private visible = new Float64Array(initialCapacity)
  private hidden = new Float64Array(initialCapacity)
  private display = new Float64Array(initialCapacity)
  private next = new Int32Array(initialCapacity)
  private previous = new Int32Array(initialCapacity)
  /** Linked through `next`. */
  private firstFree = 0
  private made = 1

  /**
   * Takes what crosses and rests with what is left, unless flags say otherwise. `owner`: orders of one owner never trade with each other;
   * 0 = nobody's, trades with all. `display`: quantity of an iceberg's slice, 0 = all is visible. Answers the handle, which the events
   * of this call use; it stays valid as long as the order rests.
   */
  submit(side: number, price: number, quantity: number, owner: number, flags: number, display: number): number {
    const order = this.allocate()
    const crosses = this.crosses(side, price)
    if (crosses && (flags & orderFlag.postOnly) !== 0) {
      this.events.add(bookEvent.refused, order, refusalCause.wouldTake, price, quantity, 0)
      this.release(order)
      return order
    }
    if ((flags & orderFlag.whole) !== 0 && this.walk(side, price, quantity, owner, flags) < quantity) {
      this.events.add(bookEvent.refused, order, refusalCause.notFillable, price, quantity, 0)
      this.release(order)
      return order
    }
    const rest = crosses ? this.take(order, side, price, quantity, owner, flags) : quantity
    if (rest === 0) this.release(order)
    else if ((flags & orderFlag.immediate) !== 0) {
      this.events.add(bookEvent.canceled, order, cancelCause.immediateRest, price, rest, 0)
      this.release(order)
    } else {
      const visible = display === 0 || display > rest ? rest : display
      this.rest(order, side, price, visible, rest - visible, owner, display)
    }
    return order
  }

  /** Puts an order, or an iceberg with part of a slice, into the book as it is: for one that is known not to cross. */
  place(side: number, price: number, visible: number, hidden: number, owner: number, display: number): number {
    const order = this.allocate()
    this.rest(order, side, price, visible, hidden, owner, display)
    return order
  }

  cancel(order: number): void {
    const price = at(this.price, order)
    this.events.add(bookEvent.canceled, order, cancelCause.request, price, amountAt(this.visible, order) + amountAt(this.hidden, order), 0)
    this.remove(order)
  }

  /** Less, or less of it visible, at the same place of the queue. `quantity` = visible + hidden, at most what it was. */
  reduce(order: number, quantity: number, display: number): void {
    const visible = Math.min(amountAt(this.visible, order), quantity, display === 0 ? quantity : display)
    const hidden = quantity - visible
    const slot = this.levels.find(at(this.price, order))
    const { levels } = this
    const less = amountAt(this.visible, order) - visible
    levels.visible[slot] = amountAt(levels.visible, slot) - less
    this.visible[order] = visible
    this.hidden[order] = hidden
    this.display[order] = display
    this.events.add(bookEvent.reduced, order, 0, at(this.price, order), visible, hidden)
    if (less !== 0) this.reportLevel(at(this.side, order), at(this.price, order), slot)
  }

  crosses(side: number, price: number): boolean {
    return side === buySide ? this.bestAsk !== 0 && price >= this.bestAsk : this.bestBid !== 0 && price <= this.bestBid
  }

  /**
   * How much of an order would trade now, at most `quantity`; the amounts at each price are in `steps`, as pairs of price and quantity.
   * Orders of the same owner are passed over or end it, as they would when taking.
   */
  walk(side: number, limit: number, quantity: number, owner: number, flags: number): number {
    const { steps } = this
    steps.length = 0
    if (!this.crosses(side, limit)) return 0
    let found = 0
    let price = side === buySide ? this.bestAsk : this.bestBid
    while (price !== 0 && (side === buySide ? price <= limit : price >= limit) && found < quantity) {
      let shown = 0
      let all = 0
      let order = this.firstOf(price)
      for (; order !== 0; order = at(this.next, order)) {
        if (owner === 0 || at(this.owner, order) !== owner) {
          shown += amountAt(this.visible, order)
          all += amountAt(this.visible, order) + amountAt(this.hidden, order)
        } else if ((flags & orderFlag.cancelOldest) === 0) break
      }
      // New slices queue behind the own order, so what icebergs hide there is never reached.
      const isEnd = order !== 0
      const taken = Math.min(isEnd ? shown : all, quantity - found)
      steps.push(price, taken)
      found += taken
      if (isEnd) break
      price = side === buySide ? this.levels.above(price) : this.levels.below(price)
    }
    return found
  }

  /** The best price of a side, 0 where it is empty. */
  bestOf(side: number): number {
    return side === buySide ? this.bestBid : this.bestAsk
  }

  /** The next price of the same side, away from the other; 0 = none. */
  priceBehind(side: number, price: number): number {
    return side === buySide ? this.levels.below(price) : this.levels.above(price)
  }

  /** First order of a price with a level. */
  firstOf(price: number): number {
    return at(this.levels.head, this.levels.find(price))
  }

  /** The order behind it at the same price, 0 = none. */
  behind(order: number): number {
    return at(this.next, order)
  }

  visibleOf(order: number): number {
    return amountAt(this.visible, order)
  }

  hiddenOf(order: number): number {
    return amountAt(this.hidden, order)
  }

  /** Visible quantity at a price, 0 where there is no level. */
  visibleAt(price: number): number {
    const slot = this.levels.find(price)
    return slot < 0 ? 0 : amountAt(this.levels.visible, slot)
  }

  ordersAt(price: number): number {
    const slot = this.levels.find(price)
    return slot < 0 ? 0 : at(this.levels.count, slot)
  }

  /** Trades until the order is done, the limit is reached, or it meets its own owner's; answers what is left to rest. */
  private take(taker: number, side: number, limit: number, quantity: number, owner: number, flags: number): number {
    let rest = quantity
    while (rest > 0 && this.crosses(side, limit)) {
      const price = side === buySide ? this.bestAsk : this.bestBid
      rest = this.takeLevel(taker, price, this.levels.find(price), rest, owner, flags)
    }
    return rest
  }

  private takeLevel(taker: number, price: number, slot: number, quantity: number, owner: number, flags: number): number {
    const { levels } = this
    const side = at(this.side, at(levels.head, slot))
    const visibleBefore = amountAt(levels.visible, slot)
    let rest = quantity
    while (rest > 0) {
      const maker = at(levels.head, slot)
      if (maker === 0) break
      if (owner !== 0 && at(this.owner, maker) === owner) {
        const cancelsOldest = (flags & (orderFlag.cancelOldest | orderFlag.cancelBoth)) !== 0
        if ((flags & orderFlag.cancelOldest) === 0) {
          this.events.add(bookEvent.canceled, taker, cancelCause.selfTrade, price, rest, 0)
          rest = 0
        }
        if (cancelsOldest) {
          this.events.add(
            bookEvent.canceled,
            maker,
            cancelCause.selfTrade,
            price,
            amountAt(this.visible, maker) + amountAt(this.hidden, maker),
            0,
          )
          this.unlink(maker, slot)
          this.release(maker)
        }
        continue
      }
      const visible = amountAt(this.visible, maker)
      const traded = rest < visible ? rest : visible
      rest -= traded
      levels.visible[slot] = amountAt(levels.visible, slot) - traded
      this.visible[maker] = visible - traded
      this.events.add(bookEvent.trade, taker, maker, price, traded, visible - traded + amountAt(this.hidden, maker))
      if (traded < visible) break
      if (amountAt(this.hidden, maker) > 0) this.showNextSlice(maker, slot)
      else {
        this.unlink(maker, slot)
        this.release(maker)
      }
    }
    // An iceberg may have refilled the level exactly, or nothing was taken.
    if (amountAt(levels.visible, slot) !== visibleBefore) this.reportLevel(side, price, slot)
    if (at(levels.head, slot) === 0) this.dropLevel(side, price, slot)
    return rest
  }

  /** An iceberg's new slice queues behind its level. */
  private showNextSlice(order: number, slot: number): void {
    const { levels } = this
    const slice = Math.min(amountAt(this.display, order), amountAt(this.hidden, order))
    const hidden = amountAt(this.hidden, order) - slice
    this.unlink(order, slot)
    this.visible[order] = slice
    this.hidden[order] = hidden
    this.append(order, slot)
    levels.visible[slot] = amountAt(levels.visible, slot) + slice
  }

  private rest(order: number, side: number, price: number, visible: number, hidden: number, owner: number, display: number): void {
    this.price[order] = price
    this.side[order] = side
    this.owner[order] = owner
    this.visible[order] = visible
    this.hidden[order] = hidden
    this.display[order] = display
    const slot = this.levels.occupy(price)
    const { levels } = this
    this.append(order, slot)
    levels.visible[slot] = amountAt(levels.visible, slot) + visible
    if (side === buySide) {
      if (price > this.bestBid) this.bestBid = price
    } else if (price < this.bestAsk || this.bestAsk === 0) this.bestAsk = price
    this.events.add(bookEvent.rested, order, side, price, visible, hidden)
    this.reportLevel(side, price, slot)
  }

  private remove(order: number): void {
    const price = at(this.price, order)
    const side = at(this.side, order)
    const slot = this.levels.find(price)
    this.unlink(order, slot)
    this.release(order)
    this.reportLevel(side, price, slot)
    if (at(this.levels.head, slot) === 0) this.dropLevel(side, price, slot)
  }

  /** Takes an order and what is left of it out of its level. */
  private unlink(order: number, slot: number): void {
    const { levels } = this
    const next = at(this.next, order)
    const previous = at(this.previous, order)
    if (previous === 0) levels.head[slot] = next
    else this.next[previous] = next
    if (next === 0) levels.tail[slot] = previous
    else this.previous[next] = previous
    levels.count[slot] = at(levels.count, slot) - 1
    levels.visible[slot] = amountAt(levels.visible, slot) - amountAt(this.visible, order)
  }

  private append(order: number, slot: number): void {
    const { levels } = this
    const last = at(levels.tail, slot)
    this.previous[order] = last
    this.next[order] = 0
    if (last === 0) levels.head[slot] = order
    else this.next[last] = order
    levels.tail[slot] = order
    levels.count[slot] = at(levels.count, slot) + 1
  }

  private dropLevel(side: number, price: number, slot: number): void {
    if (side === buySide) {
      if (price === this.bestBid) this.bestBid = this.levels.below(price)
    } else if (price === this.bestAsk) this.bestAsk = this.levels.above(price)
    this.levels.vacate(slot)
  }

  private reportLevel(side: number, price: number, slot: number): void {
    this.events.add(bookEvent.level, side, 0, price, amountAt(this.levels.visible, slot), 0)
  }

  private allocate(): number {
    const free = this.firstFree
    if (free !== 0) {
      this.firstFree = at(this.next, free)
      return free
    }
    const order = this.made
    this.made += 1
    if (order >= this.price.length) this.grow(order * 2)
    return order
  }

  private release(order: number): void {
    this.next[order] = this.firstFree
    this.firstFree = order
  }

  private grow(capacity: number): void {
    this.price = longerIntegers(this.price, capacity)
    this.side = longerIntegers(this.side, capacity)
    this.owner = longerIntegers(this.owner, capacity)
    this.visible = longerDoubles(this.visible, capacity)
    this.hidden = longerDoubles(this.hidden, capacity)
    this.display = longerDoubles(this.display, capacity)
    this.next = longerIntegers(this.next, capacity)
    this.previous = longerIntegers(this.previous, capacity)
  }
}
