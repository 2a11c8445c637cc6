import { highestPrice, lowestPrice, orderFlag } from '../order-book/order-book.ts'
import { ownerOf, prepareTaking, stpFlag } from './check-taking.ts'
import type { CheckedOrder } from './check-order.ts'
import type { Taking } from './check-taking.ts'
import { end, enter, settle, sideNumber } from './settle.ts'
import { isTriggerKind, watch } from './triggers.ts'
import { nothing, release } from './venue-state.ts'
import type { Market, OrderRecord, VenueState } from './venue-state.ts'
import type { EndReason, RejectCode, VenueOrderId, VenueOrderRequest } from './venue-types.ts'

/** Accepts a checked order, trades what crosses and runs the triggers that the trades hit. */
export function accept(state: VenueState, request: VenueOrderRequest, checked: CheckedOrder): OrderRecord {
  const order = makeOrder(state, request, checked)
  enter(state, order)
  // A trailing order is told of with the trigger that it starts with.
  if (checked.taking === undefined) watch(state, order)
  state.outbox.order(order, 'accepted')
  if (checked.taking !== undefined) take(state, order, checked.taking)
  runTriggered(state, checked.market)
  return order
}

/** Executes what is hit, one after another; their trades may hit more. Every order triggers once at most, so this ends. */
export function runTriggered(state: VenueState, market: Market): void {
  const { hit } = market.triggers
  for (let index = 0; index < hit.length; index += 1) {
    const order = hit[index]
    if (order !== undefined) trigger(state, order)
  }
  // Setting a length is dear, even where it is 0 already.
  if (hit.length > 0) hit.length = 0
}

/** Gives an order to the book: reserves its funds, trades, and settles. */
export function take(state: VenueState, order: OrderRecord, taking: Taking): void {
  const { market, account } = order
  order.isHolding = taking.holds
  release(order, -taking.quantity)
  const handle = market.book.submit(
    sideNumber(order.side),
    taking.limit,
    taking.quantity,
    ownerOf(account),
    stpFlag(order.selfTradePrevention) |
      (order.price === 0 || order.timeInForce === 'ioc' || order.timeInForce === 'fok' ? orderFlag.immediate : 0),
    order.display,
  )
  order.handle = handle
  market.records[handle] = order
  settle(state, market)
}

function trigger(state: VenueState, order: OrderRecord): void {
  const { kind, market, account } = order
  order.status = 'open'
  order.changedAt = state.now
  if (kind.type === 'trailing-stop-limit') order.price = Math.max(lowestPrice, Math.min(highestPrice, order.trigger + kind.limitOffset))
  state.outbox.order(order, 'triggered')
  const taking = prepareTaking(account, market, {
    side: order.side,
    limit: order.price === 0 ? undefined : order.price,
    isPostOnly: false,
    quantity: order.quantity,
    budget: undefined,
    isWhole: order.timeInForce === 'fok',
    isReduceOnly: order.reduceOnly,
    selfTradePrevention: order.selfTradePrevention,
  })
  if (!taking.ok) return end(state, order, 'canceled', triggerFailure(taking.code))
  order.quantity = taking.quantity
  take(state, order, taking)
}

function triggerFailure(code: RejectCode): EndReason {
  if (code === 'INSUFFICIENT_FUNDS') return 'NO_FUNDS_AT_TRIGGER'
  return code === 'REDUCE_ONLY_NOTHING_TO_REDUCE' ? 'NOTHING_TO_REDUCE' : 'NO_LIQUIDITY'
}

function makeOrder(state: VenueState, request: VenueOrderRequest, { account, market, quantity }: CheckedOrder): OrderRecord {
  const { kind } = request
  state.lastOrderId += 1
  return {
    id: state.lastOrderId as VenueOrderId,
    account,
    market,
    side: request.side,
    // The caller may use its request again.
    kind: { ...kind },
    isPostOnly: kind.type === 'limit' && kind.postOnly === true,
    timeInForce: kind.type === 'market' && request.timeInForce !== 'fok' ? 'ioc' : (request.timeInForce ?? 'gtc'),
    expiresAt: request.expiresAt,
    reduceOnly: request.reduceOnly === true,
    selfTradePrevention: request.selfTradePrevention ?? 'cancel-newest',
    tag: request.tag,
    acceptedAt: state.now,
    changedAt: state.now,
    quantity,
    filled: 0,
    tickLots: 0,
    takerTickLots: 0,
    costBefore: nothing,
    feeBefore: nothing,
    price: 'price' in kind ? kind.price : 0,
    trigger: 'trigger' in kind ? kind.trigger : 0,
    extreme: 0,
    display: kind.type === 'limit' ? (kind.display ?? 0) : 0,
    status: isTriggerKind(kind) ? 'untriggered' : 'open',
    endReason: undefined,
    handle: 0,
    isHolding: false,
    previous: undefined,
    next: undefined,
  }
}
