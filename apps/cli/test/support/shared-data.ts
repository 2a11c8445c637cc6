import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** The folder with real market data and golden results beside the repository (or STRATEGRAPH_SHARED_DATA); undefined where it is absent. */
export const sharedData = findFolder()

/** Put into the name of a suite that needs the folder, so that a skip explains itself. */
export const needsSharedData = sharedData === undefined ? ' (skipped: ../shared/data is absent, set STRATEGRAPH_SHARED_DATA)' : ''

function findFolder(): string | undefined {
  const named = process.env['STRATEGRAPH_SHARED_DATA']
  if (named !== undefined) return existsSync(named) ? named : undefined
  for (let folder = import.meta.dirname; dirname(folder) !== folder; folder = dirname(folder)) {
    const candidate = join(folder, 'shared', 'data')
    if (existsSync(join(candidate, 'MANIFEST.csv'))) return candidate
  }
  return undefined
}

export function sharedText(path: string): string {
  if (sharedData === undefined) throw new Error('the shared data folder is absent')
  const bytes = readFileSync(join(sharedData, path))
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

/** Rows of a simple CSV (no quotes) by column name. */
export function csvRows(text: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = text.trim().split('\n')
  const names = header.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']))
  })
}

/** Columns of a simple CSV; an empty cell is NaN. */
export function csvColumns(text: string): ReadonlyMap<string, Float64Array> {
  const [header = '', ...lines] = text.trim().split('\n')
  const cells = lines.map((line) => line.split(','))
  return new Map(
    header
      .split(',')
      .map((name, column) => [name, Float64Array.from(cells, (row) => ((row[column] ?? '') === '' ? Number.NaN : Number(row[column])))]),
  )
}

/** Writes the candles that the spec of a reference backtest names ("candles/x.csv.gz rows 10..20", "... all rows") and gives the file. */
export function writeSourceRows(id: string, folder: string): string {
  const { source }: { source: string } = JSON.parse(sharedText(`golden/backtests/${id}/spec.json`))
  const [, path = '', first, last] = /^(\S+) (?:rows (\d+)\.\.(\d+)|all rows)$/.exec(source) ?? []
  const [header = '', ...lines] = sharedText(path).trim().split('\n')
  const rows = first === undefined ? lines : lines.slice(Number(first), Number(last) + 1)
  const file = join(folder, `${id}.csv`)
  writeFileSync(file, `${[header, ...rows].join('\n')}\n`)
  return file
}
