import { Worker } from 'node:worker_threads'
import { threadEnvironment } from '@strategraph/adapters/runtime'

export interface ThreadOptions {
  /** Its `workerData`. */
  readonly data?: unknown
  /** Heap in MB from which on the thread ends with ERR_WORKER_OUT_OF_MEMORY; columns over shared memory lie outside of it. */
  readonly heapMb?: number
}

/** Of an `error` event: the thread had used up its `heapMb`. */
export const ranOutOfMemory = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'

/** Every thread of the server is started here: it sees nothing of the process's environment, and so none of its secrets. */
export function startThread(file: URL, { data, heapMb }: ThreadOptions = {}): Worker {
  return new Worker(file, {
    workerData: data,
    env: threadEnvironment(),
    ...(heapMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heapMb } }),
  })
}
