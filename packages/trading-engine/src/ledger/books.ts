import type { InstrumentId, Money, OrderId, Ticks, Time } from '@strategraph/market-model'
import { money } from '../market/amounts.ts'
import type { Market } from '../market/market.ts'
import { inMoney, type Whole } from '../market/whole.ts'

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
  /** Entry fee of what is left. */
  fee: Money
}

/** All open lots of one instrument, oldest first. */
export interface Book {
  readonly market: Market
  readonly lots: Lot[]
  /** Signed sum of the lots. */
  net: number
  /** Sum of signed lots x entry price: what the position would have to be worth to break even, fees aside. In ticks x lots. */
  signedCost: Whole
  /** What fills of this instrument moved between the accounts, in ticks x lots; fees aside. */
  readonly moved: { cash: Whole; invested: Whole; realized: Whole; spotCash: Whole }
  /** Row in which the position was opened from flat or turned round; -1 when flat. */
  openedRow: number
}

/** The accounts of the double entry. Each posting keeps cash + invested + fees = flows + realized. Computed when read. */
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

/** Money that did not come from price x quantity: deposits and fees. An account is this and what its books moved. */
export type Settled = { -readonly [Name in keyof Accounts]: Money }

type MovedAccount = keyof Book['moved']

/** What is settled of an account and what the books moved. */
export function accountOver(name: MovedAccount, settled: Settled, books: readonly Book[]): Money {
  let amount: bigint = settled[name]
  for (const { moved, market } of books) if (moved[name] !== 0) amount += inMoney(moved[name], market.perTickLot)
  return money(amount)
}

/** Accounts over the books; writing one (only tests do) changes what is settled. */
export function accountsOver(settled: Settled, books: readonly Book[]): Accounts {
  const sum = (name: MovedAccount) => accountOver(name, settled, books)
  const set = (name: MovedAccount, amount: Money) => {
    settled[name] = money(settled[name] + amount - sum(name))
  }
  return {
    get cash() {
      return sum('cash')
    },
    set cash(amount) {
      set('cash', amount)
    },
    get invested() {
      return sum('invested')
    },
    set invested(amount) {
      set('invested', amount)
    },
    get realized() {
      return sum('realized')
    },
    set realized(amount) {
      set('realized', amount)
    },
    get spotCash() {
      return sum('spotCash')
    },
    set spotCash(amount) {
      set('spotCash', amount)
    },
    get fees() {
      return settled.fees
    },
    set fees(amount) {
      settled.fees = amount
    },
    get flows() {
      return settled.flows
    },
    set flows(amount) {
      settled.flows = amount
    },
  }
}
