import type { Money, Side } from '@strategraph/market-model'
import type { OrderBook } from '../order-book/order-book.ts'
import type { RandomState } from '../random.ts'
import type { Expiries } from './expiries.ts'
import type { MarketRules } from './market-rules.ts'
import type { Outbox } from './outbox.ts'
import type { Triggers } from './triggers.ts'
import type {
  AccountId,
  AccountObserver,
  EndReason,
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
  readonly orders: Map<VenueOrderId, OrderRecord>
  readonly expiries: Expiries
  readonly outbox: Outbox
  /** By asset. */
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
  /** By asset; `held` is the part of `total` that open orders have reserved. */
  readonly total: Money[]
  readonly held: Money[]
  /** By market. */
  readonly openOrders: number[]
  readonly observers: AccountObserver[]
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
  readonly timeInForce: VenueTimeInForce
  readonly expiresAt: Micros | undefined
  readonly reduceOnly: boolean
  readonly selfTradePrevention: SelfTradePrevention
  readonly tag: string | undefined
  readonly acceptedAt: number
  changedAt: number
  quantity: number
  filled: number
  cost: Money
  fee: Money
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
  /** Reserved for each lot that is not filled yet: quote currency of a buy, base currency of a sell. */
  heldPerLot: Money
  /** Neighbours in the account's list. */
  previous: OrderRecord | undefined
  next: OrderRecord | undefined
}

export const nothing = 0n as Money

export function totalOf(account: Account, asset: number): Money {
  return account.total[asset] ?? nothing
}

export function heldOf(account: Account, asset: number): Money {
  return account.held[asset] ?? nothing
}

export function freeOf(account: Account, asset: number): Money {
  return (totalOf(account, asset) - heldOf(account, asset)) as Money
}

/** The asset that an order pays with. */
export function paidWith(market: Market, side: Side): number {
  return side === 'buy' ? market.quote : market.base
}

/** Reserves, or with a negative number of lots gives back, what an order holds for so many lots. */
export function hold(order: OrderRecord, lots: number): void {
  if (order.heldPerLot === 0n || lots === 0) return
  const asset = paidWith(order.market, order.side)
  order.account.held[asset] = (heldOf(order.account, asset) + BigInt(lots) * order.heldPerLot) as Money
}

export function assetIndex(state: VenueState, asset: string): number {
  const known = state.assets.indexOf(asset)
  return known >= 0 ? known : state.assets.push(asset) - 1
}
