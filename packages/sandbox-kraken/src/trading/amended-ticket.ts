import type { Ticks } from '@strategraph/market-model'
import type { VenueOrder } from '@strategraph/market-sim'
import { priceText } from '../pairs/pair.ts'
import { hasLimit, isTriggered, type OrderTicket } from './order-ticket.ts'

/** The ticket of an order as it now stands at the engine. Trailing orders keep their relative texts. */
export function amendedTicket(ticket: OrderTicket, view: VenueOrder): OrderTicket {
  const sized = { ...ticket, quantity: view.quantity }
  if (ticket.type.startsWith('trailing')) return sized
  const limit = hasLimit(ticket.type) ? view.price : undefined
  const trigger = isTriggered(ticket.type) ? view.trigger : undefined
  const text = (price: Ticks | undefined) => (price === undefined ? '0' : priceText(ticket.pair, price))
  return trigger === undefined
    ? { ...sized, limit, price: text(limit) }
    : { ...sized, limit, trigger, price: text(trigger), price2: text(limit) }
}
