import type { Money } from '@strategraph/market-model'
import { checkSize, isDisplay } from './check-order.ts'
import { hasRoomAt, holdPerLot, nearestHold, reducibleLots, shortage } from './check-taking.ts'
import { runTriggered, take } from './execute.ts'
import { isPrice, isQuantity } from './market-rules.ts'
import { reject } from './rejections.ts'
import { settle, sideNumber } from './settle.ts'
import { isTrailing, lookAll } from './triggers.ts'
import { paidWith, release } from './venue-state.ts'
import type { OrderRecord, VenueState } from './venue-state.ts'
import type { AmendRequest, CommandResult, Rejection } from './venue-types.ts'

/** Changes an order of the account that sent this, or refuses and changes nothing. */
export function amendOrder(state: VenueState, order: OrderRecord, request: AmendRequest): CommandResult {
  const { mode } = order.market
  if (mode === 'cancel_only' || mode === 'maintenance') return reject('MARKET_MODE', { actual: mode })
  const problem = checkNumbers(order, request)
  if (problem !== undefined) return problem
  return order.status === 'untriggered' ? amendUntriggered(state, order, request) : amendOpen(state, order, request)
}

function checkNumbers(order: OrderRecord, { quantity, price, trigger, display }: AmendRequest): Rejection | undefined {
  const isWaiting = order.status === 'untriggered'
  if (price !== undefined && (!isPrice(price) || order.price === 0)) return reject('INVALID_PRICE', { actual: String(price) })
  if (trigger !== undefined && (!isPrice(trigger) || !isWaiting || isTrailing(order.kind)))
    return reject('INVALID_PRICE', { actual: String(trigger) })
  if (quantity !== undefined && (!isQuantity(quantity) || quantity <= order.filled)) {
    return reject('INVALID_QUANTITY', { limit: String(order.filled), actual: String(quantity) })
  }
  if (display !== undefined && (isWaiting || !isDisplay(display, quantity ?? order.quantity))) {
    return reject('INVALID_QUANTITY', { actual: String(display) })
  }
  return undefined
}

function amendUntriggered(state: VenueState, order: OrderRecord, { quantity, price, trigger }: AmendRequest): CommandResult {
  const [newQuantity, newPrice, newTrigger] = [quantity ?? order.quantity, price ?? order.price, trigger ?? order.trigger]
  const problem = checkSize(order.market, newQuantity, newPrice === 0 ? newTrigger : newPrice)
  if (problem !== undefined) return problem
  order.quantity = newQuantity
  order.price = newPrice
  order.trigger = newTrigger
  order.changedAt = state.now
  state.outbox.order(order, 'amended')
  lookAll(state, order.market)
  runTriggered(state, order.market)
  return { ok: true }
}

function amendOpen(state: VenueState, order: OrderRecord, request: AmendRequest): CommandResult {
  const { market, account, filled, isPostOnly } = order
  const { book } = market
  const price = request.price ?? order.price
  const before = order.quantity - filled
  const wanted = (request.quantity ?? order.quantity) - filled
  const rest = order.reduceOnly ? Math.min(wanted, before + reducibleLots(account, market, order.side)) : wanted
  const sizeProblem = checkSize(market, filled + rest, price)
  if (sizeProblem !== undefined) return sizeProblem
  if (!hasRoomAt(market, price, rest)) return reject('QUANTITY_ABOVE_MAXIMUM')
  if (price !== order.price && book.crosses(sideNumber(order.side), price)) {
    if (isPostOnly || request.postOnly === true) return reject('POST_ONLY_WOULD_TAKE', { actual: String(price) })
    if (market.mode === 'post_only') return reject('MARKET_MODE', { actual: market.mode })
  }
  const short = checkFundsOfChange(order, before, rest, price)
  if (short !== undefined) return short

  const display = request.display ?? order.display
  // A larger slice begins with the next one, so it needs no new place.
  const keepsPlace = price === order.price && rest <= before
  release(order, before)
  order.quantity = filled + rest
  order.price = price
  order.display = display
  order.changedAt = state.now
  state.outbox.order(order, 'amended')
  if (keepsPlace) {
    release(order, -rest)
    book.reduce(order.handle, rest, display)
    settle(state, market)
    return { ok: true }
  }
  market.records[order.handle] = undefined
  book.cancel(order.handle)
  settle(state, market)
  take(state, order, { ok: true, quantity: rest, limit: price, holds: true })
  runTriggered(state, market)
  return { ok: true }
}

/** Whether the funds are free that an order needs more than it holds. */
function checkFundsOfChange(order: OrderRecord, before: number, rest: number, price: number): Rejection | undefined {
  const { account, market, side, isPostOnly } = order
  const asset = paidWith(market, side)
  const needed = nearestHold(account, market, side, rest, price, isPostOnly)
  const freed = nearestHold(account, market, side, before, order.price, isPostOnly)
  if (account.funds.compare(asset, needed - freed, needed + freed) > 0) return undefined
  const more =
    BigInt(rest) * holdPerLot(account, market, side, price, isPostOnly) -
    BigInt(before) * holdPerLot(account, market, side, order.price, isPostOnly)
  // What frees funds needs none, whatever else the account has.
  return more > 0n ? shortage(account, asset, more as Money) : undefined
}
