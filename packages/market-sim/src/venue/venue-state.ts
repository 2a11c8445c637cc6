import type { Money, Side } from '@strategraph/market-model'
import type { OrderBook } from '../order-book/order-book.ts'
import type { RandomState } from '../random.ts'
import type { Expiries } from './expiries.ts'
import type { FeeTerms } from './fee-terms.ts'
import type { Funds } from './funds.ts'
import type { MarketRules } from './market-rules.ts'
import type { OrderIndex } from './order-index.ts'
import type { AccountAudience, Outbox } from './outbox.ts'
import type { Triggers } from './triggers.ts'
import type {
  AccountId,
  EndReason,
  FeeTier,
  MarketIndex,
  MarketMode,
  Micros,
  SelfTradePrevention,
  VenueInstrument,
  VenueOrderId,
  VenueOrderKind,
  VenueOrderStatus,
  VenueTimeInForce,
} from './venue-types.ts'

/** Everything a venue is; changed in place by one command at a time. */
export interface VenueState {
  readonly markets: readonly Market[]
  /** Of the instruments, then those that accounts brought. */
  readonly assets: string[]
  readonly accounts: Account[]
  readonly orders: OrderIndex
  readonly expiries: Expiries
  readonly outbox: Outbox
  /** By asset: the markets that trade it. */
  readonly marketsOf: readonly (readonly Market[])[]
  /** By asset; what accounts have not turned into money yet is not in it (see `collectedFees`). */
  readonly fees: Money[]
  now: number
  lastOrderId: number
  lastLedgerId: number
  readonly rejection: { ppm: number; random: RandomState }
}

export interface Market {
  readonly index: MarketIndex
  readonly instrument: VenueInstrument
  readonly rules: MarketRules
  /** Of accounts without a tier of their own. */
  readonly terms: FeeTerms
  /** Places in `VenueState.assets`. */
  readonly base: number
  readonly quote: number
  readonly book: OrderBook
  /** By the handle that the book gave the order. */
  readonly records: (OrderRecord | undefined)[]
  readonly triggers: Triggers
  mode: MarketMode
  /** 0 = nothing has traded yet. */
  lastPrice: number
  tradeCount: number
}

export interface Account {
  readonly id: AccountId
  readonly name: string
  readonly maxOpenOrders: number
  readonly feeTier: FeeTier | undefined
  /** By market. */
  readonly terms: readonly FeeTerms[]
  readonly funds: Funds
  /** By market. */
  readonly openOrders: number[]
  readonly audience: AccountAudience
  /** Open and untriggered orders in order of acceptance, linked. */
  first: OrderRecord | undefined
  last: OrderRecord | undefined
  openCount: number
}

/** An order that is open, untriggered, or just ending. */
export interface OrderRecord {
  readonly id: VenueOrderId
  readonly account: Account
  readonly market: Market
  readonly side: Side
  readonly kind: VenueOrderKind
  readonly isPostOnly: boolean
  readonly timeInForce: VenueTimeInForce
  readonly expiresAt: Micros | undefined
  readonly reduceOnly: boolean
  readonly selfTradePrevention: SelfTradePrevention
  readonly tag: string | undefined
  readonly acceptedAt: number
  changedAt: number
  quantity: number
  filled: number
  /** Of its fills: ticks x lots, and of those as taker; `costBefore` and `feeBefore` is what these do not say. */
  tickLots: number
  takerTickLots: number
  costBefore: Money
  feeBefore: Money
  /** 0 = none, for these four. */
  price: number
  trigger: number
  /** Of a trailing order: the best price since acceptance. */
  extreme: number
  display: number
  status: VenueOrderStatus
  endReason: EndReason | undefined
  /** In the book of its market; 0 = not there. */
  handle: number
  /** Funds are reserved for each lot that is not filled yet: quote currency of a buy, base currency of a sell. */
  isHolding: boolean
  /** Neighbours in the account's list. */
  previous: OrderRecord | undefined
  next: OrderRecord | undefined
}

export const nothing = 0n as Money

export function termsOf(account: Account, market: Market): FeeTerms {
  return account.terms[market.index] ?? market.terms
}

/** The asset that an order pays with. */
export function paidWith(market: Market, side: Side): number {
  return side === 'buy' ? market.quote : market.base
}

/** What an order holds for so many lots is free again; for a negative number it is reserved. */
export function release(order: OrderRecord, lots: number): void {
  if (lots !== 0 && order.isHolding) order.account.funds.hold(order.market, order.side, -lots, order.price, order.isPostOnly)
}

/** Of all fills so far: notional, and fees. */
export function costOf({ market, costBefore, tickLots }: OrderRecord): Money {
  return (costBefore + BigInt(tickLots) * market.rules.perTickLot) as Money
}

export function feeOf({ account, market, feeBefore, tickLots, takerTickLots }: OrderRecord): Money {
  const { maker, taker } = termsOf(account, market)
  return (feeBefore + BigInt(takerTickLots) * taker.perTickLot + BigInt(tickLots - takerTickLots) * maker.perTickLot) as Money
}

export function assetIndex(state: VenueState, asset: string): number {
  const known = state.assets.indexOf(asset)
  return known >= 0 ? known : state.assets.push(asset) - 1
}
