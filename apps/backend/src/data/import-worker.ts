import type { Dataset, ImportOptions, ImportPreview } from '@strategraph/adapters'
import type { Checked } from '@strategraph/strategy-core'
import { Refusal } from '../http/refusal.ts'
import { ranOutOfMemory, startThread } from '../threads/start-thread.ts'

/** What the worker gets. Plain data. */
export interface ImportJob {
  readonly bytes: Uint8Array
  readonly fileName: string
  readonly options: ImportOptions
  /** Absent: look only. */
  readonly store?: { readonly folder: string; readonly name: string; readonly symbol: string | undefined; readonly lotSize: string }
}

export type ImportOutcome =
  | { readonly what: 'preview'; readonly preview: Checked<ImportPreview> }
  | { readonly what: 'import'; readonly dataset: Checked<Dataset> }

/** A file of 200 MB as text and as rows. */
const heapMb = 3072
/** At a time; each may need a gigabyte. */
const maxRunning = 2

/** Reads files in threads of their own. Throws Refusal 429 where too many are being read, 413 where one needs too much memory. */
export function createImportWorkers(): (job: ImportJob) => Promise<ImportOutcome> {
  let running = 0
  return (job) => {
    if (running >= maxRunning) throw new Refusal(429, 'TOO_MANY_IMPORTS', 'Other files are being read; try again in a moment.')
    running += 1
    return new Promise((resolve, reject) => {
      const worker = startThread(new URL('./import.worker.ts', import.meta.url), { data: job, heapMb })
      worker.once('message', (outcome: ImportOutcome) => resolve(outcome))
      worker.once('error', (cause) => {
        reject(
          ranOutOfMemory(cause) ? new Refusal(413, 'FILE_TOO_LARGE', 'The file needs more memory than there is; split it by year.') : cause,
        )
      })
      worker.once('exit', () => {
        running -= 1
        reject(new Error('the import worker ended without a result'))
      })
    })
  }
}
