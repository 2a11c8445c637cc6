import type { QuoteFrame, ValuesFrame } from '../stream/run-source.ts'
import type { EquitySeries } from './backtest/backtest-job.ts'
import type { BarMemory } from './dry-run/bar-memory.ts'

/** A run that goes on, as the supervisor sees it: it reports through the run book and obeys these. */
export interface ActiveRun {
  /** Ends it for good: stopped or canceled. */
  stop(reason: string): void
  /** Entries only; Refusal where the kind of run has none. */
  pause(reason: string): void
  resume(reason: string): void
  flatten(reason: string): void
  /** The process ends: leave everything so that the next one can go on. */
  suspend(): Promise<void>
  /** Resolves when it is over. */
  readonly ended: Promise<void>
  newestValues(): ValuesFrame | undefined
  newestQuotes(): readonly QuoteFrame[]
  /** Bars so far; absent where they come at the end. */
  readonly bars?: BarMemory
  /** Equity so far, where it is known. */
  equity(): EquitySeries | undefined
}
