import { parentPort, workerData } from 'node:worker_threads'
import { sharedColumns } from './shared-columns.ts'
import { simulatedBars, type SimulatedChoice } from './simulated-feed.ts'

/** Makes simulated bars off the main thread and answers with them over shared memory. */
const { choice, count } = workerData as { readonly choice: SimulatedChoice; readonly count: number }
parentPort?.postMessage(sharedColumns(simulatedBars(choice, count)))
