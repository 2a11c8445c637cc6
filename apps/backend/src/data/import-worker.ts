import { Worker } from 'node:worker_threads'
import type { ImportedCandles, ImportOptions, ImportPreview } from '@strategraph/adapters'
import type { Checked } from '@strategraph/strategy-core'
import { Refusal } from '../http/refusal.ts'

export interface ImportJob {
  readonly what: 'preview' | 'import'
  readonly bytes: Uint8Array
  readonly fileName: string
  readonly options: ImportOptions
}

/** A file of 200 MB as text and as rows. */
const heapMb = 3072
/** At a time; each may need a gigabyte. */
const maxRunning = 2
let running = 0

export function previewInWorker(file: Omit<ImportJob, 'what'>): Promise<Checked<ImportPreview>> {
  return inWorker<Checked<ImportPreview>>({ ...file, what: 'preview' })
}

export function importInWorker(file: Omit<ImportJob, 'what'>): Promise<Checked<ImportedCandles>> {
  return inWorker<Checked<ImportedCandles>>({ ...file, what: 'import' })
}

function inWorker<Result>(job: ImportJob): Promise<Result> {
  if (running >= maxRunning) throw new Refusal(429, 'TOO_MANY_IMPORTS', 'Other files are being read; try again in a moment.')
  running += 1
  return new Promise<Result>((resolve, reject) => {
    const worker = new Worker(new URL('./import.worker.ts', import.meta.url), { workerData: job, env: {}, resourceLimits: { maxOldGenerationSizeMb: heapMb } })
    worker.once('message', (result: Result) => resolve(result))
    worker.once('error', (cause) => {
      const isMemory = 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
      reject(isMemory ? new Refusal(413, 'FILE_TOO_LARGE', 'The file needs more memory than there is; split it by year.') : cause)
    })
    worker.once('exit', () => {
      running -= 1
      reject(new Error('the import worker ended without a result'))
    })
  })
}
