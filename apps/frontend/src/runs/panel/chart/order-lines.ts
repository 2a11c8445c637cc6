import type { JournalEvent, OrderRecord } from '@strategraph/trading-engine'

/** A horizontal line: an order that waits for its price, or the average price of the position. */
export interface PriceLevel {
  readonly id: string
  readonly price: number
  readonly kind: 'buy' | 'sell' | 'stop-loss' | 'take-profit' | 'position'
  readonly title: string
}

const ended = new Set(['filled', 'canceled', 'expired', 'rejected'])

/** Orders that waited at a moment (ms UTC; events of the moment itself count). Events in order. */
export function workingOrders(events: readonly JournalEvent[], time: number): readonly OrderRecord[] {
  const open = new Map<string, OrderRecord>()
  for (const event of events) {
    if (event.time > time) break
    if (event.type === 'order') open.set(event.payload.order.id, event.payload.order)
    else if (event.type === 'order.state' && ended.has(event.payload.status)) open.delete(event.payload.orderId)
  }
  return [...open.values()]
}

interface Holding {
  readonly quantity: number
  /** Average price of what is held. */
  readonly price: number
}

/** What was held of an instrument at a moment and at which average price; from the fills alone. */
export function holdingAt(events: readonly JournalEvent[], instrument: string, time: number): Holding | undefined {
  let quantity = 0
  let price = 0
  for (const event of events) {
    if (event.time > time) break
    if (event.type !== 'fill' || event.payload.fill.instrument !== instrument) continue
    const { fill } = event.payload
    const change = fill.side === 'buy' ? fill.quantity : -fill.quantity
    const after = quantity + change
    if (quantity === 0 || Math.sign(change) === Math.sign(quantity))
      price = (price * Math.abs(quantity) + fill.price * fill.quantity) / Math.abs(after)
    else if (Math.sign(after) !== Math.sign(quantity)) price = fill.price
    quantity = Math.abs(after) < 1e-12 ? 0 : after
  }
  return quantity === 0 ? undefined : { quantity, price }
}

/** All levels of an instrument that the chart shows at a moment. */
export function priceLevels(events: readonly JournalEvent[], instrument: string, time: number): readonly PriceLevel[] {
  const orders = workingOrders(events, time).flatMap((order): PriceLevel[] => {
    if (order.instrument !== instrument || order.price === undefined) return []
    if (order.role === 'stop-loss') return [{ id: order.id, price: order.price, kind: 'stop-loss', title: 'Stop' }]
    if (order.role === 'take-profit') return [{ id: order.id, price: order.price, kind: 'take-profit', title: 'Target' }]
    return [{ id: order.id, price: order.price, kind: order.side, title: order.side === 'buy' ? 'Buy order' : 'Sell order' }]
  })
  const held = holdingAt(events, instrument, time)
  if (held === undefined) return orders
  return [...orders, { id: 'position', price: held.price, kind: 'position', title: held.quantity > 0 ? 'Long' : 'Short' }]
}
