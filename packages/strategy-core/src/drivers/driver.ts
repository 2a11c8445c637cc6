import type {
  Bar,
  BarColumns,
  Denial,
  Instrument,
  PortfolioView,
  Proposal,
  Quote,
  Review,
  RiskLimits,
  Time,
} from '@strategraph/market-model'
import type { BackEnd } from '../kernel/program.ts'
import type { Effect, EffectAnswer } from '../node/define-node.ts'
import type { PortKind, PortValues } from '../node/port.ts'
import type { OutputKey, Plan } from '../plan/plan.ts'

/** A value as the canvas, the journal and `eval` see it; NaN never leaves the engine: no value is null. */
export type ShownValue = number | boolean | string | null | { readonly [field: string]: unknown }

/**
 * The world outside the graph, as the reactive region sees it. The trading engine implements it; strategy-core knows no
 * broker. Every call carries the node, so that each order, denial and log line names its origin.
 */
export interface ReactiveHost {
  readonly portfolio: PortfolioView
  instrumentOf(feedNodeId: string): Instrument
  review(nodeId: string, proposal: Proposal, limits: RiskLimits): Review
  deny(nodeId: string, denial: Denial, proposal?: Proposal): void
  perform(nodeId: string, effect: Effect): void
  /** A reactive output (decision, proposal, order, text, number, flag) was made in this moment. */
  produced(nodeId: string, port: string, kind: PortKind, value: PortValues[PortKind]): void
}

/** One moment in which bars closed. `rows[i]` is the row of domain i that closed now, or -1. */
export interface Tick {
  readonly index: number
  readonly time: Time
  readonly rows: readonly number[]
}

/** One running plan, fed event by event: dry-run and live. Also the reference for the batch driver. */
export interface Session {
  /** Closes bars of one moment: `before` runs once the bars are known and before any node decides (the broker matches there). */
  onBars(bars: readonly { readonly feed: string; readonly bar: Bar }[], before: (tick: Tick) => void): Tick
  /** Delivers an answer; evaluates the asking node's `receive` and what follows it, with the present row's values. */
  onAnswer(answer: EffectAnswer): void
  /** The present quote of a live ticker: shown, and read by nodes that take quotes; wakes nothing. */
  onQuote(feed: string, quote: Quote): void
  /** Whether the reactive region was evaluated at the last tick. */
  readonly decided: boolean
  value(key: OutputKey): ShownValue
  /** Present values of all outputs (or of `keys`). */
  values(keys?: readonly OutputKey[]): Record<OutputKey, ShownValue>
  /** Plain data, restorable by a session of the same plan, in either back end. */
  snapshot(): unknown
  restore(snapshot: unknown): void
}

export interface SessionOptions {
  readonly backEnd: BackEnd
}

/** What the batch driver asks of the run loop around it. */
export interface BatchHost extends ReactiveHost {
  /** Called for each visited tick before its decisions; ticks since the last call were skipped and are caught up here. */
  beforeDecisions(tick: Tick): void
  /** Called after them; `values` reads present values (explained outputs). `decided` = the reactive region was evaluated. */
  afterDecisions(tick: Tick, decided: boolean, values: (keys: readonly OutputKey[]) => Record<OutputKey, ShownValue>): void
  /**
   * The next answer to a prompt that was asked in this tick. The driver takes one at a time after `afterDecisions`, delivers
   * it to the asking node's `receive` with the row's values and calls `afterDecisions` again, until there is none.
   */
  takeAnswer?(): EffectAnswer | undefined
  /** Whether the next tick must be visited even if no flag wakes the graph there (an order is pending or resting). */
  readonly wantsNextTick: boolean
  /** Called after every block of rows with 0..1; false cancels. */
  onProgress?(done: number): boolean
}

export interface BatchOptions {
  readonly backEnd: BackEnd
  /** Ticks [from, to); indicators always start at tick 0. */
  readonly range?: { readonly from: number; readonly to: number }
}

export interface RunBatchOptions extends BatchOptions {
  /** False where the host never calls `values`: then only what reactive nodes read is stored. Default true. */
  readonly explain?: boolean
}

export type FeedColumns = ReadonlyMap<string, BarColumns>
export type RunBatch = (
  plan: Plan,
  feeds: FeedColumns,
  host: BatchHost,
  options: RunBatchOptions,
) => { readonly ticks: number; readonly canceled: boolean }
/** Pure outputs as columns over the rows of their domain: `eval`, time slider, chart indicators. Keys: pure outputs only. */
export type EvaluateColumns = (
  plan: Plan,
  feeds: FeedColumns,
  keys: readonly OutputKey[],
  options: BatchOptions,
) => ReadonlyMap<OutputKey, { readonly domain: number; readonly values: Float64Array }>
export type CreateSession = (plan: Plan, host: ReactiveHost, options: SessionOptions) => Session
