import type { JournalEvent, JournalEventType, Mode, runStatuses } from '@strategraph/trading-engine'

export type RunStatus = (typeof runStatuses)[number]

/** A run as the journal knows it, without its events. */
export interface RunRecord {
  readonly id: string
  readonly workflowId: string
  /** Null for a document that was never saved. */
  readonly revision: number | null
  readonly mode: Mode
  readonly status: RunStatus
  readonly createdAt: number
  readonly updatedAt: number
  readonly graphHash: string
  /** Whatever the supervisor wants to list without reading events; plain JSON. */
  readonly summary: unknown
}

/** The exact document that ran belongs to it. */
export interface RunWithDocument extends RunRecord {
  readonly document: unknown
}

export interface RunChange {
  readonly status?: RunStatus
  readonly summary?: unknown
  readonly updatedAt: number
}

export interface EventQuery {
  /** Events with a larger seq. */
  readonly after?: number
  /** At most so many, 1000 unless said. */
  readonly limit?: number
  readonly types?: readonly JournalEventType[]
}

export interface SeqGap {
  readonly from: number
  readonly to: number
}

/** Number columns of a result (equity, drawdown, node outputs) and what describes them. */
export interface RunResult {
  readonly meta: unknown
  readonly columns: Readonly<Record<string, Float64Array>>
}

export type { JournalEvent }
