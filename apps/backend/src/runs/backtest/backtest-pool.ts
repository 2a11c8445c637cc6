import type { Worker } from 'node:worker_threads'
import { ranOutOfMemory, startThread } from '../../threads/start-thread.ts'
import type { BacktestJob, BacktestMessage } from './backtest-job.ts'

export interface BacktestListener {
  /** A worker took the job. */
  onStart(): void
  onMessage(message: BacktestMessage): void
  /** The worker died without an end message: a bug, or no memory. */
  onCrash(reason: string): void
}

/**
 * Backtests in worker threads, at most `size` at a time; the others wait in order. A thread that had a small one waits for the next:
 * starting a thread takes a quarter of a second and more, a backtest of a strategy that is being built a few ms.
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
/** Kept are threads of up to so many bars (a year of minutes, 25 MB of columns), and for so many backtests: compiled strategies stay in them. */
const mostBarsKept = 600_000
const mostBacktests = 50

interface Running {
  readonly job: BacktestJob
  readonly listener: BacktestListener
  /** Set by a cancel: when the thread is ended from outside. */
  grace?: ReturnType<typeof setTimeout>
  /** The thread is being ended: it takes no other backtest, even where this one still came to its end. */
  isBrokenOff?: boolean
  isTold?: boolean
}

export function createBacktestPool(size: number, startWorker = startBacktestThread): BacktestPool {
  const queue: Running[] = []
  /** Until they have ended, with the number of backtests that they had. */
  const workers = new Map<Worker, number>()
  const busy = new Map<Worker, Running>()
  const idle = new Map<Worker, ReturnType<typeof setTimeout>>()

  const next = () => {
    while (busy.size < size) {
      const entry = queue.shift()
      if (entry === undefined) return
      const worker = takeIdle() ?? addWorker()
      worker.postMessage(entry.job)
      worker.ref()
      busy.set(worker, entry)
      workers.set(worker, (workers.get(worker) ?? 0) + 1)
      entry.listener.onStart()
    }
  }

  /** The one that was needed last, so that those too many come to their end. */
  const takeIdle = (): Worker | undefined => {
    const worker = [...idle.keys()].at(-1)
    if (worker !== undefined) stopWaiting(worker)
    return worker
  }

  const stopWaiting = (worker: Worker) => {
    clearTimeout(idle.get(worker))
    idle.delete(worker)
  }

  const addWorker = (): Worker => {
    const worker = startWorker()
    workers.set(worker, 0)
    worker.on('message', (message: BacktestMessage) => {
      const entry = busy.get(worker)
      if (entry === undefined || entry.isTold === true) return
      if (message.type === 'finished' || message.type === 'refused') return end(worker, entry, message)
      entry.listener.onMessage(message)
      if (message.type !== 'events') return
      // After whatever else is waiting has had its turn.
      setImmediate(() => {
        Atomics.add(entry.job.control, 1, 1)
        Atomics.notify(entry.job.control, 1)
      })
    })
    let failure: string | undefined
    worker.on('error', (cause) => {
      failure = ranOutOfMemory(cause) ? 'out of memory' : String(cause)
    })
    worker.on('exit', () => {
      stopWaiting(worker)
      workers.delete(worker)
      const entry = busy.get(worker)
      clearTimeout(entry?.grace)
      busy.delete(worker)
      if (entry !== undefined && entry.isTold !== true)
        entry.listener.onCrash(failure ?? (isCanceled(entry) ? 'canceled' : 'the worker ended'))
      next()
    })
    return worker
  }

  const end = (worker: Worker, entry: Running, message: Extract<BacktestMessage, { type: 'finished' | 'refused' }>) => {
    clearTimeout(entry.grace)
    entry.isTold = true
    const bars = message.type === 'finished' ? message.feeds.reduce((sum, { columns }) => sum + columns.time.length, 0) : 0
    const isKept = entry.isBrokenOff !== true && bars <= mostBarsKept && (workers.get(worker) ?? 0) < mostBacktests
    // Free before its end is told: whoever hears of it may start the next one. One that is ended has its place until it is gone.
    if (isKept) wait(worker)
    else void worker.terminate()
    entry.listener.onMessage(message)
    next()
  }

  const wait = (worker: Worker) => {
    busy.delete(worker)
    // Nobody's reason to stay alive.
    worker.unref()
    const timer = setTimeout(() => {
      idle.delete(worker)
      void worker.terminate()
    }, idleMs)
    timer.unref()
    idle.set(worker, timer)
  }

  const isCanceled = ({ job }: Running) => Atomics.load(job.control, 0) !== 0

  const breakOff = (worker: Worker, entry: Running) => {
    entry.isBrokenOff = true
    void worker.terminate()
  }

  const cancel = (entry: Running) => {
    if (isCanceled(entry)) return
    Atomics.store(entry.job.control, 0, 1)
    const place = queue.indexOf(entry)
    if (place >= 0) {
      queue.splice(place, 1)
      entry.listener.onCrash('canceled')
      return
    }
    for (const [worker, running] of busy) if (running === entry) entry.grace = setTimeout(() => breakOff(worker, entry), cancelGraceMs)
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
      for (const [worker, entry] of busy) breakOff(worker, entry)
      for (const worker of idle.keys()) stopWaiting(worker)
      await Promise.all([...workers.keys()].map((worker) => worker.terminate()))
    },
  }
}

const startBacktestThread = (): Worker => startThread(new URL('./backtest.worker.ts', import.meta.url), { heapMb })
