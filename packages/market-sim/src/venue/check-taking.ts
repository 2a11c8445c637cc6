import { moneyToText } from '@strategraph/market-model'
import type { Money, Side } from '@strategraph/market-model'
import { buySide, highestPrice, lowestPrice, orderFlag, sellSide } from '../order-book/order-book.ts'
import { lotsFor } from './market-rules.ts'
import { reject } from './rejections.ts'
import { paidWith, termsOf } from './venue-state.ts'
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
  /** Reserves what it may cost; a market buy is paid from what is free. */
  readonly holds: boolean
}

/** Cuts the quantity and checks funds and liquidity against the book as it is. Changes nothing. */
export function prepareTaking(account: Account, market: Market, request: TakingRequest): Taking | Rejection {
  const { book } = market
  const { side, limit, isPostOnly } = request
  const bookSide = side === 'buy' ? buySide : sellSide
  const best = book.bestOf(1 - bookSide)
  if (limit === undefined && best === 0) return reject('NO_LIQUIDITY')
  if (limit !== undefined && isPostOnly && book.crosses(bookSide, limit)) {
    return reject('POST_ONLY_WOULD_TAKE', { limit: String(best), actual: String(limit) })
  }
  if (limit !== undefined && !hasRoomAt(market, limit, request.quantity)) return reject('QUANTITY_ABOVE_MAXIMUM')
  const quantity = request.isReduceOnly ? Math.min(request.quantity, reducibleLots(account, market, side)) : request.quantity
  if (quantity === 0) return reject('REDUCE_ONLY_NOTHING_TO_REDUCE')
  if (side === 'buy' && limit === undefined) return prepareMarketBuy(account, market, request, quantity)
  const bound = limit ?? lowestPrice
  const price = limit ?? best
  return (
    checkFunds(account, market, side, quantity, price, isPostOnly) ??
    checkWhole(account, market, request, quantity, bound) ?? { ok: true, quantity, limit: bound, holds: true }
  )
}

/** Whether what an order of so many lots would hold is free. */
export function checkFunds(
  account: Account,
  market: Market,
  side: Side,
  lots: number,
  price: number,
  isPostOnly: boolean,
): Rejection | undefined {
  const asset = paidWith(market, side)
  const nearest = nearestHold(account, market, side, lots, price, isPostOnly)
  if (account.funds.compare(asset, nearest, nearest) > 0) return undefined
  return shortage(account, asset, (BigInt(lots) * holdPerLot(account, market, side, price, isPostOnly)) as Money)
}

/** What an order holds for so many lots, as a double with an error of some 10^-16 of it. */
export function nearestHold(account: Account, market: Market, side: Side, lots: number, price: number, isPostOnly: boolean): number {
  if (side === 'sell') return lots * market.rules.nearestPerLot
  const { maker, taker } = termsOf(account, market)
  return (isPostOnly ? maker : taker).nearestCostOf(price, lots)
}

/** What an order holds for each lot that is not filled yet. */
export function holdPerLot(account: Account, market: Market, side: Side, price: number, isPostOnly: boolean): Money {
  if (side === 'sell') return market.rules.perLot
  const { maker, taker } = termsOf(account, market)
  return (isPostOnly ? maker : taker).costPerLot(price)
}

/** Levels are sums of lots in doubles: beyond 2^53 they would not be exact. */
export function hasRoomAt({ book }: Market, price: number, quantity: number): boolean {
  return Number.isSafeInteger(book.visibleAt(price) + quantity)
}

/** Lots that a reduce-only order may trade. Balances are never negative here, so a buy never reduces anything. */
export function reducibleLots(account: Account, market: Market, side: Side): number {
  return side === 'buy' ? 0 : lotsFor(account.funds.free(market.base), market.rules.perLot)
}

export function shortage(account: Account, asset: number, needed: Money): Rejection | undefined {
  const free = account.funds.free(asset)
  return needed <= free ? undefined : reject('INSUFFICIENT_FUNDS', { limit: moneyToText(free), actual: moneyToText(needed) })
}

export function stpFlag(mode: SelfTradePrevention): number {
  if (mode === 'cancel-newest') return 0
  return mode === 'cancel-oldest' ? orderFlag.cancelOldest : orderFlag.cancelBoth
}

/** Nothing is held for a market buy: it is paid from what is free, so what it will take is added up before. */
function prepareMarketBuy(account: Account, market: Market, request: TakingRequest, wanted: number): Taking | Rejection {
  const { budget } = request
  const tooMuch = budget === undefined ? undefined : shortage(account, market.quote, budget)
  if (tooMuch !== undefined) return tooMuch
  const { lots, cost, isCutByBudget } = planMarketBuy(account, market, request, wanted)
  const quantity = isCutByBudget ? lots : wanted
  return (
    shortage(account, market.quote, cost) ??
    checkWhole(account, market, request, quantity, highestPrice) ?? {
      ok: true,
      quantity,
      limit: highestPrice,
      holds: false,
    }
  )
}

function planMarketBuy(
  account: Account,
  market: Market,
  { budget, selfTradePrevention }: TakingRequest,
  wanted: number,
): { readonly lots: number; readonly cost: Money; readonly isCutByBudget: boolean } {
  const { book } = market
  const fee = termsOf(account, market).taker
  const offeredLots = book.walk(buySide, highestPrice, wanted, ownerOf(account), stpFlag(selfTradePrevention))
  let lots = 0
  let cost = 0n
  for (let step = 0; step < book.steps.length; step += 2) {
    const perLot = fee.costPerLot(book.steps[step] ?? 0)
    const offered = book.steps[step + 1] ?? 0
    const taken = budget === undefined ? offered : Math.min(offered, lotsFor((budget - cost) as Money, perLot))
    lots += taken
    cost += BigInt(taken) * perLot
    if (taken < offered) break
  }
  return { lots, cost: cost as Money, isCutByBudget: lots < offeredLots }
}

function checkWhole(account: Account, { book }: Market, request: TakingRequest, quantity: number, limit: number): Rejection | undefined {
  if (!request.isWhole) return undefined
  const side = request.side === 'buy' ? buySide : sellSide
  const fillable = book.walk(side, limit, quantity, ownerOf(account), stpFlag(request.selfTradePrevention))
  return fillable >= quantity ? undefined : reject('FOK_NOT_FILLABLE', { limit: String(fillable), actual: String(quantity) })
}

/** The book's owner 0 is nobody. */
export function ownerOf(account: Account): number {
  return account.id + 1
}
