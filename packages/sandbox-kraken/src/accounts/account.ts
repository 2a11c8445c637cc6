import type { AccountId, MarketIndex } from '@strategraph/market-sim'
import { createHistory, type History } from '../trading/history.ts'
import type { AccountEvent, FillRecord, LedgerRecord, OrderRecord } from '../trading/records.ts'
import type { NonceGate } from './nonce-gate.ts'
import type { Permission } from './permissions.ts'
import type { RateCounter } from './rate-counter.ts'
import type { Tier } from './tiers.ts'

/** One API key of an account. Times in milliseconds. */
export interface ApiKey {
  readonly key: string
  readonly secret: string
  readonly name: string
  readonly permissions: ReadonlySet<Permission>
  readonly nonceWindow: number
  readonly nonces: NonceGate
  readonly calls: RateCounter
  readonly createdAt: number
  lastUsed: number | undefined
}

/** One customer of the exchange with everything that is remembered of him. */
export interface Account {
  readonly id: string
  readonly name: string
  readonly tier: Tier
  /** Asset to decimal text; given again after each change of market. */
  readonly balances: Readonly<Record<string, string>>
  readonly keys: Map<string, ApiKey>
  /** At the engine; replaced with the market. */
  venueAccount: AccountId
  /** Pending and open orders, oldest first. */
  readonly open: Map<string, OrderRecord>
  readonly closed: History<OrderRecord>
  readonly fills: History<FillRecord>
  readonly ledger: History<LedgerRecord>
  readonly listeners: Set<(event: AccountEvent) => void>
  /** Transactions of the matching engine. */
  readonly transactions: Map<MarketIndex, RateCounter>
  /** Dead man's switch. */
  cancelAfter: NodeJS.Timeout | undefined
  lastEvent: number
}

/** Records of each kind that are kept. */
const historyBound = 10_000

export function newAccount(identity: Pick<Account, 'id' | 'name' | 'tier' | 'balances'>, venueAccount: AccountId): Account {
  return {
    ...identity,
    keys: new Map(),
    venueAccount,
    open: new Map(),
    closed: createHistory(historyBound),
    fills: createHistory(historyBound),
    ledger: createHistory(historyBound),
    listeners: new Set(),
    transactions: new Map(),
    cancelAfter: undefined,
    lastEvent: 0,
  }
}
