import type { Worker } from 'node:worker_threads'
import { startThread } from '../threads/start-thread.ts'
import type { CrashJob, CrashMessage } from './crash-job.ts'

export interface CrashListener {
  onStart(): void
  onMessage(message: CrashMessage): void
  /** The worker ended without an end message: canceled from outside, a bug, or no memory. */
  onCrash(reason: string): void
}

/** Crash tests in a worker thread, one at a time: each takes a whole core. The others wait in order. */
export interface CrashPool {
  run(job: Omit<CrashJob, 'control'>, listener: CrashListener): { cancel(): void }
  readonly waiting: number
  /** Cancels everything and resolves when no worker is left. */
  close(): Promise<void>
}

const heapMb = 1024
/** A worker looks about every thousandth of a scenario; one that does not answer is ended from outside. */
const cancelGraceMs = 2000

interface Queued {
  readonly job: CrashJob
  readonly listener: CrashListener
  isCanceled: boolean
}

export function createCrashPool(): CrashPool {
  const queue: Queued[] = []
  let running: { readonly entry: Queued; readonly worker: Worker; grace?: ReturnType<typeof setTimeout> } | undefined
  let exited: Promise<void> = Promise.resolve()

  const next = () => {
    const entry = running === undefined ? queue.shift() : undefined
    if (entry !== undefined) start(entry)
  }

  const start = (entry: Queued) => {
    const { job, listener } = entry
    const worker = startThread(new URL('./crash.worker.ts', import.meta.url), { data: job, heapMb })
    const mine = { entry, worker }
    running = mine
    let isEnded = false
    worker.on('message', (message: CrashMessage) => {
      if (isEnded) return
      isEnded = message.type !== 'progress'
      listener.onMessage(message)
    })
    worker.on('error', (cause) => {
      if (!isEnded) listener.onCrash(cause instanceof Error ? cause.message : String(cause))
      isEnded = true
    })
    exited = new Promise((resolve) => {
      worker.on('exit', () => {
        clearTimeout(running?.grace)
        if (running?.worker === worker) running = undefined
        if (!isEnded) listener.onCrash(entry.isCanceled ? 'canceled' : 'the worker ended')
        isEnded = true
        resolve()
        next()
      })
    })
    listener.onStart()
  }

  const cancel = (entry: Queued) => {
    if (entry.isCanceled) return
    entry.isCanceled = true
    Atomics.store(entry.job.control, 0, 1)
    const place = queue.indexOf(entry)
    if (place >= 0) {
      queue.splice(place, 1)
      entry.listener.onCrash('canceled')
    } else if (running?.entry === entry) {
      const { worker } = running
      running.grace = setTimeout(() => void worker.terminate(), cancelGraceMs)
    }
  }

  return {
    run(input, listener) {
      const entry: Queued = { job: { ...input, control: new Int32Array(new SharedArrayBuffer(4)) }, listener, isCanceled: false }
      queue.push(entry)
      next()
      return { cancel: () => cancel(entry) }
    },
    get waiting() {
      return queue.length
    },
    async close() {
      const waiting = queue.splice(0)
      for (const entry of waiting) entry.listener.onCrash('canceled')
      if (running === undefined) return
      running.entry.isCanceled = true
      await running.worker.terminate()
      await exited
    },
  }
}
