import { moneyToText } from '@strategraph/market-model'
import type { Money, Side } from '@strategraph/market-model'
import { buySide, highestPrice, lowestPrice, orderFlag, sellSide } from '../order-book/order-book.ts'
import { costPerLot, lotsFor } from './market-rules.ts'
import { reject } from './rejections.ts'
import { freeOf, nothing } from './venue-state.ts'
import type { Account, Market } from './venue-state.ts'
import type { Rejection, SelfTradePrevention } from './venue-types.ts'

/** A market or limit order that is about to meet the book: a new one, or one that was triggered. */
export interface TakingRequest {
  readonly side: Side
  /** undefined = market order. */
  readonly limit: number | undefined
  readonly isPostOnly: boolean
  readonly quantity: number
  readonly budget: Money | undefined
  readonly isWhole: boolean
  readonly isReduceOnly: boolean
  readonly selfTradePrevention: SelfTradePrevention
}

/** Affordable and possible: what to give to the book. */
export interface Taking {
  readonly ok: true
  readonly quantity: number
  /** The book's limit; a market order's is the end of the price range. */
  readonly limit: number
  /** For the smallest notional: the limit, or the best price on the other side. */
  readonly price: number
  readonly heldPerLot: Money
}

/** Cuts the quantity and checks funds and liquidity against the book as it is. Changes nothing. */
export function prepareTaking(account: Account, market: Market, request: TakingRequest): Taking | Rejection {
  const { book, rules } = market
  const { side, limit, isPostOnly } = request
  const bookSide = side === 'buy' ? buySide : sellSide
  const best = book.bestOf(1 - bookSide)
  if (limit === undefined && best === 0) return reject('NO_LIQUIDITY')
  if (limit !== undefined && isPostOnly && book.crosses(bookSide, limit)) {
    return reject('POST_ONLY_WOULD_TAKE', { limit: String(best), actual: String(limit) })
  }
  if (limit !== undefined && !hasRoomAt(market, limit, request.quantity)) return reject('QUANTITY_ABOVE_MAXIMUM')
  const reducible = request.isReduceOnly ? reducibleLots(account, market, side) : request.quantity
  if (reducible === 0) return reject('REDUCE_ONLY_NOTHING_TO_REDUCE')
  const wanted = { ...request, quantity: Math.min(request.quantity, reducible) }
  const price = limit ?? best
  const bound = limit ?? (side === 'buy' ? highestPrice : lowestPrice)
  if (side === 'buy' && limit === undefined) return prepareMarketBuy(account, market, wanted, price)
  const heldPerLot = side === 'buy' ? costPerLot(rules, price, isPostOnly ? rules.makerPpm : rules.takerPpm) : rules.perLot
  const short = shortage(account, side === 'buy' ? market.quote : market.base, (BigInt(wanted.quantity) * heldPerLot) as Money)
  if (short !== undefined) return short
  return checkWhole(market, account, wanted, bound) ?? { ok: true, quantity: wanted.quantity, limit: bound, price, heldPerLot }
}

/** Levels are sums of lots in doubles: beyond 2^53 they would not be exact. */
export function hasRoomAt({ book }: Market, price: number, quantity: number): boolean {
  return Number.isSafeInteger(book.visibleAt(price) + quantity)
}

/** Lots that a reduce-only order may trade. Balances are never negative here, so a buy never reduces anything. */
export function reducibleLots(account: Account, market: Market, side: Side): number {
  return side === 'buy' ? 0 : lotsFor(freeOf(account, market.base), market.rules.perLot)
}

export function shortage(account: Account, asset: number, needed: Money): Rejection | undefined {
  const free = freeOf(account, asset)
  return needed <= free ? undefined : reject('INSUFFICIENT_FUNDS', { limit: moneyToText(free), actual: moneyToText(needed) })
}

export function stpFlag(mode: SelfTradePrevention): number {
  if (mode === 'cancel-newest') return 0
  return mode === 'cancel-oldest' ? orderFlag.cancelOldest : orderFlag.cancelBoth
}

/** Nothing is held for a market buy: it is paid from what is free, so the orders that it will meet are added up before. */
function prepareMarketBuy(account: Account, market: Market, request: TakingRequest, price: number): Taking | Rejection {
  const free = freeOf(account, market.quote)
  const { budget } = request
  if (budget !== undefined && budget > free) return reject('INSUFFICIENT_FUNDS', { limit: moneyToText(free), actual: moneyToText(budget) })
  const { lots, cost, isCutByBudget } = planMarketBuy(account, market, request)
  const short = shortage(account, market.quote, cost)
  if (short !== undefined) return short
  const quantity = isCutByBudget ? lots : request.quantity
  const wanted = { ...request, quantity }
  return checkWhole(market, account, wanted, highestPrice) ?? { ok: true, quantity, limit: highestPrice, price, heldPerLot: nothing }
}

function planMarketBuy(
  account: Account,
  { book, rules }: Market,
  { quantity, budget, selfTradePrevention }: TakingRequest,
): { readonly lots: number; readonly cost: Money; readonly isCutByBudget: boolean } {
  const offeredLots = book.walk(buySide, highestPrice, quantity, ownerOf(account), stpFlag(selfTradePrevention))
  let lots = 0
  let cost = 0n
  for (let step = 0; step < book.steps.length; step += 2) {
    const perLot = costPerLot(rules, book.steps[step] ?? 0, rules.takerPpm)
    const offered = book.steps[step + 1] ?? 0
    const taken = budget === undefined ? offered : Math.min(offered, lotsFor((budget - cost) as Money, perLot))
    lots += taken
    cost += BigInt(taken) * perLot
    if (taken < offered) break
  }
  return { lots, cost: cost as Money, isCutByBudget: lots < offeredLots }
}

function checkWhole({ book }: Market, account: Account, request: TakingRequest, limit: number): Rejection | undefined {
  if (!request.isWhole) return undefined
  const side = request.side === 'buy' ? buySide : sellSide
  const fillable = book.walk(side, limit, request.quantity, ownerOf(account), stpFlag(request.selfTradePrevention))
  if (fillable >= request.quantity) return undefined
  return reject('FOK_NOT_FILLABLE', { limit: String(fillable), actual: String(request.quantity) })
}

/** The book's owner 0 is nobody. */
export function ownerOf(account: Account): number {
  return account.id + 1
}
