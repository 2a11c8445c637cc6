import { invalidArgument, KrakenError, krakenErrors } from '../kraken-error.ts'
import { findByClientId } from '../trading/place-order.ts'
import type { OrderRecord } from '../trading/records.ts'
import { isId } from '../wire/ids.ts'
import { flagOf, type Params, textOf, textsOf } from '../wire/params.ts'
import type { WireValue } from '../wire/wire-json.ts'
import { ledgerRecord, orderRecord, tradeRecord } from './order-record.ts'
import { pageOf } from './paging.ts'
import type { PrivateCall, PrivateEndpoint, RestResult } from './rest-call.ts'

export const historyEndpoints: Readonly<Record<string, PrivateEndpoint>> = {
  OpenOrders: {
    need: [['query-open-trades']],
    cost: 1,
    handle(call) {
      const withTrades = flagOf(call.params, 'trades')
      const orders = [...call.account.open.values()]
        .reverse()
        .filter((order) => matches(order, call.params) && isVisible(call, order.openedAt))
      return { open: byId(orders, (order) => orderRecord(order, { withTrades })) }
    },
  },
  ClosedOrders: { need: [['query-closed-trades']], cost: 1, handle: closedOrders },
  QueryOrders: { need: [['query-open-trades'], ['query-closed-trades']], cost: 1, handle: queryOrders },
  TradesHistory: {
    need: [['query-closed-trades']],
    cost: 2,
    handle(call) {
      const withLedgers = flagOf(call.params, 'ledgers')
      const found = pageOf(visible(call, call.account.fills.newest()), call.params, timesOf, timeIn(call.account.fills))
      if (found instanceof KrakenError) return found
      return { trades: byId(found.page, (fill) => tradeRecord(fill, { withLedgers })), ...countOf(call.params, found.count) }
    },
  },
  QueryTrades: {
    need: [['query-closed-trades']],
    cost: 1,
    handle({ account, params }) {
      const fills = (textsOf(params, 'txid') ?? []).map((id) => account.fills.get(id)).filter((fill) => fill !== undefined)
      return fills.length === 0
        ? krakenErrors.invalidArguments
        : byId(fills, (fill) => tradeRecord(fill, { withLedgers: flagOf(params, 'ledgers') }))
    },
  },
  Ledgers: {
    need: [['query-ledger']],
    cost: 2,
    handle(call) {
      const { account, params, exchange } = call
      const type = textOf(params, 'type') ?? 'all'
      const names = textsOf(params, 'asset')?.filter((name) => name !== 'all')
      const assets = names === undefined || names.length === 0 ? undefined : names.map((name) => exchange.pairs.asset(name)?.symbol)
      const entries = [...account.ledger.newest()].filter(
        (entry) => (type === 'all' || entry.type === type) && (assets === undefined || assets.includes(entry.asset)),
      )
      const found = pageOf(visible(call, entries), params, timesOf, timeIn(account.ledger))
      if (found instanceof KrakenError) return found
      return { ledger: byId(found.page, (entry) => ledgerRecord(entry, exchange.pairs)), ...countOf(params, found.count) }
    },
  },
  QueryLedgers: {
    need: [['query-ledger']],
    cost: 1,
    handle({ account, params, exchange }) {
      const entries = (textsOf(params, 'id') ?? []).map((id) => account.ledger.get(id)).filter((entry) => entry !== undefined)
      return entries.length === 0 ? invalidArgument('id') : byId(entries, (entry) => ledgerRecord(entry, exchange.pairs))
    },
  },
}

function closedOrders(call: PrivateCall): RestResult {
  const { account, params } = call
  const withTrades = flagOf(params, 'trades')
  const times = timesToSearch[textOf(params, 'closetime') ?? 'both']
  if (times === undefined) return invalidArgument('closetime')
  const orders = [...account.closed.newest()].filter((order) => matches(order, params) && isVisible(call, order.closedAt ?? 0))
  const found = pageOf(orders, params, times, (id) => (account.closed.get(id) ?? account.open.get(id))?.openedAt)
  if (found instanceof KrakenError) return found
  return { closed: byId(found.page, (order) => orderRecord(order, { withTrades })), ...countOf(params, found.count) }
}

const timesToSearch: Readonly<Record<string, (order: OrderRecord) => readonly number[]>> = {
  open: ({ openedAt }) => [openedAt],
  close: ({ closedAt }) => [closedAt ?? 0],
  both: ({ openedAt, closedAt }) => [openedAt, closedAt ?? 0],
}

/** Orders by id, open or closed. Of several, unknown ones are left out; a single unknown one is an error. */
function queryOrders(call: PrivateCall): RestResult {
  const { account, params } = call
  const ids = textsOf(params, 'txid') ?? []
  const clientOrderId = textOf(params, 'cl_ord_id')
  if (ids.length === 0 && clientOrderId === undefined) return krakenErrors.invalidArguments
  if (ids.length > 50) return invalidArgument('txid')
  if (ids.some((id) => !isId(id, 'O'))) return krakenErrors.invalidOrder
  const byClientId = clientOrderId === undefined || ids.length > 0 ? undefined : findByClientId(account, clientOrderId)
  const found = byClientId === undefined ? ids.map((id) => account.open.get(id) ?? account.closed.get(id)) : [byClientId]
  const orders = found.filter((order) => order !== undefined).filter((order) => isVisible(call, order.openedAt))
  if (orders.length === 0) return krakenErrors.unknownOrder
  return byId(
    orders.filter((order) => matches(order, new Map([['userref', textOf(params, 'userref') ?? '']]))),
    (order) => orderRecord(order, { withTrades: flagOf(params, 'trades') }),
  )
}

function matches({ ticket }: OrderRecord, params: Params): boolean {
  const [userref, clientOrderId] = [textOf(params, 'userref'), textOf(params, 'cl_ord_id')]
  return (
    (userref === undefined || String(ticket.userref) === userref) && (clientOrderId === undefined || ticket.clientOrderId === clientOrderId)
  )
}

/** A fault can make new records late. */
function isVisible({ exchange, endpoint }: PrivateCall, time: number): boolean {
  const lag = exchange.lagOf(endpoint)
  return lag === 0 || time <= (exchange.clock.now() - lag) * 1000
}

const visible = <T extends { readonly time: number }>(call: PrivateCall, records: Iterable<T>) =>
  [...records].filter(({ time }) => isVisible(call, time))

const timesOf = ({ time }: { readonly time: number }) => [time]
const timeIn = (records: { get(id: string): { readonly time: number } | undefined }) => (id: string) => records.get(id)?.time
const countOf = (params: Params, count: number) => (flagOf(params, 'without_count') ? {} : { count })

function byId<T extends { readonly id: string }>(records: readonly T[], print: (record: T) => WireValue): WireValue {
  return Object.fromEntries(records.map((record) => [record.id, print(record)]))
}
