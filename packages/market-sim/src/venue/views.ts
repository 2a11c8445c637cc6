import type { Lots, Side, Ticks } from '@strategraph/market-model'
import { buySide, sellSide } from '../order-book/order-book.ts'
import { costOf, feeOf } from './venue-state.ts'
import type { Market, OrderRecord } from './venue-state.ts'
import type { BookLevel, Micros, VenueOrder, VenueOrderId } from './venue-types.ts'

/** A copy for its owner. */
export function orderView(order: OrderRecord): VenueOrder {
  return {
    id: order.id,
    account: order.account.id,
    market: order.market.index,
    side: order.side,
    kind: order.kind,
    price: order.price === 0 ? undefined : (order.price as Ticks),
    trigger: order.trigger === 0 ? undefined : (order.trigger as Ticks),
    timeInForce: order.timeInForce,
    expiresAt: order.expiresAt,
    reduceOnly: order.reduceOnly,
    quantity: order.quantity as Lots,
    filled: order.filled as Lots,
    cost: costOf(order),
    fee: feeOf(order),
    status: order.status,
    endReason: order.endReason,
    acceptedAt: order.acceptedAt as Micros,
    changedAt: order.changedAt as Micros,
    tag: order.tag,
  }
}

export function depthView({ book }: Market, side: Side, levels: number): BookLevel[] {
  const bookSide = side === 'buy' ? buySide : sellSide
  const view: BookLevel[] = []
  for (let price = book.bestOf(bookSide); price !== 0 && view.length < levels; price = book.priceBehind(bookSide, price)) {
    view.push({ price: price as Ticks, quantity: book.visibleAt(price) as Lots, orders: book.ordersAt(price) })
  }
  return view
}

export function queueView({ book, records }: Market, side: Side, limit: number): { id: VenueOrderId; price: Ticks; quantity: Lots }[] {
  const bookSide = side === 'buy' ? buySide : sellSide
  const view: { id: VenueOrderId; price: Ticks; quantity: Lots }[] = []
  for (let price = book.bestOf(bookSide); price !== 0; price = book.priceBehind(bookSide, price)) {
    for (let handle = book.firstOf(price); handle !== 0; handle = book.behind(handle)) {
      if (view.length >= limit) return view
      const order = records[handle]
      if (order !== undefined) view.push({ id: order.id, price: price as Ticks, quantity: book.visibleOf(handle) as Lots })
    }
  }
  return view
}
