import { type Fill, moneyFromText, type OrderState, toLots, toTicks } from '@strategraph/market-model'
import { orderId } from '../market/amounts.ts'
import type { Market } from '../market/market.ts'
import type { JournalEvent } from './event.ts'
import type { FillRecord } from './order-record.ts'

type StateRecord = Extract<JournalEvent, { type: 'order.state' }>['payload']

/** The state that a record was made of. Throws RangeError for one that this version does not know. */
export function recordedState(
  { status, reason = '', code = '', filled: units = 0, venueOrderId = '' }: StateRecord,
  { scale }: Market,
): OrderState {
  const filled = toLots(units, scale, 'nearest')
  switch (status) {
    case 'unknown':
      return { status, cause: reason }
    case 'accepted':
      return { status, venueOrderId }
    case 'partially-filled':
    case 'filled':
      return { status, venueOrderId, filled }
    case 'canceled':
      return { status, reason, filled }
    case 'expired':
      return { status, filled }
    case 'rejected':
      return { status, code, reason }
    default:
      throw new RangeError(`an order has no state "${status}"`)
  }
}

/** The fill that a record was made of, to the tick and the lot. */
export function recordedFill({ orderId: order, price, quantity, fee, ...rest }: FillRecord, { id: instrument, scale }: Market): Fill {
  return {
    ...rest,
    orderId: orderId(order),
    instrument,
    price: toTicks(price, scale, 'nearest'),
    quantity: toLots(quantity, scale, 'nearest'),
    fee: moneyFromText(fee),
  }
}
