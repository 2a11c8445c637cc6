import { highestPrice, lowestPrice } from '../order-book/order-book.ts'
import type { OrderRecord, Market, VenueState } from './venue-state.ts'
import type { MarketMode, TrailingOffset, VenueOrderKind } from './venue-types.ts'

/** Untriggered orders of one market. */
export interface Triggers {
  /** In order of acceptance. */
  readonly waiting: Set<OrderRecord>
  /** Hit, and about to be executed. */
  readonly hit: OrderRecord[]
  /** No price strictly between `down` and `up` concerns anybody: it triggers nothing and trails nothing. */
  up: number
  down: number
}

export type TriggerKind = Exclude<VenueOrderKind, { readonly type: 'market' | 'limit' }>
type TrailingKind = Extract<VenueOrderKind, { readonly offset: TrailingOffset }>

export function makeTriggers(): Triggers {
  return { waiting: new Set(), hit: [], up: Number.POSITIVE_INFINITY, down: 0 }
}

export function isTriggerKind(kind: VenueOrderKind): kind is TriggerKind {
  return kind.type !== 'market' && kind.type !== 'limit'
}

export function isTrailing(kind: VenueOrderKind): kind is TrailingKind {
  return kind.type === 'trailing-stop' || kind.type === 'trailing-stop-limit'
}

/** Becomes a market order when it is hit. */
export function isMarketKind(kind: VenueOrderKind): boolean {
  return kind.type === 'market' || kind.type === 'stop' || kind.type === 'take-profit' || kind.type === 'trailing-stop'
}

/** A new order waits, or is hit at once where the last price is already beyond its trigger. */
export function watch(state: VenueState, order: OrderRecord): void {
  order.market.triggers.waiting.add(order)
  look(state, order, order.market.lastPrice)
}

/** The last price has changed: trails what trails and finds what is hit, in order of acceptance. */
export function priceMoved(state: VenueState, market: Market): void {
  const { triggers, lastPrice } = market
  if (triggers.down < lastPrice && lastPrice < triggers.up) return
  lookAll(state, market)
}

/** Looks at all orders again: after a change of mode, or of an order. */
export function lookAll(state: VenueState, market: Market): void {
  const { triggers, lastPrice } = market
  triggers.up = Number.POSITIVE_INFINITY
  triggers.down = 0
  for (const order of triggers.waiting) look(state, order, lastPrice)
}

function look(state: VenueState, order: OrderRecord, price: number): void {
  const { triggers, mode } = order.market
  if (isTrailing(order.kind) && price !== 0) trail(state, order, order.kind.offset, price)
  const isUp = hitByRise(order)
  const isHit = price !== 0 && order.trigger !== 0 && (isUp ? price >= order.trigger : price <= order.trigger)
  if (isHit && mayTrigger(mode, order.kind)) {
    triggers.waiting.delete(order)
    triggers.hit.push(order)
    return
  }
  const trigger = order.trigger === 0 ? (isUp ? 0 : Number.POSITIVE_INFINITY) : order.trigger
  if (isUp) triggers.up = Math.min(triggers.up, trigger)
  else triggers.down = Math.max(triggers.down, trigger)
  if (!isTrailing(order.kind)) return
  // The trail moves with a new extreme on the other side.
  if (isUp) triggers.down = Math.max(triggers.down, order.extreme === 0 ? Number.POSITIVE_INFINITY : order.extreme - 1)
  else triggers.up = Math.min(triggers.up, order.extreme + 1)
}

function trail(state: VenueState, order: OrderRecord, offset: TrailingOffset, price: number): void {
  const isBuy = order.side === 'buy'
  if (order.extreme !== 0 && (isBuy ? price >= order.extreme : price <= order.extreme)) return
  const before = order.trigger
  order.extreme = price
  // A share is rounded up to a whole tick: never nearer than asked for.
  const distance = 'ticks' in offset ? offset.ticks : Math.ceil((price * offset.ppm) / 1_000_000)
  order.trigger = isBuy ? Math.min(highestPrice, price + distance) : Math.max(lowestPrice, price - distance)
  if (order.trigger === before) return
  order.changedAt = state.now
  if (before !== 0) state.outbox.order(order, 'trailed')
}

/** A buy stop is hit by a rise, a sell stop by a fall; a take-profit the other way round. */
function hitByRise({ side, kind }: OrderRecord): boolean {
  const isTakeProfit = kind.type === 'take-profit' || kind.type === 'take-profit-limit'
  return (side === 'buy') !== isTakeProfit
}

/** Orders that could not trade in this mode wait for another one. */
function mayTrigger(mode: MarketMode, kind: VenueOrderKind): boolean {
  return mode === 'online' || (mode === 'limit_only' && !isMarketKind(kind))
}
