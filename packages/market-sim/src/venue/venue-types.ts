import type { Brand, Instrument, Lots, Money, Side, Ticks } from '@strategraph/market-model'

/** Microseconds since 1970-01-01 UTC: many things happen within a millisecond of a market. Exact in a double until the year 2255. */
export type Micros = Brand<number, 'Micros'>
/** Dense, from 0. */
export type AccountId = Brand<number, 'AccountId'>
/** Ascending from 1 over all markets of the venue, never used twice. */
export type VenueOrderId = Brand<number, 'VenueOrderId'>
/** Place of an instrument in the venue's list. */
export type MarketIndex = Brand<number, 'MarketIndex'>

/** What the venue accepts and charges in one market. */
export interface VenueInstrument extends Instrument {
  /** Parts per million of the notional: 2500 = 0.25 %. Rounded up to 10^-18 of the quote currency. */
  readonly makerFeePpm: number
  readonly takerFeePpm: number
  /** Largest quantity of one order, in base currency. */
  readonly maxQuantity?: string
}

/** `post_only`: nothing that takes. `limit_only`: no market orders. `cancel_only`: cancels only. `maintenance`: nothing at all, resting orders stay. */
export type MarketMode = 'online' | 'post_only' | 'limit_only' | 'cancel_only' | 'maintenance'

/** How far behind the best price since acceptance a trailing trigger stays. */
export type TrailingOffset = { readonly ticks: Ticks } | { readonly ppm: number }

/** Triggers look at the last trade price. A stop is hit by a price at or beyond it against the position, a take-profit the other way round. */
export type VenueOrderKind =
  | { readonly type: 'market' }
  /** `display`: iceberg, the quantity that others see; each new slice queues behind its level. */
  | { readonly type: 'limit'; readonly price: Ticks; readonly postOnly?: boolean; readonly display?: Lots }
  | { readonly type: 'stop'; readonly trigger: Ticks }
  | { readonly type: 'stop-limit'; readonly trigger: Ticks; readonly price: Ticks }
  | { readonly type: 'take-profit'; readonly trigger: Ticks }
  | { readonly type: 'take-profit-limit'; readonly trigger: Ticks; readonly price: Ticks }
  | { readonly type: 'trailing-stop'; readonly offset: TrailingOffset }
  /** The limit is the trigger price plus `limitOffset` (signed) at the moment of the trigger. */
  | { readonly type: 'trailing-stop-limit'; readonly offset: TrailingOffset; readonly limitOffset: Ticks }

export type VenueTimeInForce = 'gtc' | 'ioc' | 'fok' | 'gtd'

/** What happens to two orders of one account that would trade with each other. Default `cancel-newest`, as Kraken. */
export type SelfTradePrevention = 'cancel-newest' | 'cancel-oldest' | 'cancel-both'

export interface VenueOrderRequest {
  readonly account: AccountId
  readonly market: MarketIndex
  readonly side: Side
  readonly kind: VenueOrderKind
  readonly quantity: Lots
  /** Market buys only: spend at most so much of the quote currency, fee included; `quantity` is then only an upper bound. */
  readonly quoteBudget?: Money
  /** Default `gtc` for what rests, `ioc` for market orders. */
  readonly timeInForce?: VenueTimeInForce
  /** For `gtd`. */
  readonly expiresAt?: Micros
  /** Never beyond what the account holds of the base currency (sell) or owes of it (buy): the rest is cut off at acceptance and at each fill. */
  readonly reduceOnly?: boolean
  readonly selfTradePrevention?: SelfTradePrevention
  /** For whoever sent it: comes back in every view of the order. */
  readonly tag?: string
}

export type RejectCode =
  | 'UNKNOWN_MARKET'
  | 'UNKNOWN_ACCOUNT'
  | 'UNKNOWN_ORDER'
  | 'NOT_YOUR_ORDER'
  | 'MARKET_MODE'
  | 'INVALID_PRICE'
  | 'INVALID_QUANTITY'
  | 'INVALID_EXPIRY'
  | 'QUANTITY_BELOW_MINIMUM'
  | 'NOTIONAL_BELOW_MINIMUM'
  | 'QUANTITY_ABOVE_MAXIMUM'
  | 'INSUFFICIENT_FUNDS'
  | 'POST_ONLY_WOULD_TAKE'
  | 'FOK_NOT_FILLABLE'
  | 'REDUCE_ONLY_NOTHING_TO_REDUCE'
  | 'NO_LIQUIDITY'
  | 'TOO_MANY_ORDERS'
  /** A scenario refuses orders at random. */
  | 'VENUE_BUSY'

export interface Rejection {
  readonly ok: false
  readonly code: RejectCode
  readonly message: string
  readonly limit?: string
  readonly actual?: string
}

export type SubmitResult = { readonly ok: true; readonly orderId: VenueOrderId } | Rejection
export type CommandResult = { readonly ok: true } | Rejection

