import { parentPort, workerData } from 'node:worker_threads'
import { type Dataset, type ImportedCandles, importFile, openCandleCatalogue, previewFile } from '@strategraph/adapters'
import type { Checked } from '@strategraph/strategy-core'
import type { ImportJob, ImportOutcome } from './import-worker.ts'
import { reportToProtocol } from './to-protocol.ts'

/** Reads a candle file, and stores it where that is wanted, off the main thread: 200 MB of CSV take seconds. */
const job = workerData as ImportJob
parentPort?.postMessage(await outcome())

async function outcome(): Promise<ImportOutcome> {
  const { bytes, fileName, options } = job
  if (job.store === undefined) return { what: 'preview', preview: await previewFile(bytes, fileName, options) }
  const imported = await importFile(bytes, fileName, options)
  return { what: 'import', dataset: imported.ok ? await store(imported.value, job.store) : imported }
}

async function store(
  { columns, interval, tickSize, detection, report }: ImportedCandles,
  { folder, name, symbol, lotSize }: NonNullable<ImportJob['store']>,
): Promise<Checked<Dataset>> {
  const catalogue = await openCandleCatalogue(folder)
  const added = await catalogue.add({
    name,
    symbol: symbol ?? detection.symbolHint ?? 'UNKNOWN/USD',
    interval,
    tickSize,
    lotSize,
    provenance: 'imported',
    columns,
    source: { fileName: job.fileName, bytes: job.bytes },
    report: reportToProtocol(report, detection),
  })
  // Once unpacked here, the main thread finds plain columns.
  if (added.ok) await catalogue.load(added.value.id)
  return added
}
