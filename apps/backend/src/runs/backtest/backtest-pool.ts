import { Worker } from 'node:worker_threads'
import type { BacktestJob, BacktestMessage } from './backtest-job.ts'

export interface BacktestListener {
  /** A worker took the job. */
  onStart(): void
  onMessage(message: BacktestMessage): void
  /** The worker died without an end message: a bug, or no memory. */
  onCrash(reason: string): void
}

/** Backtests in worker threads, at most `size` at a time; the others wait in order. */
export interface BacktestPool {
  run(job: Omit<BacktestJob, 'control'>, listener: BacktestListener): BacktestHandle
  readonly waiting: number
  /** Cancels everything and resolves when no worker is left. */
  close(): Promise<void>
}

export interface BacktestHandle {
  /** The worker looks about every 50 ms of work; one that does not answer in 150 ms is ended from outside. */
  cancel(): void
}

/** Heap of one worker; the columns lie outside of it. */
const heapMb = 1024
const cancelGraceMs = 150

export function createBacktestPool(size: number): BacktestPool {
  const queue: (() => void)[] = []
  const running = new Set<Worker>()
  const cancels = new Set<() => void>()

  const next = () => {
    while (running.size < size) {
      const start = queue.shift()
      if (start === undefined) return
      start()
    }
  }

  const start = (job: BacktestJob, listener: BacktestListener, done: () => void): Worker => {
    const worker = new Worker(new URL('./backtest.worker.ts', import.meta.url), {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
      // The worker must not end the process, nor see its secrets.
      env: {},
    })
    running.add(worker)
    let isEnded = false
    worker.on('message', (message: BacktestMessage) => {
      if (isEnded) return
      isEnded = message.type === 'finished' || message.type === 'refused'
      listener.onMessage(message)
      if (message.type !== 'events') return
      // After whatever else is waiting has had its turn.
      setImmediate(() => {
        Atomics.add(job.control, 1, 1)
        Atomics.notify(job.control, 1)
      })
    })
    worker.on('error', (cause) => {
      if (!isEnded)
        listener.onCrash(
          cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out of memory' : String(cause),
        )
      isEnded = true
    })
    worker.on('exit', () => {
      running.delete(worker)
      done()
      if (!isEnded) listener.onCrash(Atomics.load(job.control, 0) === 0 ? 'the worker ended' : 'canceled')
      isEnded = true
      next()
    })
    listener.onStart()
    return worker
  }

  return {
    run(input, listener) {
      const job: BacktestJob = { ...input, control: new Int32Array(new SharedArrayBuffer(8)) }
      let worker: Worker | undefined
      let grace: ReturnType<typeof setTimeout> | undefined
      const begin = () => {
        worker = start(job, listener, () => {
          clearTimeout(grace)
          cancels.delete(cancel)
        })
      }
      const cancel = () => {
        Atomics.store(job.control, 0, 1)
        const place = queue.indexOf(begin)
        if (place >= 0) {
          queue.splice(place, 1)
          cancels.delete(cancel)
          listener.onCrash('canceled')
        } else if (grace === undefined) grace = setTimeout(() => void worker?.terminate(), cancelGraceMs)
      }
      cancels.add(cancel)
      queue.push(begin)
      next()
      return { cancel }
    },
    get waiting() {
      return queue.length
    },
    async close() {
      queue.length = 0
      for (const cancel of cancels) cancel()
      await Promise.all([...running].map((worker) => worker.terminate()))
    },
  }
}
