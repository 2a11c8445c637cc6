import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { barColumns, type BarColumns, sliceColumns } from '@strategraph/market-model'

/** A CSV file by columns; an empty cell is NaN. Columns that hold texts are in `text`. */
export interface Table {
  readonly rows: number
  readonly numbers: Readonly<Record<string, Float64Array>>
  readonly text: Readonly<Record<string, readonly string[]>>
}

/** What a skipped test says. */
export const sharedDataMissing = 'the folder shared/data was not found beside the repository (set STRATEGRAPH_SHARED_DATA to name it)'

/** The folder with reference data, found by walking up from here; undefined where there is none. */
export function sharedDataFolder(): string | undefined {
  const named = process.env['STRATEGRAPH_SHARED_DATA']
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined
  let folder = import.meta.dirname
  while (dirname(folder) !== folder) {
    folder = dirname(folder)
    const candidate = join(folder, 'shared', 'data')
    if (existsSync(candidate)) return candidate
  }
  return undefined
}

/** Text of a file below the folder, unpacked if only `<path>.gz` is there; undefined where neither is. */
export function sharedText(path: string): string | undefined {
  const folder = sharedDataFolder()
  if (folder === undefined) return undefined
  const plain = join(folder, path)
  if (existsSync(plain)) return plain.endsWith('.gz') ? gunzipSync(readFileSync(plain)).toString('utf8') : readFileSync(plain, 'utf8')
  return existsSync(`${plain}.gz`) ? gunzipSync(readFileSync(`${plain}.gz`)).toString('utf8') : undefined
}

export function sharedTable(path: string): Table | undefined {
  const text = sharedText(path)
  return text === undefined ? undefined : parseTable(text)
}

export function parseTable(csv: string): Table {
  const [header = '', ...lines] = csv.trim().split(/\r?\n/)
  const names = header.split(',')
  const cells = lines.map((line) => line.split(','))
  const text = Object.fromEntries(names.map((name, at) => [name, cells.map((row) => row[at] ?? '')]))
  const numbers = Object.fromEntries(
    Object.entries(text).map(([name, column]) => [name, Float64Array.from(column, (cell) => (cell === '' ? Number.NaN : Number(cell)))]),
  )
  return { rows: lines.length, numbers, text }
}

/** Bars of a file in `candles/` (or any path below the folder), rows from (inclusive) to (exclusive), stamped with their close. */
export function candles(file: string, from = 0, to?: number): BarColumns | undefined {
  const table = sharedTable(file.includes('/') ? file : `candles/${file}`)
  return table && sliceColumns(tableBars(table), from, to ?? table.rows)
}

/** The files stamp bars with their open; the interval is the smallest distance between two bars. */
export function tableBars({ rows, numbers }: Table): BarColumns {
  const opened = numbers['timestamp'] ?? new Float64Array(rows)
  let interval = Number.POSITIVE_INFINITY
  for (let row = 1; row < rows; row++) interval = Math.min(interval, (opened[row] ?? 0) - (opened[row - 1] ?? 0))
  const empty = barColumns(rows)
  const column = (name: 'open' | 'high' | 'low' | 'close' | 'volume') => numbers[name] ?? empty[name]
  return {
    time: opened.map((time) => time + interval),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  }
}

export const goldenIndicatorNames = ['kraken_btcusd_1h_2021', 'kraken_xbtusdt_1m_flat', 'made_flat_and_monotone'] as const
export type GoldenIndicatorName = (typeof goldenIndicatorNames)[number]

export interface GoldenIndicators {
  readonly bars: BarColumns
  /** TA-Lib's values and those of the extra file, by column. */
  readonly columns: Readonly<Record<string, Float64Array>>
}

export function goldenIndicators(name: GoldenIndicatorName): GoldenIndicators | undefined {
  const bars = candles(`golden/indicators/${name}.input.csv`)
  const talib = sharedTable(`golden/indicators/${name}.talib.csv`)
  const extra = sharedTable(`golden/indicators/${name}.extra.csv`)
  if (bars === undefined || talib === undefined || extra === undefined) return undefined
  return { bars, columns: { ...extra.numbers, ...talib.numbers } }
}

export interface GoldenBacktest {
  readonly spec: Readonly<Record<string, unknown>>
  readonly bars: BarColumns
  readonly trades: Table
  readonly equity: Table
  readonly indicators?: Table
}

/** A reference backtest by its folder's name or number: `goldenBacktest('01_ema_cross_long')`. */
export function goldenBacktest(id: string): GoldenBacktest | undefined {
  const folder = `golden/backtests/${id}`
  const specText = sharedText(`${folder}/spec.json`)
  const trades = sharedTable(`${folder}/trades.csv`)
  const equity = sharedTable(`${folder}/equity.csv`)
  if (specText === undefined || trades === undefined || equity === undefined) return undefined
  const spec: Record<string, unknown> = JSON.parse(specText)
  const source = /^(\S+)(?: rows (\d+)\.\.(\d+))?/.exec(String(spec['source']))
  const bars = candles(source?.[1] ?? '', Number(source?.[2] ?? 0), source?.[3] === undefined ? undefined : Number(source[3]) + 1)
  if (bars === undefined) return undefined
  const indicators = sharedTable(`${folder}/indicators.csv`)
  return { spec, bars, trades, equity, ...(indicators && { indicators }) }
}
