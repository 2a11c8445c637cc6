import type { BarColumns, Instrument, Interval, Provenance } from '@strategraph/market-model'
import type { Problem, WorkflowDocument } from '@strategraph/strategy-core'
import type { JournalEvent, Metrics, RunSettingsOverrides } from '@strategraph/trading-engine'

/** Bars of one feed for the worker: columns over shared memory, or how to make them. */
export interface JobFeed {
  readonly feed: string
  readonly instrument: Instrument
  readonly interval: Interval
  readonly provenance: Provenance
  readonly source: string
  readonly bars:
    | { readonly kind: 'columns'; readonly columns: BarColumns }
    | { readonly kind: 'simulated'; readonly seed: number; readonly symbol: string; readonly count: number }
}

/** What the worker gets for each backtest. Plain data. */
export interface BacktestJob {
  readonly runId: string
  readonly document: WorkflowDocument
  readonly revision: number | undefined
  readonly feeds: readonly JobFeed[]
  readonly overrides: RunSettingsOverrides
  readonly from: number | undefined
  readonly to: number | undefined
  /**
   * Two Int32 over shared memory, because a message could not reach a worker that computes. [0]: anything but 0 cancels.
   * [1]: messages with events that were stored; the worker waits where it is too far ahead.
   */
  readonly control: Int32Array
}

export interface EquitySeries {
  /** Close times. */
  readonly time: Float64Array
  readonly equity: Float64Array
}

/** What the worker says, in this order: events and progress as they come, one end. */
export type BacktestMessage =
  | { readonly type: 'progress'; readonly done: number }
  | { readonly type: 'events'; readonly events: readonly JournalEvent[] }
  | {
      readonly type: 'finished'
      readonly canceled: boolean
      readonly metrics: Metrics
      readonly equity: EquitySeries
      /** The bars that the run saw, for the time slider. */
      readonly feeds: readonly { readonly feed: string; readonly columns: BarColumns }[]
    }
  | { readonly type: 'refused'; readonly code: string; readonly message: string; readonly problems: readonly Problem[] }
