import { parentPort, workerData } from 'node:worker_threads'
import { builtinNodes } from '@strategraph/nodes'
import { compile } from '@strategraph/strategy-core'
import type { ReplayAnswer, ReplayJob, ReplayRequest } from './replay-job.ts'
import { createRunReplay } from './run-replay.ts'

/** Runs one run again, off the main thread, as far as somebody looks. */
const { document, source } = workerData as ReplayJob
const compiled = compile(document, builtinNodes)
if (!compiled.ok) throw new Error('a document that ran no longer compiles')
const replay = createRunReplay(compiled.value, source)
parentPort?.on('message', (request: ReplayRequest) => {
  let answer: ReplayAnswer
  if (request.type === 'feed') replay.feed(request.events)
  else answer = replay.sample(request.keys, request.times)
  parentPort?.postMessage(answer)
})
