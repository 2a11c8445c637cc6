import type { Worker } from 'node:worker_threads'
import { startThread } from '../../threads/start-thread.ts'
import type { BacktestJob, BacktestMessage } from './backtest-job.ts'

export interface BacktestListener {
  /** A worker took the job. */
  onStart(): void
  onMessage(message: BacktestMessage): void
  /** The worker died without an end message: a bug, or no memory. */
  onCrash(reason: string): void
}

/**
 * Backtests in worker threads, at most `size` at a time; the others wait in order. A thread that is done waits for the next backtest:
 * starting one takes a quarter of a second and more, a backtest of a strategy that is being built a few ms.
 */
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
/** A thread that nobody needed for so long gives its memory back. */
const idleMs = 60_000

interface Running {
  readonly job: BacktestJob
  readonly listener: BacktestListener
  /** Set by a cancel: when the thread is ended from outside. */
  grace?: ReturnType<typeof setTimeout>
  /** The thread is being ended: whatever it still says, it takes no other backtest. */
  isBrokenOff?: boolean
}

export function createBacktestPool(size: number): BacktestPool {
  const queue: Running[] = []
  const busy = new Map<Worker, Running>()
  const idle = new Map<Worker, ReturnType<typeof setTimeout>>()

  const next = () => {
    while (busy.size < size) {
      const entry = queue.shift()
      if (entry === undefined) return
      const worker = takeIdle() ?? startWorker()
      busy.set(worker, entry)
      worker.ref()
      worker.postMessage(entry.job)
      entry.listener.onStart()
    }
  }

  const takeIdle = (): Worker | undefined => {
    const [worker] = idle.keys()
    if (worker === undefined) return undefined
    clearTimeout(idle.get(worker))
    idle.delete(worker)
    return worker
  }

  const startWorker = (): Worker => {
    const worker = startThread(new URL('./backtest.worker.ts', import.meta.url), { heapMb })
    worker.on('message', (message: BacktestMessage) => {
      const entry = busy.get(worker)
      if (entry === undefined || entry.isBrokenOff === true) return
      const isEnd = message.type === 'finished' || message.type === 'refused'
      // Free before its end is told: whoever hears of it may start the next one.
      if (isEnd) rest(worker)
      entry.listener.onMessage(message)
      if (isEnd) next()
      if (message.type !== 'events') return
      // After whatever else is waiting has had its turn.
      setImmediate(() => {
        Atomics.add(entry.job.control, 1, 1)
        Atomics.notify(entry.job.control, 1)
      })
    })
    let failure: string | undefined
    worker.on('error', (cause) => {
      const isMemory = cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
      failure = isMemory ? 'out of memory' : String(cause)
    })
    worker.on('exit', () => {
      clearTimeout(idle.get(worker))
      idle.delete(worker)
      const entry = free(worker)
      if (entry !== undefined) entry.listener.onCrash(failure ?? (isCanceled(entry) ? 'canceled' : 'the worker ended'))
      next()
    })
    return worker
  }

  const free = (worker: Worker): Running | undefined => {
    const entry = busy.get(worker)
    clearTimeout(entry?.grace)
    busy.delete(worker)
    return entry
  }

  const rest = (worker: Worker) => {
    free(worker)
    // Nobody's reason to stay alive.
    worker.unref()
    const timer = setTimeout(() => {
      idle.delete(worker)
      void worker.terminate()
    }, idleMs)
    timer.unref()
    idle.set(worker, timer)
  }

  const breakOff = (worker: Worker, entry: Running) => {
    entry.isBrokenOff = true
    return worker.terminate()
  }

  const isCanceled = ({ job }: Running) => Atomics.load(job.control, 0) !== 0

  const cancel = (entry: Running) => {
    if (isCanceled(entry)) return
    Atomics.store(entry.job.control, 0, 1)
    const place = queue.indexOf(entry)
    if (place >= 0) {
      queue.splice(place, 1)
      entry.listener.onCrash('canceled')
      return
    }
    for (const [worker, running] of busy) if (running === entry) entry.grace = setTimeout(() => void breakOff(worker, entry), cancelGraceMs)
  }

  return {
    run(input, listener) {
      const entry: Running = { job: { ...input, control: new Int32Array(new SharedArrayBuffer(8)) }, listener }
      queue.push(entry)
      next()
      return { cancel: () => cancel(entry) }
    },
    get waiting() {
      return queue.length
    },
    async close() {
      for (const entry of [...queue, ...busy.values()]) cancel(entry)
      const waiting = [...idle.keys()]
      for (const timer of idle.values()) clearTimeout(timer)
      idle.clear()
      await Promise.all([...[...busy].map(([worker, entry]) => breakOff(worker, entry)), ...waiting.map((worker) => worker.terminate())])
    },
  }
}
