import type { Lots, Money, Ticks } from '@strategraph/market-model'
import type { VenueOrder } from '@strategraph/market-sim'
import type { OrderTicket } from './order-ticket.ts'

/** `pending`: scheduled for later. `closed`: filled whole. */
export type OrderStatus = 'pending' | 'open' | 'closed' | 'canceled' | 'expired'

/** One order as its owner sees it; changes until it ends. Times in microseconds of the exchange's clock. */
export interface OrderRecord {
  readonly id: string
  /** Replaced by an amend. */
  ticket: OrderTicket
  readonly openedAt: number
  /** The order whose conditional close this one is. */
  readonly refid: string | undefined
  /** Last state that the engine told; undefined while pending. */
  view: VenueOrder | undefined
  status: OrderStatus
  /** Placed or amended last, milliseconds of the real clock: the age that rate limits look at. */
  changedAt: number
  closedAt: number | undefined
  reason: string | undefined
  isAmended: boolean
  readonly trades: string[]
  /** Why we cancel it, told with its end. */
  cancelReason: string | undefined
}

/** One execution of one order. */
export interface FillRecord {
  readonly id: string
  readonly order: OrderRecord
  readonly time: number
  readonly tradeId: number
  readonly price: Ticks
  readonly quantity: Lots
  readonly cost: Money
  readonly fee: Money
  readonly liquidity: 'maker' | 'taker'
  /** Of the order, this fill included. */
  readonly filled: Lots
  readonly totalCost: Money
  readonly totalFee: Money
  readonly ledgers: string[]
}

export interface LedgerRecord {
  readonly id: string
  /** Of the fill or deposit that caused it. */
  readonly refid: string
  readonly time: number
  readonly type: 'deposit' | 'withdrawal' | 'trade' | 'adjustment'
  /** "BTC" */
  readonly asset: string
  readonly amount: Money
  readonly fee: Money
  readonly balance: Money
}

/** What happened to an account, in order; the private channels of WebSocket v2 are made from it. */
export type AccountEvent = { readonly seq: number; readonly time: number } & (
  | { readonly type: 'pending_new' | 'new' | 'status' | 'amended' | 'filled' | 'canceled' | 'expired'; readonly order: OrderRecord }
  | { readonly type: 'trade'; readonly order: OrderRecord; readonly fill: FillRecord }
  | { readonly type: 'ledger'; readonly entry: LedgerRecord }
  /** A conditional close that could not be placed. */
  | { readonly type: 'close_refused'; readonly order: OrderRecord; readonly error: string }
)

export const filledOf = (order: OrderRecord): Lots => order.view?.filled ?? (0 as Lots)
export const costOf = (order: OrderRecord): Money => order.view?.cost ?? (0n as Money)
export const feeOf = (order: OrderRecord): Money => order.view?.fee ?? (0n as Money)
