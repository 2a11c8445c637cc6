import { amountAt, at, longerDoubles, longerIntegers } from './columns.ts'
import { bookEvent, cancelCause, EventLog, noLevel, refusalCause } from './event-log.ts'
import { PriceLevels } from './price-levels.ts'

export const buySide = 0
export const sellSide = 1

/** Bits that change what an order may do; the two of self-trade prevention replace the default, which cancels the newer order. */
export const orderFlag = { immediate: 1, whole: 2, postOnly: 4, cancelOldest: 8, cancelBoth: 16 } as const

/** Price limits that let a market order take everything. */
export const highestPrice = 2_147_483_647
export const lowestPrice = 1

const initialCapacity = 1024
const sideBit = 1
const icebergBit = 2

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
  /** The order's level, a slot of `levels`. */
  private slot = new Int32Array(initialCapacity)
  /** Its side, and `icebergBit`: only icebergs have numbers in `hidden` and `display`. */
  private traits = new Int32Array(initialCapacity)
  private owner = new Int32Array(initialCapacity)
  /** What others see of the order, what an iceberg keeps back, and how much of it one slice shows. */
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
      this.events.add(bookEvent.refused, order, refusalCause.wouldTake, side, price, quantity, 0, noLevel)
      this.release(order)
      return order
    }
    if ((flags & orderFlag.whole) !== 0 && this.walk(side, price, quantity, owner, flags) < quantity) {
      this.events.add(bookEvent.refused, order, refusalCause.notFillable, side, price, quantity, 0, noLevel)
      this.release(order)
      return order
    }
    const rest = crosses ? this.take(order, side, price, quantity, owner, flags) : quantity
    if (rest === 0) this.release(order)
    else if ((flags & orderFlag.immediate) !== 0) {
      this.events.add(bookEvent.canceled, order, cancelCause.immediateRest, side, price, rest, 0, noLevel)
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
    this.remove(order, at(this.slot, order), cancelCause.request)
  }

  /** Less, or less of it visible, at the same place of the queue. `quantity` = visible + hidden, at most what it was. */
  reduce(order: number, quantity: number, display: number): void {
    const { levels } = this
    const slot = at(this.slot, order)
    const visibleBefore = amountAt(this.visible, order)
    const visible = Math.min(visibleBefore, quantity, display === 0 ? quantity : display)
    levels.visible[slot] = amountAt(levels.visible, slot) - visibleBefore + visible
    const side = at(this.traits, order) & sideBit
    this.setAmounts(order, side, visible, quantity - visible, display)
    const level = amountAt(levels.visible, slot)
    this.events.add(bookEvent.reduced, order, 0, side, levels.priceOf(slot), visible, quantity - visible, level)
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
          all += amountAt(this.visible, order) + this.hiddenOf(order)
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
    return (at(this.traits, order) & icebergBit) === 0 ? 0 : amountAt(this.hidden, order)
  }

  /** Visible quantity at a price, 0 where there is no level. */
  visibleAt(price: number): number {
    const slot = this.levels.find(price)
    return slot < 0 ? 0 : amountAt(this.levels.visible, slot)
  }

  /** How many orders are at a price: counted, as only views ask. */
  ordersAt(price: number): number {
    let count = 0
    for (let order = this.levels.find(price) < 0 ? 0 : this.firstOf(price); order !== 0; order = at(this.next, order)) count += 1
    return count
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
    const side = at(this.traits, at(levels.head, slot)) & sideBit
    let rest = quantity
    for (let maker = at(levels.head, slot); maker !== 0 && rest > 0; maker = at(levels.head, slot)) {
      if (owner !== 0 && at(this.owner, maker) === owner) {
        if ((flags & orderFlag.cancelOldest) === 0) {
          this.events.add(bookEvent.canceled, taker, cancelCause.selfTrade, 1 - side, price, rest, 0, noLevel)
          rest = 0
        }
        if ((flags & (orderFlag.cancelOldest | orderFlag.cancelBoth)) !== 0) this.remove(maker, slot, cancelCause.selfTrade)
        continue
      }
      const visible = amountAt(this.visible, maker)
      const traded = rest < visible ? rest : visible
      rest -= traded
      const hidden = this.hiddenOf(maker)
      levels.visible[slot] = amountAt(levels.visible, slot) - traded
      this.visible[maker] = visible - traded
      if (traded === visible) {
        if (hidden > 0) this.showNextSlice(maker, slot, hidden)
        else this.unlink(maker, slot)
      }
      this.events.add(bookEvent.trade, taker, maker, side, price, traded, visible - traded + hidden, amountAt(levels.visible, slot))
    }
    return rest
  }

  /** An iceberg's new slice queues behind its level. */
  private showNextSlice(order: number, slot: number, hidden: number): void {
    const slice = Math.min(amountAt(this.display, order), hidden)
    this.visible[order] = slice
    this.hidden[order] = hidden - slice
    this.levels.visible[slot] = amountAt(this.levels.visible, slot) + slice
    const next = at(this.next, order)
    // Alone, or last: it is behind its level already.
    if (next === 0) return
    this.levels.head[slot] = next
    this.previous[next] = 0
    this.append(order, slot)
  }

  private rest(order: number, side: number, price: number, visible: number, hidden: number, owner: number, display: number): void {
    const { levels } = this
    const slot = levels.occupy(price)
    this.slot[order] = slot
    this.owner[order] = owner
    this.setAmounts(order, side, visible, hidden, display)
    this.append(order, slot)
    const level = amountAt(levels.visible, slot) + visible
    levels.visible[slot] = level
    if (side === buySide) {
      if (price > this.bestBid) this.bestBid = price
    } else if (price < this.bestAsk || this.bestAsk === 0) this.bestAsk = price
    this.events.add(bookEvent.rested, order, 0, side, price, visible, hidden, level)
  }

  private setAmounts(order: number, side: number, visible: number, hidden: number, display: number): void {
    this.visible[order] = visible
    if (display === 0) this.traits[order] = side
    else {
      this.traits[order] = side | icebergBit
      this.hidden[order] = hidden
      this.display[order] = display
    }
  }

  private remove(order: number, slot: number, cause: number): void {
    const { levels } = this
    const price = levels.priceOf(slot)
    const visible = amountAt(this.visible, order)
    const level = amountAt(levels.visible, slot) - visible
    levels.visible[slot] = level
    this.events.add(bookEvent.canceled, order, cause, at(this.traits, order) & sideBit, price, visible + this.hiddenOf(order), 0, level)
    this.unlink(order, slot)
  }

  /** Takes an order, whose quantity is out of it already, from its level; the level goes with its last order. */
  private unlink(order: number, slot: number): void {
    const { levels } = this
    const next = at(this.next, order)
    const previous = at(this.previous, order)
    if (previous === 0) levels.head[slot] = next
    else this.next[previous] = next
    if (next === 0) levels.tail[slot] = previous
    else this.previous[next] = previous
    if (next === 0 && previous === 0) this.dropLevel(at(this.traits, order) & sideBit, slot)
    this.release(order)
  }

  private append(order: number, slot: number): void {
    const { levels } = this
    const last = at(levels.tail, slot)
    this.previous[order] = last
    this.next[order] = 0
    if (last === 0) levels.head[slot] = order
    else this.next[last] = order
    levels.tail[slot] = order
  }

  private dropLevel(side: number, slot: number): void {
    const { levels } = this
    const price = levels.priceOf(slot)
    if (side === buySide) {
      if (price === this.bestBid) this.bestBid = levels.below(price)
    } else if (price === this.bestAsk) this.bestAsk = levels.above(price)
    levels.vacate(slot)
  }

  private allocate(): number {
    const free = this.firstFree
    if (free !== 0) {
      this.firstFree = at(this.next, free)
      return free
    }
    const order = this.made
    this.made += 1
    if (order >= this.slot.length) this.grow(order * 2)
    return order
  }

  private release(order: number): void {
    this.next[order] = this.firstFree
    this.firstFree = order
  }

  private grow(capacity: number): void {
    this.slot = longerIntegers(this.slot, capacity)
    this.traits = longerIntegers(this.traits, capacity)
    this.owner = longerIntegers(this.owner, capacity)
    this.visible = longerDoubles(this.visible, capacity)
    this.hidden = longerDoubles(this.hidden, capacity)
    this.display = longerDoubles(this.display, capacity)
    this.next = longerIntegers(this.next, capacity)
    this.previous = longerIntegers(this.previous, capacity)
  }
}
