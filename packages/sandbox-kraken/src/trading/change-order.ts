import type { Lots, Ticks } from '@strategraph/market-model'
import type { Account } from '../accounts/account.ts'
import { type Exchange, lastPrice } from '../exchange.ts'
import { invalidArgument, KrakenError, krakenErrors } from '../kraken-error.ts'
import { parseSteps } from '../pairs/pair.ts'
import { isId } from '../wire/ids.ts'
import { flagOf, type Params, textOf } from '../wire/params.ts'
import { endOrder } from './account-log.ts'
import { resolvePrice } from './order-prices.ts'
import { modeError, modeOf } from './market-modes.ts'
import { hasLimit, isTriggered } from './order-ticket.ts'
import { findByClientId, rejectionError } from './place-order.ts'
import { filledOf, type OrderRecord } from './records.ts'

export function cancelOrder(exchange: Exchange, account: Account, order: OrderRecord, reason = 'User requested'): KrakenError | undefined {
  if (order.view === undefined) {
    endOrder(exchange, account, order, 'canceled', reason)
    return undefined
  }
  if (modeOf(exchange, order.ticket.pair) === 'maintenance') return krakenErrors.unavailable
  order.cancelReason = reason
  const result = exchange.market.door.cancel(account.venueAccount, order.view.id)
  if (result.ok) return undefined
  order.cancelReason = undefined
  return rejectionError(exchange, order.ticket, result)
}

/** Number of canceled orders. */
export function cancelAll(exchange: Exchange, account: Account, reason?: string): number {
  return [...account.open.values()].filter((order) => cancelOrder(exchange, account, order, reason) === undefined).length
}

/** An id, a client's own id, or a userref, which may stand for several orders. */
export function findOrders(account: Account, reference: string): readonly OrderRecord[] | KrakenError {
  if (isId(reference, 'O')) {
    const order = account.open.get(reference)
    return order === undefined ? krakenErrors.unknownOrder : [order]
  }
  if (!/^-?\d{1,10}$/.test(reference)) return krakenErrors.invalidOrder
  const orders = [...account.open.values()].filter((order) => order.ticket.userref === Number(reference))
  return orders.length === 0 ? krakenErrors.unknownOrder : orders
}

export function findByEitherId(account: Account, id: string | undefined, clientOrderId: string | undefined): OrderRecord | KrakenError {
  if (id === undefined && clientOrderId === undefined) return krakenErrors.invalidArguments
  const order = id === undefined ? findByClientId(account, clientOrderId ?? '') : account.open.get(id)
  return order ?? krakenErrors.unknownOrder
}

/** Reads AmendOrder's changes (`order_qty`, `limit_price`, `trigger_price`, `display_qty`, `post_only`) and makes them at the engine. */
export function amendOrder(exchange: Exchange, account: Account, order: OrderRecord, params: Params): KrakenError | undefined {
  const { ticket, view } = order
  if (view === undefined) return krakenErrors.invalidArguments
  const mode = modeOf(exchange, ticket.pair)
  if (mode === 'cancel_only' || mode === 'maintenance') return modeError(mode)
  const changes = readChanges(exchange, order, params)
  if (changes instanceof KrakenError) return changes
  // Less than what is filled: the rest is canceled.
  if (changes.quantity !== undefined && changes.quantity <= filledOf(order)) return cancelOrder(exchange, account, order)
  const result = exchange.market.door.amend({ account: account.venueAccount, orderId: view.id, ...changes })
  return result.ok ? undefined : rejectionError(exchange, ticket, result)
}

interface Changes {
  readonly quantity?: Lots
  readonly price?: Ticks
  readonly trigger?: Ticks
  readonly display?: Lots
  readonly postOnly?: boolean
}

function readChanges(exchange: Exchange, { ticket }: OrderRecord, params: Params): Changes | KrakenError {
  const { pair, type, side } = ticket
  const context = { type, side, last: lastPrice(exchange, pair) }
  const quantity = readQuantity(params, 'order_qty', ticket)
  const display = readQuantity(params, 'display_qty', ticket)
  if (quantity instanceof KrakenError) return quantity
  if (display instanceof KrakenError) return display
  if (display !== undefined && type !== 'iceberg') return invalidArgument('display_qty')
  const limitText = textOf(params, 'limit_price')
  const triggerText = textOf(params, 'trigger_price')
  const isTrailing = type.startsWith('trailing')
  if (limitText !== undefined && (!hasLimit(type) || isTrailing)) return invalidArgument('limit_price')
  if (triggerText !== undefined && (!isTriggered(type) || isTrailing)) return invalidArgument('trigger_price')
  const price = limitText === undefined ? undefined : resolvePrice(limitText, 'price', context, pair)
  const trigger = triggerText === undefined ? undefined : resolvePrice(triggerText, 'price', context, pair)
  if (price instanceof KrakenError) return price
  if (trigger instanceof KrakenError) return trigger
  if (quantity === undefined && display === undefined && price === undefined && trigger === undefined) return krakenErrors.invalidArguments
  return {
    ...(quantity === undefined ? {} : { quantity }),
    ...(display === undefined ? {} : { display }),
    ...(price === undefined ? {} : { price }),
    ...(trigger === undefined ? {} : { trigger }),
    ...(flagOf(params, 'post_only') ? { postOnly: true } : {}),
  }
}

function readQuantity(params: Params, name: string, { pair }: OrderRecord['ticket']): Lots | undefined | KrakenError {
  const text = textOf(params, name)
  if (text === undefined) return undefined
  const quantity = parseSteps(text, pair.lot)
  return typeof quantity === 'number' && quantity > 0 ? (quantity as Lots) : invalidArgument(name)
}
