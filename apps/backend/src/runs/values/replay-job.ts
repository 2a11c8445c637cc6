import type { OutputKey, WorkflowDocument } from '@strategraph/strategy-core'
import type { JournalEvent } from '@strategraph/trading-engine'
import type { ValueRows } from './evaluate-rows.ts'
import type { ReplaySource } from './run-replay.ts'

/** What the replay's thread gets, once. Plain data; columns lie in shared memory where they came from there. */
export interface ReplayJob {
  readonly document: WorkflowDocument
  readonly source: ReplaySource
}

/** Each is answered once, in order. */
export type ReplayRequest =
  | { readonly type: 'feed'; readonly events: readonly JournalEvent[] }
  | { readonly type: 'sample'; readonly keys: readonly OutputKey[]; readonly times: Float64Array }

/** Undefined: fed, or asked for what is forgotten. */
export type ReplayAnswer = ValueRows | undefined
