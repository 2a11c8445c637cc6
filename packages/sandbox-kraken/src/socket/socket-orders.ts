import type { Account, ApiKey } from '../accounts/account.ts'
import { isAllowed, type Need } from '../accounts/permissions.ts'
import type { Exchange } from '../exchange.ts'
import { invalidArgument, KrakenError, krakenErrors } from '../kraken-error.ts'
import { addOrder, addOrders } from '../trading/add-orders.ts'
import { amendOrder, cancelAll, cancelOrder, findByEitherId, findOrders } from '../trading/change-order.ts'
import { setDeadManSwitch } from '../trading/dead-man-switch.ts'
import { editOrder } from '../trading/edit-order.ts'
import { type Arrival, parseDeadline } from '../trading/parse-order.ts'
import { findByClientId } from '../trading/place-order.ts'
import type { OrderRecord } from '../trading/records.ts'
import { changeCount, countCancel, countTransaction } from '../trading/transactions.ts'
import { isId } from '../wire/ids.ts'
import { type Params, textOf, textsOf } from '../wire/params.ts'
import { secondText } from '../wire/time-text.ts'
import type { WireValue } from '../wire/wire-json.ts'
import { batchOfSocket, editOfSocket, orderOfSocket } from './socket-order-params.ts'

export interface SocketCall {
  readonly exchange: Exchange
  readonly account: Account
  readonly key: ApiKey
  readonly params: Params
  readonly arrival: Arrival
}

/** One answer, or for `cancel_order` one for each order. */
export type SocketResult = WireValue | KrakenError
export interface SocketMethod {
  readonly need: Need
  handle(call: SocketCall): readonly SocketResult[]
}

const modify: Need = [['modify-trades']]
const close: Need = [['close-trades'], ['modify-trades']]

export const orderMethods: ReadonlyMap<string, SocketMethod> = new Map<string, SocketMethod>([
  ['add_order', { need: modify, handle: (call) => [add(call)] }],
  ['batch_add', { need: modify, handle: (call) => [batchAdd(call)] }],
  ['amend_order', { need: close, handle: (call) => [amend(call)] }],
  ['edit_order', { need: [['modify-trades', 'close-trades']], handle: (call) => [edit(call)] }],
  ['cancel_order', { need: close, handle: cancel }],
  ['batch_cancel', { need: close, handle: (call) => [batchCancel(call)] }],
  ['cancel_all', { need: close, handle: ({ exchange, account }) => [{ count: cancelAll(exchange, account) }] }],
  ['cancel_all_orders_after', { need: close, handle: (call) => [cancelAfter(call)] }],
])

export function callMethod(method: SocketMethod, call: SocketCall): readonly SocketResult[] {
  return isAllowed(method.need, call.key.permissions) ? method.handle(call) : [krakenErrors.permissionDenied]
}

const pairOf = ({ exchange, params }: SocketCall) => exchange.pairs.bySymbol(textOf(params, 'symbol') ?? '') ?? krakenErrors.unknownPair

function add(call: SocketCall): SocketResult {
  const pair = pairOf(call)
  if (pair instanceof KrakenError) return pair
  const order = addOrder(call.exchange, call.account, pair, orderOfSocket(call.params), call.arrival)
  return order instanceof KrakenError ? order : placed(order)
}

function placed({ id, ticket }: OrderRecord): WireValue {
  return {
    ...(ticket.validateOnly ? {} : { order_id: id }),
    ...(ticket.clientOrderId === undefined ? {} : { cl_ord_id: ticket.clientOrderId }),
    ...(ticket.userref === undefined ? {} : { order_userref: ticket.userref }),
  }
}

function batchAdd(call: SocketCall): SocketResult {
  const pair = pairOf(call)
  if (pair instanceof KrakenError) return pair
  const orders = addOrders(call.exchange, call.account, pair, batchOfSocket(call.params), call.arrival)
  if (orders instanceof KrakenError) return orders
  return orders.map((order) => (order instanceof KrakenError ? { error: order.text } : placed(order)))
}

function amend({ exchange, account, params, arrival }: SocketCall): SocketResult {
  const [id, clientOrderId] = [textOf(params, 'order_id'), textOf(params, 'cl_ord_id')]
  const order = findByEitherId(account, id, clientOrderId)
  if (order instanceof KrakenError) return order
  const refusal = countTransaction(exchange, account, order.ticket.pair, changeCount(exchange, 'amend', order))
  const deadline = refusal ?? parseDeadline(textOf(params, 'deadline'), arrival.at, arrival.deadlines)
  if (deadline instanceof KrakenError) return deadline
  if (exchange.clock.now() > deadline) return krakenErrors.deadlineElapsed
  const error = amendOrder(exchange, account, order, params)
  return (
    error ?? {
      amend_id: exchange.ids.next('T'),
      ...(id === undefined ? {} : { order_id: id }),
      ...(clientOrderId === undefined ? {} : { cl_ord_id: clientOrderId }),
    }
  )
}

function edit({ exchange, account, params, arrival }: SocketCall): SocketResult {
  const order = account.open.get(textOf(params, 'order_id') ?? '')
  if (order === undefined) return krakenErrors.unknownOrder
  const edited = editOrder(exchange, account, order, editOfSocket(params, order.ticket.type), arrival)
  return edited instanceof KrakenError ? edited : { order_id: edited.id, original_order_id: order.id }
}

function cancel({ exchange, account, params }: SocketCall): readonly SocketResult[] {
  const found: (OrderRecord | KrakenError)[] = []
  for (const id of textsOf(params, 'order_id') ?? []) found.push(account.open.get(id) ?? krakenErrors.unknownOrder)
  for (const id of textsOf(params, 'cl_ord_id') ?? []) found.push(findByClientId(account, id) ?? krakenErrors.unknownOrder)
  for (const reference of textsOf(params, 'order_userref') ?? []) {
    const orders = findOrders(account, reference)
    if (orders instanceof KrakenError) found.push(orders)
    else found.push(...orders)
  }
  if (found.length === 0) return [krakenErrors.invalidArguments]
  return found.map((order) => {
    if (order instanceof KrakenError) return order
    const { clientOrderId } = order.ticket
    const error = countCancel(exchange, account, order) ?? cancelOrder(exchange, account, order)
    return error ?? { order_id: order.id, ...(clientOrderId === undefined ? {} : { cl_ord_id: clientOrderId }) }
  })
}

function batchCancel({ exchange, account, params }: SocketCall): SocketResult {
  const references = textsOf(params, 'orders') ?? []
  const clientOrderIds = textsOf(params, 'cl_ord_id') ?? []
  const size = references.length + clientOrderIds.length
  if (size < 2 || size > 50) return invalidArgument('orders')
  const orders = new Set<OrderRecord>()
  for (const reference of references.filter((text) => isId(text, 'O') || /^-?\d+$/.test(text))) {
    const found = findOrders(account, reference)
    if (!(found instanceof KrakenError)) for (const order of found) orders.add(order)
  }
  for (const id of clientOrderIds) {
    const order = findByClientId(account, id)
    if (order !== undefined) orders.add(order)
  }
  const errors = [...orders].map((order) => {
    countCancel(exchange, account, order)
    return cancelOrder(exchange, account, order)
  })
  return { count: errors.filter((error) => error === undefined).length }
}

function cancelAfter({ exchange, account, params }: SocketCall): SocketResult {
  const trigger = setDeadManSwitch(exchange, account, textOf(params, 'timeout'))
  if (trigger instanceof KrakenError) return trigger
  return { currentTime: secondText(exchange.clock.now()), triggerTime: trigger === 0 ? '0' : secondText(trigger) }
}
