import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BarColumns, barColumns, barFields } from '@strategraph/market-model'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../testing/temporary-folder.ts'
import { type NewDataset, openCandleCatalogue } from './candle-catalogue.ts'

const hour = 3_600_000
function series(length: number): BarColumns {
  const columns = barColumns(length)
  for (let row = 0; row < length; row += 1) {
    columns.time[row] = 1_700_000_000_000 + (row + 1) * hour
    for (const field of ['open', 'high', 'low', 'close', 'volume'] as const) columns[field][row] = 30_000 + Math.sin(row * field.length) / 3
  }
  return columns
}
const dataset = (more: Partial<NewDataset> = {}): NewDataset => ({
  name: 'Bitcoin hours',
  symbol: 'BTC/USD',
  interval: '1h',
  tickSize: '0.1',
  lotSize: '0.00000001',
  provenance: 'imported',
  columns: series(1000),
  ...more,
})
async function catalogue() {
  const folder = await temporaryFolder()
  const candles = await openCandleCatalogue(folder)
  const add = async (more: Partial<NewDataset> = {}) => {
    const added = await candles.add(dataset(more))
    if (!added.ok) throw new Error(JSON.stringify(added.problems))
    return added.value
  }
  return { folder, candles, add }
}
const same = (a: BarColumns, b: BarColumns) =>
  barFields.every((field) => Buffer.from(a[field].slice().buffer).equals(Buffer.from(b[field].slice().buffer)))
const code = (result: { ok: boolean; problems?: readonly { code: string }[] }) => result.problems?.[0]?.code

describe('candle catalogue', () => {
  it('gives the candles back bit for bit: from Parquet, from the cache, and in shared memory', async () => {
    const { candles, add } = await catalogue()
    const columns = series(250_001) // more than two row groups
    columns.volume[5] = 5e-324
    columns.close[7] = 0.1 + 0.2
    const { id } = await add({ columns })
    for (const options of [{}, {}, { shared: true }]) {
      const loaded = await candles.load(id, options)
      expect(loaded.ok && same(loaded.value, columns)).toBe(true)
    }
    const shared = await candles.load(id, { shared: true })
    expect(shared.ok && shared.value.close.buffer instanceof SharedArrayBuffer).toBe(true)
  })

  it('describes the dataset: range by open times, hash of the source, report', async () => {
    const { folder, candles, add } = await catalogue()
    const added = await add({ source: { fileName: 'x.csv', bytes: new TextEncoder().encode('abc') }, report: { gaps: 3 } })
    expect(added).toMatchObject({ bars: 1000, from: 1_700_000_000_000, to: 1_700_000_000_000 + 999 * hour, report: { gaps: 3 } })
    expect(added.source?.sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(await candles.get(added.id)).toEqual({ ok: true, value: added, warnings: [] })
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o077).toBe(0)
  })

  it('lists newest first; a deleted dataset is gone and comes back whole', async () => {
    const { candles, add } = await catalogue()
    const [first, second] = [await add({ name: 'a' }), await add({ name: 'b' })]
    expect((await candles.list()).datasets.map(({ name }) => name)).toEqual(['b', 'a'])
    await candles.remove(first.id)
    expect((await candles.list()).datasets.map(({ id }) => id)).toEqual([second.id])
    expect(code(await candles.load(first.id))).toBe('DATASET_NOT_FOUND')
    expect((await candles.restore(first.id)).ok).toBe(true)
    expect((await candles.load(first.id)).ok).toBe(true)
    expect(code(await candles.restore(first.id))).toBe('DATASET_NOT_FOUND')
  })

  it.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 8)],
    ['empty', () => Buffer.alloc(0)],
    ['changed in one bit', (bytes: Buffer) => Buffer.from(bytes.map((byte, index) => (index === 3000 ? byte ^ 1 : byte)))],
  ])('a cache file that is %s is made again', async (_, spoil) => {
    const { folder, candles, add } = await catalogue()
    const { id } = await add()
    await candles.load(id)
    const cache = join(folder, `${id}.columns`)
    const good = await readFile(cache)
    await writeFile(cache, spoil(good))
    const loaded = await candles.load(id)
    expect(loaded.ok && same(loaded.value, series(1000))).toBe(true)
    expect((await readFile(cache)).equals(good)).toBe(true)
  })

  it('damaged candles and damaged metadata are refused, the others stay', async () => {
    const { folder, candles, add } = await catalogue()
    const [a, b, c] = [await add(), await add(), await add()]
    const bytes = await readFile(join(folder, `${a.id}.parquet`))
    await writeFile(
      join(folder, `${a.id}.parquet`),
      bytes.map((byte, index) => (index === 500 ? byte ^ 1 : byte)),
    )
    await writeFile(join(folder, `${b.id}.json`), '{"format":1')
    await rm(join(folder, `${c.id}.parquet`))
    for (const { id } of [a, b, c]) expect(code(await candles.load(id))).toBe('DATASET_DAMAGED')
    const listed = await candles.list()
    expect([listed.datasets.length, listed.problems.map((problem) => problem.code)]).toEqual([2, ['DATASET_DAMAGED']])
  })

  it('refuses an empty series, a wrong tick size, and ids that are paths', async () => {
    const { candles } = await catalogue()
    expect(code(await candles.add(dataset({ columns: series(0) })))).toBe('DATASET_EMPTY')
    expect(code(await candles.add(dataset({ tickSize: '1e-3' })))).toBe('DATASET_INVALID')
    expect(code(await candles.load('../../etc/passwd'))).toBe('DATASET_NOT_FOUND')
    expect(code(await candles.remove('../x'))).toBe('DATASET_NOT_FOUND')
  })
})
