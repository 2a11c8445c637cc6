import type { Account } from '../accounts/account.ts'
import { type Exchange, lastPrice } from '../exchange.ts'
import { invalidArgument, KrakenError, krakenErrors } from '../kraken-error.ts'
import type { Pair } from '../pairs/pair.ts'
import { isGroup, listOf, type Param, type Params } from '../wire/params.ts'
import type { OrderTicket } from './order-ticket.ts'
import { type Arrival, parseOrder } from './parse-order.ts'
import { placeOrder } from './place-order.ts'
import type { OrderRecord } from './records.ts'
import { countTransaction } from './transactions.ts'

/** One order in AddOrder's words. */
export function addOrder(exchange: Exchange, account: Account, pair: Pair, params: Params, arrival: Arrival): OrderRecord | KrakenError {
  const refusal = countTransaction(exchange, account, pair, 1)
  if (refusal !== undefined) return refusal
  const ticket = parseOrder(params, { pair, last: lastPrice(exchange, pair), now: arrival.at, deadlines: arrival.deadlines })
  return ticket instanceof KrakenError ? ticket : placeOrder(exchange, account, ticket)
}

/**
 * 2 to 15 orders of one pair. One that is malformed refuses the whole batch; one that the engine refuses only itself. `deadline` and
 * `validate` are the batch's.
 */
export function addOrders(
  exchange: Exchange,
  account: Account,
  pair: Pair,
  params: Params,
  arrival: Arrival,
): readonly (OrderRecord | KrakenError)[] | KrakenError {
  const orders = listOf(params, 'orders')
  if (orders === undefined || orders.length < 2 || orders.length > 15) return invalidArgument('orders')
  const refusal = countTransaction(exchange, account, pair, orders.length / 2)
  if (refusal !== undefined) return refusal
  const shared = ['deadline', 'validate'].flatMap((name): [string, Param][] => {
    const value = params.get(name)
    return value === undefined ? [] : [[name, value]]
  })
  const tickets: OrderTicket[] = []
  for (const order of orders) {
    if (!isGroup(order)) return krakenErrors.invalidArguments
    const context = { pair, last: lastPrice(exchange, pair), now: arrival.at, deadlines: arrival.deadlines }
    const ticket = parseOrder(new Map([...order, ...shared]), context)
    if (ticket instanceof KrakenError) return ticket
    tickets.push(ticket)
  }
  return tickets.map((ticket) => placeOrder(exchange, account, ticket))
}