/** New remaining quantity keeps priority when it only shrinks; a new price or a larger quantity queues anew. Identity and fills stay. */
export interface AmendRequest {
  readonly account: AccountId
  readonly orderId: VenueOrderId
  /** Total quantity, filled part included. */
  readonly quantity?: Lots
  readonly price?: Ticks
  readonly trigger?: Ticks
  readonly display?: Lots
  /** Refuse instead of taking, for the new price. */
  readonly postOnly?: boolean
}

export type VenueOrderStatus = 'untriggered' | 'open' | 'filled' | 'canceled' | 'expired'

/** Why an order ended without being filled whole. */
export type EndReason =
  | 'USER'
  | 'IOC_REST'
  | 'EXPIRED'
  | 'SELF_TRADE'
  | 'POST_ONLY'
  | 'NO_FUNDS_AT_TRIGGER'
  | 'NOTHING_TO_REDUCE'
  | 'NO_LIQUIDITY'
  | 'CANCEL_AFTER'
  | 'VENUE'

/** Who cancels: the owner, the owner's dead man's switch, the exchange. */
export type CancelReason = Extract<EndReason, 'USER' | 'CANCEL_AFTER' | 'VENUE'>

/** One order as its owner sees it; a copy, plain data. */
export interface VenueOrder {
  readonly id: VenueOrderId
  readonly account: AccountId
  readonly market: MarketIndex
  readonly side: Side
  readonly kind: VenueOrderKind
  /** Present limit and trigger, where there is one (amended, trailed). */
  readonly price: Ticks | undefined
  readonly trigger: Ticks | undefined
  readonly timeInForce: VenueTimeInForce
  readonly expiresAt: Micros | undefined
  readonly reduceOnly: boolean
  readonly quantity: Lots
  readonly filled: Lots
  /** Notional and fees so far, quote currency. */
  readonly cost: Money
  readonly fee: Money
  readonly status: VenueOrderStatus
  readonly endReason: EndReason | undefined
  readonly acceptedAt: Micros
  readonly changedAt: Micros
  readonly tag: string | undefined
}

/** One execution: two orders met. */
export interface VenueTrade {
  /** Ascending from 1 per market. */
  readonly id: number
  readonly market: MarketIndex
  readonly time: Micros
  readonly price: Ticks
  readonly quantity: Lots
  readonly takerSide: Side
  readonly takerOrder: VenueOrderId
  readonly makerOrder: VenueOrderId
  readonly takerAccount: AccountId
  readonly makerAccount: AccountId
  readonly takerFee: Money
  readonly makerFee: Money
  /** What the taker came as; Kraken prints m or l. */
  readonly takerIsMarketOrder: boolean
}

/** A trade as those are told who hear very many: the object is used again for the next one, and fees are left out (see `Venue.tradeFee`). */
export type PassingTrade = Omit<VenueTrade, 'takerFee' | 'makerFee'>

export type OrderChange = 'accepted' | 'triggered' | 'amended' | 'filled' | 'trailed' | 'ended'

/** What one account's owner hears, in order, during the command that caused it. */
export interface AccountObserver {
  /** `filled`: part or all; `order.status` tells which. */
  onOrder?(order: VenueOrder, change: OrderChange): void
  /** After the order's own change. `liquidity` is this account's side of the trade. */
  onFill?(trade: VenueTrade, order: VenueOrder, liquidity: 'maker' | 'taker'): void
  onLedger?(entry: LedgerEntry): void
  /**
   * An order ended otherwise than by being filled whole. For owners of very many orders, beside `MarketObserver.onTrade`: nothing is copied for
   * it, and an account whose observer has no `onOrder` and no `onFill` costs no copies at all.
   */
  onEnd?(id: VenueOrderId, reason: EndReason): void
}

/** A change of one balance. The sum over all accounts and fees is 0, except for `deposit`. */
export interface LedgerEntry {
  /** Ascending from 1 over the venue. */
  readonly id: number
  readonly account: AccountId
  readonly time: Micros
  readonly asset: string
  readonly cause: 'deposit' | 'withdrawal' | 'trade'
  /** Signed, fee not included. */
  readonly amount: Money
  readonly fee: Money
  /** After it. */
  readonly balance: Money
  /** Of the market's trade. */
  readonly tradeId: number | undefined
}

/** What the public sees. */
export interface MarketObserver {
  onTrade?(trade: VenueTrade): void
  /** The same trades, before `onTrade`: nothing is made for it, so what is wanted later has to be copied. */
  onPassingTrade?(trade: PassingTrade): void
  /** A price level has a new quantity; 0 = gone. One that changes several times in a row, in one sweep, is told once. */
  onLevel?(market: MarketIndex, side: Side, price: Ticks, quantity: Lots): void
  onMode?(market: MarketIndex, mode: MarketMode): void
}

