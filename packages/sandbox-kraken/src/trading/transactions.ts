import type { Account } from '../accounts/account.ts'
import { createRateCounter } from '../accounts/rate-counter.ts'
import { ageCount, tiers } from '../accounts/tiers.ts'
import type { Exchange } from '../exchange.ts'
import { type KrakenError, krakenErrors } from '../kraken-error.ts'
import type { Pair } from '../pairs/pair.ts'
import type { OrderRecord } from './records.ts'

/**
 * Counts a transaction of the matching engine, whether it will be accepted or not; refused once the counter has reached the tier's threshold.
 * The counter is the account's and the pair's, whatever interface is used.
 */
export function countTransaction(exchange: Exchange, account: Account, pair: Pair, count: number): KrakenError | undefined {
  if (!exchange.isLimited) return undefined
  const { max, decayPerSecond } = tiers[account.tier].engine
  const now = exchange.clock.real()
  const counter = account.transactions.get(pair.market) ?? createRateCounter(decayPerSecond)
  account.transactions.set(pair.market, counter)
  if (counter.value(now) >= max) return krakenErrors.orderRateLimit
  counter.add(count, now)
  return undefined
}

/** What it adds to touch an order again so soon; canceling has no fixed part. */
export function changeCount(exchange: Exchange, transaction: 'amend' | 'edit' | 'cancel', order: OrderRecord): number {
  const age = (exchange.clock.real() - order.changedAt) / 1000
  return (transaction === 'cancel' ? 0 : 1) + ageCount(transaction, age)
}

/** Of a single cancel. */
export function countCancel(exchange: Exchange, account: Account, order: OrderRecord): KrakenError | undefined {
  return countTransaction(exchange, account, order.ticket.pair, changeCount(exchange, 'cancel', order))
}
