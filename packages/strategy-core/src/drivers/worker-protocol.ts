import type { BarColumns, BarField } from '@strategraph/market-model'
import { parseDocument } from '../document/parse-document.ts'
import type { WorkflowDocument } from '../document/document.ts'
import type { NodeRegistry } from '../node/define-node.ts'
import { compile } from '../plan/compile.ts'
import type { Plan } from '../plan/plan.ts'
import type { Problem } from '../problem.ts'
import type { BatchOptions, FeedColumns } from './driver.ts'

/**
 * How a batch runs in another thread: a Node worker or a Web Worker, which the apps provide. Plans hold functions and cannot be
 * posted, so the document goes over and is compiled again; its hash must come out the same.
 */
export interface BatchRequest<Job = unknown> {
  readonly kind: 'run-batch'
  readonly id: number
  readonly document: WorkflowDocument
  readonly graphHash: string
  readonly feeds: readonly { readonly feed: string; readonly columns: BarColumns }[]
  readonly options: BatchOptions
  /** What the worker's `perform` needs besides: account, seed, what to return. Plain data. */
  readonly job: Job
  /** One cell in shared memory; not 0 = stop. A worker in the middle of a batch reads no messages. */
  readonly cancel?: Int32Array
}

export type BatchResponse<Result = unknown> =
  | { readonly kind: 'progress'; readonly id: number /** 0..1 */; readonly done: number }
  | { readonly kind: 'finished'; readonly id: number; readonly result: Result }
  | {
      readonly kind: 'failed'
      readonly id: number
      readonly code: BatchFailureCode
      readonly message: string
      readonly problems?: readonly Problem[]
    }

export type BatchFailureCode = 'INVALID_DOCUMENT' | 'GRAPH_MISMATCH' | 'BATCH_FAILED'

export interface BatchOrder<Job> {
  readonly id: number
  readonly plan: Plan
  readonly feeds: FeedColumns
  readonly options: BatchOptions
  readonly job: Job
}

/**
 * The message that starts a batch, and the buffers to hand over with it. Columns in shared memory are seen by both sides, others are
 * copied first, because the caller still needs his.
 */
export function batchRequest<Job>(order: BatchOrder<Job>): {
  readonly request: BatchRequest<Job>
  readonly transfer: readonly ArrayBuffer[]
  cancel(): void
} {
  const { id, plan, options, job } = order
  const transfer: ArrayBuffer[] = []
  const handOver = (column: Float64Array): Float64Array => {
    if (column.buffer instanceof SharedArrayBuffer) return column
    const copy = column.slice()
    transfer.push(copy.buffer)
    return copy
  }
  const feeds = plan.domains.flatMap(({ feed }) => {
    const columns = order.feeds.get(feed)
    return columns === undefined ? [] : [{ feed, columns: mapColumns(columns, handOver) }]
  })
  // Browsers offer shared memory to isolated pages only; without it a batch ends when its worker is terminated.
  const cancel = typeof SharedArrayBuffer === 'undefined' ? undefined : new Int32Array(new SharedArrayBuffer(4))
  const request: BatchRequest<Job> = {
    kind: 'run-batch',
    id,
    document: plan.document,
    graphHash: plan.graphHash,
    feeds,
    options,
    job,
    ...(cancel && { cancel }),
  }
  return {
    request,
    transfer,
    cancel() {
      if (cancel !== undefined) Atomics.store(cancel, 0, 1)
    },
  }
}

/** Columns in shared memory, so that several workers read one copy. */
export function shareColumns(columns: BarColumns): BarColumns {
  return mapColumns(columns, (column) => {
    const shared = new Float64Array(new SharedArrayBuffer(column.byteLength))
    shared.set(column)
    return shared
  })
}

function mapColumns(columns: BarColumns, map: (column: Float64Array, field: BarField) => Float64Array): BarColumns {
  return {
    time: map(columns.time, 'time'),
    open: map(columns.open, 'open'),
    high: map(columns.high, 'high'),
    low: map(columns.low, 'low'),
    close: map(columns.close, 'close'),
    volume: map(columns.volume, 'volume'),
  }
}

export interface BatchWorker<Job, Result> {
  readonly registry: NodeRegistry
  readonly post: (response: BatchResponse<Result>) => void
  /** Runs the batch (`runBatch` with a host of its own); passes `onProgress` on to it. */
  readonly perform: (plan: Plan, feeds: FeedColumns, options: BatchOptions, job: Job, onProgress: (done: number) => boolean) => Result
}

/** The worker's side: answers a request with progress and one end, whatever happens. */
export function performBatch<Job, Result>(request: BatchRequest<Job>, worker: BatchWorker<Job, Result>): void {
  const { id, cancel } = request
  const fail = (code: BatchFailureCode, message: string, problems?: readonly Problem[]) =>
    worker.post({ kind: 'failed', id, code, message, ...(problems && { problems }) })
  try {
    const parsed = parseDocument(request.document, worker.registry)
    const plan = parsed.ok ? compile(parsed.value, worker.registry) : parsed
    if (!plan.ok) return fail('INVALID_DOCUMENT', 'The worker cannot run this workflow.', plan.problems)
    if (plan.value.graphHash !== request.graphHash) return fail('GRAPH_MISMATCH', 'The worker knows other versions of these nodes; reload.')
    const feeds = new Map(request.feeds.map(({ feed, columns }) => [feed, columns]))
    const onProgress = (done: number) => {
      worker.post({ kind: 'progress', id, done })
      return cancel === undefined || Atomics.load(cancel, 0) === 0
    }
    worker.post({ kind: 'finished', id, result: worker.perform(plan.value, feeds, request.options, request.job, onProgress) })
  } catch (cause) {
    // The thread on the other side waits for an end; an error that stays here would let it wait for ever.
    fail('BATCH_FAILED', cause instanceof Error ? cause.message : String(cause))
  }
}
