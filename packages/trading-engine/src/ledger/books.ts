import type { InstrumentId, Money, OrderId, Ticks, Time } from '@strategraph/market-model'
import type { Market } from '../market/market.ts'

/** What one entry fill left open. `lots` and `fee` shrink as pieces of it are closed. */
export interface Lot {
  readonly orderId: OrderId
  readonly side: 'long' | 'short'
  readonly price: Ticks
  /** Row of the market's execution feed in which it was opened. */
  readonly row: number
  readonly time: Time
  /** > 0 */
  lots: number
  /** Entry value (price x lots) of what is left. */
  value: Money
  /** Entry fee of what is left. */
  fee: Money
}

/** All open lots of one instrument, oldest first. */
export interface Book {
  readonly market: Market
  readonly lots: Lot[]
  /** Signed sum of the lots. */
  net: number
  /** Sum of signed lots x entry price, in money: what the position would have to be worth to break even, fees aside. */
  signedCost: Money
  /** Row in which the position was opened from flat or turned round; -1 when flat. */
  openedRow: number
}

/** The accounts of the double entry. Each posting keeps cash + invested + fees = flows + realized. */
export interface Accounts {
  /** Free money: the entry value of every open lot, long or short, is invested and not in here. */
  cash: Money
  /** Entry value of the open lots; a short posts its entry value as collateral. */
  invested: Money
  /** Paid so far. */
  fees: Money
  /** Gross profit of closed pieces. */
  realized: Money
  /** Initial money + deposits - withdrawals. */
  flows: Money
  /** Cash as a spot account would count it: what buys cost and sells brought in, fees taken. Kept apart from the lots, as the other side of the check. */
  spotCash: Money
}

export type Books = ReadonlyMap<InstrumentId, Book>
