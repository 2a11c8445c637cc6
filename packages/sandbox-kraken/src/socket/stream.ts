import type { VenueTrade } from '@strategraph/market-sim'
import type { WireObject } from '../wire/wire-json.ts'

/** What happened in one market since the last flush. */
export interface MarketChanges {
  /** Oldest first. */
  readonly trades: readonly VenueTrade[]
  readonly isBookChanged: boolean
}

/** One channel of one market with one set of options; all its subscribers get the same messages. */
export interface Stream {
  /** The state that the next update goes on from; undefined where there is nothing to tell yet. */
  snapshot(): WireObject | undefined
  update(changes: MarketChanges): WireObject | undefined
}
