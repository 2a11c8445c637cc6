import type { CandleCatalogue, ImportOptions } from '@strategraph/adapters'
import { instrumentId, type Instrument } from '@strategraph/market-model'
import { type BarsPage, columnChoiceSchema, type Dataset, type ImportPreview, type importOptionsSchema } from '@strategraph/protocol'
import type { Checked } from '@strategraph/strategy-core'
import type { z } from 'zod'
import { Refusal } from '../http/refusal.ts'
import { barsPage } from '../runs/run-reader.ts'
import { createImportWorkers } from './import-worker.ts'
import { datasetToProtocol, previewToProtocol } from './to-protocol.ts'

type Options = z.output<typeof importOptionsSchema>

export interface DataService {
  preview(file: Uint8Array, options: Options): Promise<ImportPreview>
  import(file: Uint8Array, options: Options): Promise<Dataset>
  list(): Promise<Dataset[]>
  read(id: string): Promise<Dataset>
  bars(id: string, range: { readonly from: number; readonly to: number | undefined; readonly every: number }): Promise<BarsPage>
  remove(id: string): Promise<void>
  /** The market that a dataset's bars are of; undefined where there is no such dataset. */
  market(
    id: string,
  ): Promise<{ readonly instrument: Instrument; readonly interval: string; readonly provenance: Dataset['provenance'] } | undefined>
}

/** Files do not say what the smallest quantity is; this is fine enough for every market. */
const importedLotSize = '0.00000001'

/** `folder` is the catalogue's: an import is stored there by its own thread. */
export function createDataService(catalogue: CandleCatalogue, folder: string): DataService {
  const read = createImportWorkers()
  return {
    async preview(file, options) {
      const { fileName } = options
      const outcome = await read({ bytes: file, fileName, options: optionsOf(options) })
      if (outcome.what !== 'preview') throw new Error('the worker imported what it was to look at')
      return previewToProtocol(orRefuse(outcome.preview))
    },
    async import(file, options) {
      const { fileName, name, symbol } = options
      const store = { folder, name: name ?? fileName, symbol, lotSize: importedLotSize }
      const outcome = await read({ bytes: file, fileName, options: optionsOf(options), store })
      if (outcome.what !== 'import') throw new Error('the worker looked at what it was to import')
      return datasetToProtocol(orRefuse(outcome.dataset))
    },
    list: async () => (await catalogue.list()).datasets.map(datasetToProtocol),
    read: async (id) => datasetToProtocol(orRefuse(await catalogue.get(id))),
    async bars(id, { from, to, every }) {
      const dataset = orRefuse(await catalogue.get(id))
      return barsPage(orRefuse(await catalogue.load(id)), { feed: id, interval: dataset.interval, from, to, every })
    },
    async remove(id) {
      orRefuse(await catalogue.remove(id))
    },
    async market(id) {
      const dataset = await catalogue.get(id)
      if (!dataset.ok) return undefined
      const { symbol, tickSize, lotSize, interval, provenance } = dataset.value
      const [base = symbol, quote = 'USD'] = symbol.split('/')
      return {
        instrument: { id: instrumentId('imported', symbol), venue: 'imported', symbol, base, quote, tickSize, lotSize },
        interval,
        provenance,
      }
    },
  }
}

function optionsOf({ stampsAreBarEnd, acceptProblems, columns, utcOffsetMinutes }: Options): ImportOptions {
  return {
    stampsAreBarEnd,
    acceptProblems,
    ...(utcOffsetMinutes === 0 ? {} : { utcOffsetMinutes }),
    ...(columns === undefined ? {} : { columns: columnsOf(columns) }),
    // "There is no volume" is said by choosing null for the column.
    ...(columns !== undefined && columnsOf(columns)?.volume === null ? { missingVolume: 'zero' as const } : {}),
  }
}

function columnsOf(text: string): NonNullable<ImportOptions['columns']> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Refusal(400, 'BAD_COLUMNS', 'columns is not JSON.')
  }
  const parsed = columnChoiceSchema.safeParse(json)
  if (!parsed.success) throw new Refusal(400, 'BAD_COLUMNS', 'columns names the column of each of time, open, high, low, close, volume.')
  return Object.fromEntries(Object.entries(parsed.data).flatMap(([field, name]) => (name === undefined ? [] : [[field, columnOf(name)]])))
}

/** Columns of files without a header are named by their index in the preview. */
const columnOf = (name: string | null): number | string | null => (name !== null && /^\d{1,4}$/.test(name) ? Number(name) : name)

const statusOf: Readonly<Record<string, number>> = { DATASET_NOT_FOUND: 404, DATASET_DAMAGED: 410, FILE_TOO_LARGE: 413 }

function orRefuse<Value>(checked: Checked<Value>): Value {
  if (checked.ok) return checked.value
  const [first] = checked.problems
  const code = first?.code ?? 'NOT_READABLE'
  throw new Refusal(statusOf[code] ?? 422, code, first?.message ?? 'The file cannot be read.', { problems: checked.problems })
}