export interface Balance {
  readonly asset: string
  readonly total: Money
  /** In open orders. */
  readonly held: Money
}

export interface BookLevel {
  readonly price: Ticks
  /** Visible. */
  readonly quantity: Lots
  readonly orders: number
}

export interface AccountOptions {
  readonly name: string
  /** Asset to decimal text. */
  readonly balances: Readonly<Record<string, string>>
  readonly observer?: AccountObserver
  /** Open orders per market; default 10,000. */
  readonly maxOpenOrders?: number
  /** Instead of the instruments' fees, in all markets: a big trader's terms. */
  readonly feeTier?: FeeTier
}

/** Parts per million of the notional, as in `VenueInstrument`. */
export interface FeeTier {
  readonly makerPpm: number
  readonly takerPpm: number
}

/** Commands of anybody with an account; each happens whole, at `now`, before it returns. */
export interface VenueCommands {
  submit(request: VenueOrderRequest): SubmitResult
  amend(request: AmendRequest): CommandResult
  /** `reason` is what the owner is told; default USER. */
  cancel(account: AccountId, orderId: VenueOrderId, reason?: CancelReason): CommandResult
  /** Number of canceled orders; those of a market in maintenance stay. */
  cancelAll(account: AccountId, market?: MarketIndex, reason?: CancelReason): number
  /** Checks everything that `submit` checks, changes nothing. */
  validate(request: VenueOrderRequest): CommandResult
  /** Throws RangeError for balances that are no amounts, or debts, and for fees that are none. */
  openAccount(options: AccountOptions): AccountId
  /** A negative amount is a withdrawal. Throws RangeError for text that is no amount, and where more would leave than is free. */
  deposit(account: AccountId, asset: string, amount: string): void
}

/** The exchange: one engine behind both doors. Pure and deterministic: same commands at the same times, same bytes. */
export interface Venue extends VenueCommands {
  readonly instruments: readonly VenueInstrument[]
  readonly now: Micros
  /** Moves time forward, never back; orders that expire by then end, in the order of their expiry. */
  advance(to: Micros): void
  /** Earliest expiry of an open order; Infinity where there is none. */
  readonly nextExpiry: number
  marketOf(symbol: string): MarketIndex | undefined
  mode(market: MarketIndex): MarketMode
  setMode(market: MarketIndex, mode: MarketMode): void
  /** Refuses so many of a million submits with VENUE_BUSY, drawn from a seed of its own; 0 = none. */
  setRejection(ppm: number, seed: number): void

  // Cheap, no objects: agents ask these at every step. 0 = that side is empty, or nothing has traded yet.
  bestBid(market: MarketIndex): Ticks
  bestAsk(market: MarketIndex): Ticks
  bestBidQuantity(market: MarketIndex): Lots
  bestAskQuantity(market: MarketIndex): Lots
  lastPrice(market: MarketIndex): Ticks
  /** Free of holds, in lots (base asset) of this market. */
  freeBase(account: AccountId, market: MarketIndex): Lots
  /** Lots that the free quote currency buys at this price, taker fee included. */
  affordable(account: AccountId, market: MarketIndex, price: Ticks): Lots
  /** Whether free funds pay so many lots, taker fee included: the same as comparing with the two above, and cheaper. */
  affords(account: AccountId, market: MarketIndex, side: Side, price: Ticks, quantity: Lots): boolean
  openOrderCount(account: AccountId): number

  /** Best first, at most `levels`. */
  depth(market: MarketIndex, side: Side, levels: number): readonly BookLevel[]
  /** L3: every visible order of a side, by price and time. */
  queue(
    market: MarketIndex,
    side: Side,
    limit: number,
  ): readonly { readonly id: VenueOrderId; readonly price: Ticks; readonly quantity: Lots }[]
  /** Open or untriggered; ended orders are told once to their observer and then forgotten. */
  order(id: VenueOrderId): VenueOrder | undefined
  openOrders(account: AccountId): readonly VenueOrder[]
  balances(account: AccountId): readonly Balance[]
  balance(account: AccountId, asset: string): Balance
  accountName(account: AccountId): string
  /** What an account pays for such a trade. */
  tradeFee(trade: {
    readonly account: AccountId
    readonly market: MarketIndex
    readonly liquidity: 'maker' | 'taker'
    readonly price: Ticks
    readonly quantity: Lots
  }): Money
  readonly accountCount: number
  /** Collected fees by asset: the venue's own books. */
  fees(asset: string): Money

  observe(observer: MarketObserver): () => void
  observeAccount(account: AccountId, observer: AccountObserver): void
  /** Plain JSON-able data (money as text). Observers are not part of it. */
  snapshot(): VenueSnapshot
}

/** Plain JSON; only `restoreVenue` looks inside. */
export type VenueSnapshot = Readonly<Record<string, unknown>>

export interface VenueOptions {
  readonly instruments: readonly VenueInstrument[]
  readonly now: Micros
}
