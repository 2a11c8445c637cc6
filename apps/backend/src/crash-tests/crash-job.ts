import type { CrashTestResult } from '@strategraph/crash-test'
import type { Problem, WorkflowDocument } from '@strategraph/strategy-core'

/** What the worker gets, once. Plain data. */
export interface CrashJob {
  readonly document: WorkflowDocument
  /** Undefined: all. */
  readonly scenarios: readonly string[] | undefined
  readonly seed: number
  /** One Int32 over shared memory: anything but 0 cancels. A message could not reach a worker that computes. */
  readonly control: Int32Array
}

/** What the worker says: progress as it comes, one end. */
export type CrashMessage =
  | { readonly type: 'progress'; readonly done: number; readonly scenario: string }
  | { readonly type: 'finished'; readonly result: CrashTestResult }
  | { readonly type: 'refused'; readonly code: string; readonly problems: readonly Problem[] }
