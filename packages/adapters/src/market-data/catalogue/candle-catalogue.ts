import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BarColumns, Interval, Provenance } from '@strategraph/market-model'
import { intervals } from '@strategraph/market-model'
import type { Checked, Problem } from '@strategraph/strategy-core'
import { monotonicFactory } from 'ulid'
import { ensureFolder, isMissing, moveDurably, readIfThere, writeDurably } from '../../data-folder/durable-file.ts'
import { candlesFromParquet, candlesToParquet } from './candle-parquet.ts'
import { readColumnCache, writeColumnCache } from './column-cache.ts'
import { type Dataset, datasetSchema } from './dataset.ts'

export interface NewDataset {
  readonly name: string
  readonly symbol: string
  readonly interval: Interval
  readonly tickSize: string
  readonly lotSize: string
  readonly provenance: Provenance
  readonly columns: BarColumns
  readonly source?: { readonly fileName: string; readonly bytes: Uint8Array }
  readonly report?: unknown
}

/** Candle series by id: Parquet with its metadata beside it. Deleting moves the metadata into a trash and can be undone. */
export interface CandleCatalogue {
  /** Newest first; metadata that cannot be read is left out and named in `problems`. */
  list(): Promise<{ readonly datasets: readonly Dataset[]; readonly problems: readonly Problem[] }>
  add(dataset: NewDataset): Promise<Checked<Dataset>>
  get(id: string): Promise<Checked<Dataset>>
  /** `shared`: columns over memory that worker threads can read without a copy. */
  load(id: string, options?: { readonly shared?: boolean }): Promise<Checked<BarColumns>>
  remove(id: string): Promise<Checked<null>>
  restore(id: string): Promise<Checked<Dataset>>
}

const idText = /^[0-9A-Z]{26}$/
/** Ascending also within one millisecond, so that the list has one order. */
const newId = monotonicFactory()
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const texts = {
  DATASET_NOT_FOUND: 'There is no dataset of this id.',
  DATASET_DAMAGED: 'The files of this dataset are damaged; import it again.',
  DATASET_EMPTY: 'A dataset needs at least one candle.',
  DATASET_INVALID: 'The dataset cannot be stored as described.',
} as const
const problem = (code: keyof typeof texts, id: string, received = id): Problem => ({
  path: ['dataset', id],
  code,
  message: texts[code],
  severity: 'error',
  received,
})
const failed = (...problems: readonly Problem[]) => ({ ok: false, problems }) as const
const done = <Value>(value: Value): Checked<Value> => ({ ok: true, value, warnings: [] })

export async function openCandleCatalogue(folder: string, now: () => number = Date.now): Promise<CandleCatalogue> {
  const trash = join(folder, '.trash')
  for (const path of [folder, trash]) await ensureFolder(path)
  const path = (id: string, kind: 'json' | 'parquet' | 'columns') => join(folder, `${id}.${kind}`)

  const get = async (id: string): Promise<Checked<Dataset>> => {
    if (!idText.test(id)) return failed(problem('DATASET_NOT_FOUND', id.slice(0, 80)))
    const text = await readIfThere(path(id, 'json'))
    if (text === undefined) return failed(problem('DATASET_NOT_FOUND', id))
    const parsed = parseMetadata(text)
    return parsed === undefined ? failed(problem('DATASET_DAMAGED', id)) : done(parsed)
  }

  const load = async (id: string, { shared = false }: { readonly shared?: boolean } = {}): Promise<Checked<BarColumns>> => {
    const dataset = await get(id)
    if (!dataset.ok) return dataset
    const cached = await readColumnCache(path(id, 'columns'), dataset.value.sha256, { shared })
    if (cached !== undefined) return done(cached)
    const read = await readParquet(path(id, 'parquet'), dataset.value)
    if (!read.ok) return read
    await writeColumnCache(path(id, 'columns'), dataset.value.sha256, read.value)
    const again = shared ? await readColumnCache(path(id, 'columns'), dataset.value.sha256, { shared }) : undefined
    return done(again ?? read.value)
  }

  return {
    async list() {
      const datasets: Dataset[] = []
      const problems: Problem[] = []
      for (const name of (await readdir(folder)).filter((each) => each.endsWith('.json') && idText.test(each.slice(0, -5)))) {
        const dataset = await get(name.slice(0, -5))
        if (dataset.ok) datasets.push(dataset.value)
        else problems.push(...dataset.problems)
      }
      return { datasets: datasets.toSorted((a, b) => b.addedAt - a.addedAt || (a.id < b.id ? 1 : -1)), problems }
    },
    async add({ columns, source, report, ...head }) {
      const bars = columns.time.length
      const id = newId(now())
      if (bars === 0) return failed(problem('DATASET_EMPTY', head.name))
      const bytes = await candlesToParquet(columns)
      const toOpen = intervals[head.interval]
      const parsed = datasetSchema.safeParse({
        format: 1,
        id,
        ...head,
        bars,
        from: (columns.time[0] ?? 0) - toOpen,
        to: (columns.time[bars - 1] ?? 0) - toOpen,
        addedAt: now(),
        ...(source === undefined ? {} : { source: { fileName: source.fileName, sha256: sha256(source.bytes) } }),
        sha256: sha256(bytes),
        ...(report === undefined ? {} : { report }),
      })
      if (!parsed.success)
        return failed(
          problem('DATASET_INVALID', head.name, parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')),
        )
      // The metadata last: a dataset exists when all of it is on disk.
      await writeDurably(path(id, 'parquet'), bytes)
      await writeDurably(path(id, 'json'), `${JSON.stringify(parsed.data)}\n`)
      return done(parsed.data)
    },
    get,
    load,
    async remove(id) {
      const dataset = await get(id)
      if (!dataset.ok && dataset.problems[0]?.code === 'DATASET_NOT_FOUND') return dataset
      await moveDurably(path(id, 'json'), join(trash, `${id}.json`))
      return done(null)
    },
    async restore(id) {
      if (!idText.test(id) || (await readIfThere(join(trash, `${id}.json`))) === undefined)
        return failed(problem('DATASET_NOT_FOUND', id.slice(0, 80)))
      await moveDurably(join(trash, `${id}.json`), path(id, 'json'))
      return get(id)
    },
  }
}

function parseMetadata(text: string): Dataset | undefined {
  try {
    return datasetSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

async function readParquet(path: string, dataset: Dataset): Promise<Checked<BarColumns>> {
  try {
    const bytes = await readFile(path)
    if (sha256(bytes) !== dataset.sha256)
      return failed(problem('DATASET_DAMAGED', dataset.id, 'the candles are not those that were stored'))
    return done(await candlesFromParquet(bytes))
  } catch (cause) {
    return failed(problem('DATASET_DAMAGED', dataset.id, isMissing(cause) ? 'the Parquet file is missing' : String(cause)))
  }
}
