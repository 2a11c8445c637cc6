import type { Need } from '../accounts/permissions.ts'
import { KrakenError, krakenErrors } from '../kraken-error.ts'
import type { Pair } from '../pairs/pair.ts'
import { addOrder, addOrders } from '../trading/add-orders.ts'
import { amendOrder, cancelAll, cancelOrder, findByEitherId, findOrders } from '../trading/change-order.ts'
import { setDeadManSwitch } from '../trading/dead-man-switch.ts'
import { describeOrder, volumeText } from '../trading/describe-order.ts'
import { editOrder } from '../trading/edit-order.ts'
import { type Arrival, parseDeadline, restDeadlines } from '../trading/parse-order.ts'
import { findByClientId } from '../trading/place-order.ts'
import type { OrderRecord } from '../trading/records.ts'
import { changeCount, countCancel, countTransaction } from '../trading/transactions.ts'
import { isId } from '../wire/ids.ts'
import { textOf, textsOf } from '../wire/params.ts'
import { secondText } from '../wire/time-text.ts'
import type { WireObject, WireValue } from '../wire/wire-json.ts'
import type { PrivateCall, PrivateEndpoint, RestResult } from './rest-call.ts'

export const modify: Need = [['modify-trades']]
export const close: Need = [['close-trades'], ['modify-trades']]
export const modifyAndClose: Need = [['modify-trades', 'close-trades']]

/** Orders count at the matching engine, not on the key's call counter. */
export const orderEndpoints: Readonly<Record<string, PrivateEndpoint>> = {
  AddOrder: { need: modify, cost: 0, handle: add },
  AddOrderBatch: { need: modify, cost: 0, handle: addBatch },
  AmendOrder: { need: close, cost: 0, handle: amend },
  EditOrder: { need: modifyAndClose, cost: 0, handle: edit },
  CancelOrder: { need: close, cost: 0, handle: cancel },
  CancelOrderBatch: { need: close, cost: 0, handle: cancelBatch },
  CancelAll: { need: close, cost: 1, handle: ({ exchange, account }) => ({ count: cancelAll(exchange, account) }) },
  CancelAllOrdersAfter: {
    need: close,
    cost: 1,
    handle({ exchange, account, params }) {
      const trigger = setDeadManSwitch(exchange, account, textOf(params, 'timeout'))
      if (trigger instanceof KrakenError) return trigger
      return { currentTime: secondText(exchange.clock.now()), triggerTime: trigger === 0 ? '0' : secondText(trigger) }
    },
  },
}

function pairOf({ exchange, params }: PrivateCall): Pair | KrakenError {
  const name = textOf(params, 'pair')
  if (name === undefined) return krakenErrors.invalidArguments
  return exchange.pairs.find(name) ?? krakenErrors.unknownPair
}

const arrivalOf = ({ arrivedAt }: PrivateCall): Arrival => ({ at: arrivedAt, deadlines: restDeadlines })

function descriptionOf({ ticket }: OrderRecord): WireObject {
  return { order: describeOrder(ticket), ...(ticket.close === undefined ? {} : { close: ticket.close.text }) }
}

function add(call: PrivateCall): RestResult {
  const pair = pairOf(call)
  if (pair instanceof KrakenError) return pair
  const order = addOrder(call.exchange, call.account, pair, call.params, arrivalOf(call))
  if (order instanceof KrakenError) return order
  return { descr: descriptionOf(order), ...(order.ticket.validateOnly ? {} : { txid: [order.id] }) }
}

function addBatch(call: PrivateCall): RestResult {
  const pair = pairOf(call)
  if (pair instanceof KrakenError) return pair
  const orders = addOrders(call.exchange, call.account, pair, call.params, arrivalOf(call))
  if (orders instanceof KrakenError) return orders
  const row = (order: OrderRecord | KrakenError): WireValue =>
    order instanceof KrakenError
      ? { error: order.text }
      : { ...(order.ticket.validateOnly ? {} : { txid: order.id }), descr: descriptionOf(order) }
  return { orders: orders.map(row) }
}

