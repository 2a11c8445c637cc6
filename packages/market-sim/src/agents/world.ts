import type { AgentAsk } from '../simulation/simulation-types.ts'
import type { Venue } from '../venue/venue-types.ts'
import type { Asset } from './assets.ts'
import type { Attention } from './attention.ts'
import type { Circumstances } from './circumstances.ts'
import type { DecisionRing } from './decision-ring.ts'
import type { FlowReader } from './flow-reader.ts'
import type { MarketSight } from './market-sight.ts'
import type { NewsWire } from './news-wire.ts'
import type { TradedMarket } from './traded-market.ts'

/** What all agents share. None of it knows a price that is not in the book. */
export interface World {
  readonly venue: Venue
  readonly markets: readonly TradedMarket[]
  readonly assets: readonly Asset[]
  readonly sight: MarketSight
  readonly attention: Attention
  readonly circumstances: Circumstances
  /** By market. */
  readonly wires: readonly NewsWire[]
  /** What the tape of each market says. */
  readonly flows: readonly FlowReader[]
  readonly log: DecisionRing
  /** Somebody decided: the number in the log. */
  onDecision(seq: number): void
  /** A model is wanted; the market goes on. */
  ask(ask: AgentAsk): void
  /** The question is no longer open. */
  withdrawAsk(askId: string): void
  readonly past: PublicPast
}

/** What everybody can look up about the past of a market. */
export interface PublicPast {
  /** Close of a minute in ticks, 0 = the last one that has closed; 0 where nothing is known of it. */
  close(market: number, minutesBack: number): number
  /** Newest last. */
  headlines(market: number, limit: number): readonly string[]
}
