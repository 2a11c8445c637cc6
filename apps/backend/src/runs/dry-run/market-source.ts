import type { Quote, Time } from '@strategraph/market-model'
import type { FeedBar } from '@strategraph/trading-engine'

/** Bars of all feeds of a dry-run in the order of their closes, each moment once; in between the forming market. */
export interface MarketSource {
  /** Close time of the next bars; undefined where none is known yet. */
  readonly nextMoment: Time | undefined
  /** The bars that closed at `nextMoment`, one per feed. */
  take(): readonly FeedBar[]
  /** Newest quotes up to a market time, of feeds that traded since the last call. */
  quotes(until: Time): readonly { readonly feed: string; readonly quote: Quote }[]
  /** No more bars will come. */
  readonly hasEnded: boolean
  /** Market time, where bars come by themselves: what it says when they come is recorded with them, for they can be late. */
  readonly now?: () => Time
  /** Where the feeds stand at the last moment taken; plain JSON. Absent where it can be found without. */
  checkpoint?(): unknown
  /** For sources that bring bars by themselves: called whenever a moment or quote is there. */
  start?(listener: { onNews(): void; onProblem(code: string, message: string): void }): Promise<void>
  stop?(): Promise<void>
}
