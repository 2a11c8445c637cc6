import type { Account } from '../accounts/account.ts'
import { type Exchange, lastPrice } from '../exchange.ts'
import { invalidArgument, KrakenError, krakenErrors } from '../kraken-error.ts'
import { quantityText } from '../pairs/pair.ts'
import { flagOf, type Param, type Params, textOf } from '../wire/params.ts'
import { cancelOrder } from './change-order.ts'
import { isTriggered } from './order-ticket.ts'
import { type Arrival, parseOrder } from './parse-order.ts'
import { placeOrder } from './place-order.ts'
import { filledOf, type OrderRecord } from './records.ts'
import { changeCount, countTransaction } from './transactions.ts'

/**
 * Cancels an order and places a new one with the changes (`volume`, `price`, `price2`, `displayvol`, `oflags`, `userref`). Not for orders
 * with a client's id, with a conditional close, or whose trigger was hit.
 */
export function editOrder(
  exchange: Exchange,
  account: Account,
  order: OrderRecord,
  params: Params,
  arrival: Arrival,
): OrderRecord | KrakenError {
  const { ticket, view } = order
  const { pair } = ticket
  const refusal = countTransaction(exchange, account, pair, changeCount(exchange, 'edit', order))
  if (refusal !== undefined) return refusal
  if (view === undefined || ticket.close !== undefined || ticket.clientOrderId !== undefined || ticket.quoteBudget !== undefined) {
    return krakenErrors.invalidOrder
  }
  if (isTriggered(ticket.type) && view.status !== 'untriggered') return krakenErrors.invalidOrder
  const changed = parseOrder(editedParams(order, params), {
    pair,
    last: lastPrice(exchange, pair),
    now: arrival.at,
    deadlines: arrival.deadlines,
  })
  if (changed instanceof KrakenError) return changed
  if (changed.quantity <= filledOf(order)) return invalidArgument('volume')
  if (changed.validateOnly) return placeOrder(exchange, account, changed)
  // What the old order holds is needed for the new one, so it goes first.
  const canceled = cancelOrder(exchange, account, order, 'Order replaced')
  return canceled ?? placeOrder(exchange, account, changed)
}

function editedParams({ ticket }: OrderRecord, params: Params): Params {
  const isPostOnly = (textOf(params, 'oflags') ?? '').split(',').includes('post')
  const display = ticket.display === undefined ? undefined : quantityText(ticket.pair, ticket.display)
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['ordertype', ticket.type],
    ['type', ticket.side],
    ['volume', textOf(params, 'volume') ?? quantityText(ticket.pair, ticket.quantity)],
    ['price', textOf(params, 'price') ?? (ticket.price === '0' ? undefined : ticket.price)],
    ['price2', textOf(params, 'price2') ?? (ticket.price2 === '0' ? undefined : ticket.price2)],
    ['displayvol', textOf(params, 'displayvol') ?? display],
    ['oflags', isPostOnly ? 'fciq,post' : 'fciq'],
    ['trigger', ticket.reference],
    ['timeinforce', ticket.timeInForce],
    ['expiretm', String(Math.floor(ticket.expiresAt / 1000))],
    ['userref', textOf(params, 'userref')],
    ['deadline', textOf(params, 'deadline')],
    ['validate', flagOf(params, 'validate') ? 'true' : undefined],
  ]
  return new Map(fields.flatMap(([name, value]): [string, Param][] => (value === undefined ? [] : [[name, value]])))
}
