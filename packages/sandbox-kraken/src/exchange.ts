import type { Ticks } from '@strategraph/market-model'
import type { MarketIndex, MarketMode } from '@strategraph/market-sim'
import type { Account } from './accounts/account.ts'
import type { SocketTokens } from './accounts/socket-tokens.ts'
import type { ExchangeClock } from './exchange-clock.ts'
import type { SandboxMarket } from './market/sandbox-market.ts'
import type { SpreadTape } from './market/spread-tape.ts'
import type { Pair } from './pairs/pair.ts'
import type { PairTable } from './pairs/pair-table.ts'
import type { IdSource } from './wire/ids.ts'

/** What everything here works on. The market is replaced by an operator's reset; whoever needs it asks again each time. */
export interface Exchange {
  readonly market: SandboxMarket
  readonly pairs: PairTable
  readonly spreads: SpreadTape
  readonly clock: ExchangeClock
  readonly ids: IdSource
  readonly accounts: ReadonlyMap<string, Account>
  readonly tokens: SocketTokens
  /** Modes that a fault puts over the market's own. */
  readonly forcedModes: ReadonlyMap<MarketIndex, MarketMode>
  /** False: neither calls nor transactions are counted. */
  readonly isLimited: boolean
  /** So many ms does it take until new records show in this endpoint's answers; a fault, else 0. */
  lagOf(endpoint: string): number
  /** Runs after the command or the slice of simulation that is going on: nothing trades from inside a callback of the engine. */
  defer(task: () => void): void
}

export const lastPrice = (exchange: Exchange, pair: Pair): Ticks => exchange.market.venue.lastPrice(pair.market)
