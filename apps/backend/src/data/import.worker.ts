import { parentPort, workerData } from 'node:worker_threads'
import { importFile, previewFile } from '@strategraph/adapters'
import type { ImportJob } from './import-worker.ts'

/** Reads a candle file off the main thread: 200 MB of CSV take seconds. */
const { what, bytes, fileName, options } = workerData as ImportJob
const read = what === 'preview' ? previewFile : importFile
parentPort?.postMessage(await read(bytes, fileName, options))
