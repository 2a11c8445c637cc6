import { moneyToText, notional } from '@strategraph/market-model'
import type { Lots, Money, Ticks } from '@strategraph/market-model'
import { buySide, sellSide } from '../order-book/order-book.ts'
import { prepareTaking } from './check-taking.ts'
import type { Taking } from './check-taking.ts'
import { isPrice, isQuantity } from './market-rules.ts'
import { reject } from './rejections.ts'
import { isMarketKind, isTrailing, isTriggerKind } from './triggers.ts'
import type { Account, Market, VenueState } from './venue-state.ts'
import type { Rejection, VenueOrderRequest } from './venue-types.ts'

/** A request that passed every check. */
export interface CheckedOrder {
  readonly ok: true
  readonly account: Account
  readonly market: Market
  /** Cut to what a reduce-only order may reduce and to what a budget buys. */
  readonly quantity: number
  /** What it does with the book now; undefined for orders that wait for their trigger. */
  readonly taking: Taking | undefined
}

/** Everything that may refuse an order, dearest last. Changes nothing. */
export function checkOrder(state: VenueState, request: VenueOrderRequest): CheckedOrder | Rejection {
  const market = state.markets[request.market]
  if (market === undefined) return reject('UNKNOWN_MARKET')
  const account = state.accounts[request.account]
  if (account === undefined) return reject('UNKNOWN_ACCOUNT')
  const { kind } = request
  const isWaiting = isTriggerKind(kind)
  // How large these are turns out when they meet the book and the account.
  const isCut = !isWaiting && (request.reduceOnly === true || request.quoteBudget !== undefined)
  const problem =
    checkMode(market, request) ??
    checkKind(request) ??
    checkQuantity(request) ??
    checkExpiry(state, request) ??
    (isCut ? undefined : checkSize(market, request.quantity, usualPrice(market, request))) ??
    checkRoom(account, market, request)
  if (problem !== undefined) return problem
  if (isWaiting) return { ok: true, account, market, quantity: request.quantity, taking: undefined }
  const taking = prepareTaking(account, market, {
    side: request.side,
    limit: kind.type === 'limit' ? kind.price : undefined,
    isPostOnly: kind.type === 'limit' && kind.postOnly === true,
    quantity: request.quantity,
    budget: request.quoteBudget,
    isWhole: request.timeInForce === 'fok',
    isReduceOnly: request.reduceOnly === true,
    selfTradePrevention: request.selfTradePrevention ?? 'cancel-newest',
  })
  if (!taking.ok) return taking
  const tooSmall = isCut ? checkSize(market, taking.quantity, usualPrice(market, request)) : undefined
  return tooSmall ?? { ok: true, account, market, quantity: taking.quantity, taking }
}

/** Minimums and maximum of the market; price 0 = not known yet. */
export function checkSize({ rules, instrument }: Market, quantity: number, price: number): Rejection | undefined {
  if (quantity < rules.minLots)
    return reject('QUANTITY_BELOW_MINIMUM', lots(instrument.minQuantity ?? instrument.lotSize, rules.perLot, quantity))
  if (quantity > rules.maxLots) {
    return reject('QUANTITY_ABOVE_MAXIMUM', lots(moneyToText((BigInt(rules.maxLots) * rules.perLot) as Money), rules.perLot, quantity))
  }
  if (price === 0 || rules.minNotional === 0n || price * quantity >= rules.minTickLots) return undefined
  const value = notional(price as Ticks, quantity as Lots, rules.perTickLot)
  if (value >= rules.minNotional) return undefined
  return reject('NOTIONAL_BELOW_MINIMUM', { limit: moneyToText(rules.minNotional), actual: moneyToText(value) })
}

function lots(limit: string, perLot: Money, quantity: number): { limit: string; actual: string } {
  return { limit, actual: moneyToText((BigInt(quantity) * perLot) as Money) }
}

function checkMode({ mode }: Market, { kind }: VenueOrderRequest): Rejection | undefined {
  const isTaken =
    mode === 'online' ||
    (mode === 'limit_only' && !isMarketKind(kind)) ||
    (mode === 'post_only' && kind.type === 'limit' && kind.postOnly === true)
  return isTaken ? undefined : reject('MARKET_MODE', { actual: mode })
}

function checkKind({ kind }: VenueOrderRequest): Rejection | undefined {
  if ('price' in kind && !isPrice(kind.price)) return reject('INVALID_PRICE', { actual: String(kind.price) })
  if ('trigger' in kind && !isPrice(kind.trigger)) return reject('INVALID_PRICE', { actual: String(kind.trigger) })
  if (isTrailing(kind)) {
    const { offset } = kind
    const isValid = 'ticks' in offset ? isPrice(offset.ticks) : Number.isInteger(offset.ppm) && offset.ppm >= 1 && offset.ppm < 1_000_000
    if (!isValid) return reject('INVALID_PRICE', { actual: String('ticks' in offset ? offset.ticks : offset.ppm) })
  }
  if ('limitOffset' in kind && !Number.isSafeInteger(kind.limitOffset)) return reject('INVALID_PRICE', { actual: String(kind.limitOffset) })
  return undefined
}

function checkQuantity({ kind, side, quantity, quoteBudget }: VenueOrderRequest): Rejection | undefined {
  if (!isQuantity(quantity)) return reject('INVALID_QUANTITY', { actual: String(quantity) })
  if (kind.type === 'limit' && kind.display !== undefined && !isDisplay(kind.display, quantity)) {
    return reject('INVALID_QUANTITY', { limit: String(quantity), actual: String(kind.display) })
  }
  if (quoteBudget === undefined) return undefined
  const isValid = kind.type === 'market' && side === 'buy' && quoteBudget > 0n
  return isValid ? undefined : reject('INVALID_QUANTITY', { actual: moneyToText(quoteBudget) })
}

export function isDisplay(display: number, quantity: number): boolean {
  return isQuantity(display) && display <= quantity
}

function checkExpiry(state: VenueState, { timeInForce, expiresAt, kind }: VenueOrderRequest): Rejection | undefined {
  if (timeInForce !== 'gtd') return expiresAt === undefined ? undefined : reject('INVALID_EXPIRY', { actual: String(expiresAt) })
  const isValid = kind.type !== 'market' && expiresAt !== undefined && Number.isSafeInteger(expiresAt) && expiresAt > state.now
  return isValid ? undefined : reject('INVALID_EXPIRY', { limit: String(state.now), actual: String(expiresAt) })
}

function checkRoom(account: Account, market: Market, { kind, timeInForce }: VenueOrderRequest): Rejection | undefined {
  const mayRest = isTriggerKind(kind) || (kind.type === 'limit' && timeInForce !== 'ioc' && timeInForce !== 'fok')
  const open = account.openOrders[market.index] ?? 0
  if (!mayRest || open < account.maxOpenOrders) return undefined
  return reject('TOO_MANY_ORDERS', { limit: String(account.maxOpenOrders), actual: String(open) })
}

/** What the smallest notional is measured at: the limit, the trigger, for market orders the best price on the other side. */
function usualPrice({ book, lastPrice }: Market, { kind, side }: VenueOrderRequest): number {
  if ('price' in kind) return kind.price
  if ('trigger' in kind) return kind.trigger
  return kind.type === 'market' ? book.bestOf(side === 'buy' ? sellSide : buySide) : lastPrice
}
