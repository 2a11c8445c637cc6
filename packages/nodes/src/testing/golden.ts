import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { NodeDefinition, PortSpec } from '@strategraph/strategy-core'
import { describe, expect, it } from 'vitest'
import { type Columns, runNode } from './run-node.ts'

/** Reference values lie beside the repository; elsewhere a variable names their folder. */
const folder = process.env['STRATEGRAPH_GOLDEN'] ?? resolve(import.meta.dirname, '../../../../../shared/data/golden')
const seriesNames = ['kraken_btcusd_1h_2021', 'kraken_xbtusdt_1m_flat', 'made_flat_and_monotone'] as const
type SeriesName = (typeof seriesNames)[number]

const prices = ['open', 'high', 'low', 'close', 'volume'] as const

function readTable(name: string): Columns {
  const path = resolve(folder, 'indicators', name)
  const text = existsSync(path) ? readFileSync(path, 'utf8') : gunzipSync(readFileSync(`${path}.gz`)).toString('utf8')
  const [header = '', ...lines] = text.trim().split(/\r?\n/)
  const names = header.split(',')
  const cells = lines.map((line) => line.split(','))
  return Object.fromEntries(names.map((column, at) => [column, Float64Array.from(cells, (row) => (row[at] ? Number(row[at]) : Number.NaN))]))
}

const tables = new Map<SeriesName, { readonly candles: Columns; readonly golden: Columns }>()

function load(name: SeriesName) {
  const known = tables.get(name)
  if (known !== undefined) return known
  const input = readTable(`${name}.input.csv`)
  const opened = input['timestamp'] ?? []
  const interval = Number(opened[1]) - Number(opened[0])
  const table = {
    // The files stamp bars with their beginning; here a bar's time is its close.
    candles: { ...input, time: Array.from(opened, (time) => time + interval) },
    golden: { ...readTable(`${name}.talib.csv`), ...readTable(`${name}.extra.csv`) },
  }
  tables.set(name, table)
  return table
}

export interface GoldenCase {
  readonly config?: Readonly<Record<string, unknown>>
  /** Number inputs by port and what they are fed with; the close where nothing is said. */
  readonly inputs?: Readonly<Record<string, (typeof prices)[number]>>
  /** Output port to golden column. */
  readonly columns: Readonly<Record<string, string>>
  /** Rows from which on values are compared; the column's first row when absent. Presence is compared from row 0 either way. */
  readonly from?: number
  /** All three series when absent; the place of use says why another one does not fit. */
  readonly series?: readonly SeriesName[]
  /** Largest |a - b|, for columns whose golden values are rounding noise about 0: says so at the place of use. */
  readonly noise?: number
}

/** One test per series and column: the node's values equal the golden ones, and are there exactly where these are. */
export function goldenColumns(definition: NodeDefinition, golden: GoldenCase): void {
  const isThere = existsSync(resolve(folder, 'indicators'))
  describe(`${definition.type} against reference values${isThere ? '' : ' (skipped: folder golden/indicators not found)'}`, () => {
    for (const name of golden.series ?? seriesNames) {
      for (const [port, column] of Object.entries(golden.columns)) {
        it.skipIf(!isThere)(`gives ${column} of ${name} at ${port}`, () => {
          const { candles, golden: table } = load(name)
          const results = runNode(definition, inputsOf(definition, candles, golden.inputs), golden.config)
          expect(differences(results[port] ?? [], table[column] ?? [], golden)).toEqual([])
        })
      }
    }
  })
}

function inputsOf(definition: NodeDefinition, candles: Columns, chosen: GoldenCase['inputs'] = {}): Columns {
  const columns = Object.entries<PortSpec>(definition.inputs).flatMap(([port, { kind, optional }]) => {
    if (kind === 'candles') return ['time', ...prices].map((field) => [`${port}.${field}`, candles[field] ?? []] as const)
    if (optional && chosen[port] === undefined) return []
    return [[port, candles[chosen[port] ?? 'close'] ?? []] as const]
  })
  return Object.fromEntries(columns)
}

/** |a - b| <= 1e-9 max(|golden|, 1e-6 largest |golden|); the first few that are not, as text. */
function differences(actual: ArrayLike<number>, golden: ArrayLike<number>, { from = 0, noise = 0 }: GoldenCase): readonly string[] {
  const largest = Array.from(golden).reduce((most, value) => Math.max(most, Number.isNaN(value) ? 0 : Math.abs(value)), 0)
  const found: string[] = []
  if (golden.length === 0) found.push('no such golden column')
  for (let row = 0; row < golden.length && found.length < 5; row++) {
    const a = actual[row] ?? Number.NaN
    const b = golden[row] ?? Number.NaN
    if (Number.isNaN(a) !== Number.isNaN(b)) found.push(`row ${row}: ${a}, golden ${b}`)
    else if (row >= from && !Number.isNaN(a) && !(Math.abs(a - b) <= Math.max(noise, 1e-9 * Math.max(Math.abs(b), 1e-6 * largest)))) found.push(`row ${row}: ${a}, golden ${b}`)
  }
  return found
}
