import { startThread } from '../../threads/start-thread.ts'
import type { ReplayAnswer, ReplayJob, ReplayRequest } from './replay-job.ts'

/** A run that is run again in a thread of its own. */
export interface ReplayThread {
  /** Rejects where the thread broke off or was closed. */
  ask(request: ReplayRequest): Promise<ReplayAnswer>
  close(): Promise<void>
}

const heapMb = 1024

export function startReplayThread(job: ReplayJob): ReplayThread {
  const worker = startThread(new URL('./replay.worker.ts', import.meta.url), { data: job, heapMb })
  const waiting: { readonly resolve: (answer: ReplayAnswer) => void; readonly reject: (cause: Error) => void }[] = []
  let end: Error | undefined
  const breakOff = (cause: Error) => {
    end ??= cause
    for (const { reject } of waiting.splice(0)) reject(end)
  }
  worker.on('message', (answer: ReplayAnswer) => waiting.shift()?.resolve(answer))
  worker.on('error', (cause: unknown) => breakOff(cause instanceof Error ? cause : new Error(String(cause))))
  worker.on('exit', () => breakOff(new Error('the replay was closed')))
  // Nobody's reason to stay alive.
  worker.unref()
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (end !== undefined) return reject(end)
        waiting.push({ resolve, reject })
        worker.postMessage(request)
      }),
    async close() {
      await worker.terminate()
    },
  }
}