function amend({ exchange, account, params, arrivedAt }: PrivateCall): RestResult {
  const order = findByEitherId(account, textOf(params, 'txid'), textOf(params, 'cl_ord_id'))
  if (order instanceof KrakenError) return order
  const refusal = countTransaction(exchange, account, order.ticket.pair, changeCount(exchange, 'amend', order))
  const deadline = refusal ?? parseDeadline(textOf(params, 'deadline'), arrivedAt, restDeadlines)
  if (deadline instanceof KrakenError) return deadline
  if (exchange.clock.now() > deadline) return krakenErrors.deadlineElapsed
  return amendOrder(exchange, account, order, params) ?? { amend_id: exchange.ids.next('T') }
}

function edit(call: PrivateCall): RestResult {
  const { exchange, account, params } = call
  const reference = textOf(params, 'txid')
  const pair = pairOf(call)
  if (pair instanceof KrakenError) return pair
  const orders = reference === undefined ? krakenErrors.invalidArguments : findOrders(account, reference)
  if (orders instanceof KrakenError) return orders
  const [order] = orders
  if (order === undefined || orders.length > 1 || order.ticket.pair !== pair) return krakenErrors.invalidOrder
  const edited = editOrder(exchange, account, order, params, arrivalOf(call))
  if (edited instanceof KrakenError) return edited
  const { ticket } = edited
  return {
    status: 'ok',
    ...(ticket.validateOnly ? {} : { txid: edited.id }),
    originaltxid: order.id,
    ...(ticket.userref === undefined ? {} : { newuserref: String(ticket.userref) }),
    ...(order.ticket.userref === undefined ? {} : { olduserref: String(order.ticket.userref) }),
    volume: volumeText(ticket),
    price: ticket.price,
    price2: ticket.price2,
    orders_cancelled: ticket.validateOnly ? 0 : 1,
    descr: { order: describeOrder(ticket) },
  }
}

function cancel({ exchange, account, params }: PrivateCall): RestResult {
  const [reference, clientOrderId] = [textOf(params, 'txid'), textOf(params, 'cl_ord_id')]
  if (reference === undefined && clientOrderId === undefined) return krakenErrors.invalidArguments
  const byClientId = clientOrderId === undefined ? undefined : findByClientId(account, clientOrderId)
  const orders =
    reference !== undefined ? findOrders(account, reference) : byClientId === undefined ? krakenErrors.unknownOrder : [byClientId]
  if (orders instanceof KrakenError) return orders
  return countOrError(orders.map((order) => countCancel(exchange, account, order) ?? cancelOrder(exchange, account, order)))
}

/** Up to 50 of either kind of id; unknown ones are passed over. */
function cancelBatch({ exchange, account, params }: PrivateCall): RestResult {
  const references = textsOf(params, 'orders') ?? []
  const clientOrderIds = textsOf(params, 'cl_ord_ids') ?? textsOf(params, 'cl_ord_id') ?? []
  if (references.length + clientOrderIds.length === 0 || references.length + clientOrderIds.length > 50)
    return krakenErrors.invalidArguments
  const orders = new Set<OrderRecord>()
  for (const reference of references) {
    const found = isId(reference, 'O') || /^-?\d+$/.test(reference) ? findOrders(account, reference) : findByClientId(account, reference)
    if (found === undefined || found instanceof KrakenError) continue
    for (const order of Array.isArray(found) ? found : [found]) orders.add(order)
  }
  for (const id of clientOrderIds) {
    const order = findByClientId(account, id)
    if (order !== undefined) orders.add(order)
  }
  // A batch is accepted whole, whatever the counter says afterwards.
  const results = [...orders].map((order) => {
    countCancel(exchange, account, order)
    return cancelOrder(exchange, account, order)
  })
  return { count: results.filter((result) => result === undefined).length }
}

function countOrError(results: readonly (KrakenError | undefined)[]): RestResult {
  const count = results.filter((result) => result === undefined).length
  return count > 0 ? { count } : (results.find((result) => result !== undefined) ?? { count })
}
