import { parentPort, workerData } from 'node:worker_threads'
import { builtinNodes } from '@strategraph/nodes'
import { compile } from '@strategraph/strategy-core'
import { evaluateRows } from './evaluate-rows.ts'
import type { ValuesJob } from './values-service.ts'

/** Evaluates rows of a long run off the main thread. */
const { document, feeds, request } = workerData as ValuesJob
const compiled = compile(document, builtinNodes)
if (!compiled.ok) throw new Error('a document that ran no longer compiles')
parentPort?.postMessage(evaluateRows(compiled.value, feeds, request))
