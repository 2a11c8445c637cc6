import { parentPort, workerData } from 'node:worker_threads'
import { runCrashTest } from '@strategraph/crash-test'
import { builtinNodes } from '@strategraph/nodes'
import { compile } from '@strategraph/strategy-core'
import type { CrashJob, CrashMessage } from './crash-job.ts'

const reportEveryMs = 100

const port = parentPort
if (port === null) throw new Error('crash.worker.ts is started as a worker thread only')
const post = (message: CrashMessage) => port.postMessage(message)

run(workerData as CrashJob)

function run({ document, scenarios, seed, control }: CrashJob): void {
  const compiled = compile(document, builtinNodes)
  if (!compiled.ok) return post({ type: 'refused', code: 'NOT_RUNNABLE', problems: compiled.problems })
  let reportedAt = 0
  const outcome = runCrashTest(compiled.value, {
    seed,
    ...(scenarios === undefined ? {} : { scenarios }),
    onProgress(done, scenario) {
      if (performance.now() - reportedAt > reportEveryMs) {
        reportedAt = performance.now()
        post({ type: 'progress', done, scenario })
      }
      return Atomics.load(control, 0) === 0
    },
  })
  post(outcome.ok ? { type: 'finished', result: outcome.result } : { type: 'refused', code: outcome.code, problems: outcome.problems })
}
