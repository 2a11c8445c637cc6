import type { NodeDefinition, PortSpec } from '@strategraph/strategy-core'
import {
  type GoldenIndicatorName,
  goldenIndicatorNames,
  goldenIndicators,
  sharedDataFolder,
  sharedDataMissing,
} from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import { type Columns, runNode } from './run-node.ts'

const prices = ['open', 'high', 'low', 'close', 'volume'] as const

const loaded = new Map<GoldenIndicatorName, ReturnType<typeof goldenIndicators>>()

function load(name: GoldenIndicatorName) {
  if (!loaded.has(name)) loaded.set(name, goldenIndicators(name))
  const golden = loaded.get(name)
  if (golden === undefined) throw new Error(`reference values of ${name} are not there`)
  return { candles: Object.fromEntries(Object.entries(golden.bars)), golden: golden.columns }
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
  readonly series?: readonly GoldenIndicatorName[]
  /** Largest |a - b|, for columns whose golden values are rounding noise about 0: says so at the place of use. */
  readonly noise?: number
}

/** One test per series and column: the node's values equal the golden ones, and are there exactly where these are. */
export function goldenColumns(definition: NodeDefinition, golden: GoldenCase): void {
  const isThere = sharedDataFolder() !== undefined
  describe(`${definition.type} against reference values${isThere ? '' : ` (skipped: ${sharedDataMissing})`}`, () => {
    for (const name of golden.series ?? goldenIndicatorNames) {
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
    else if (row >= from && !Number.isNaN(a) && !(Math.abs(a - b) <= Math.max(noise, 1e-9 * Math.max(Math.abs(b), 1e-6 * largest))))
      found.push(`row ${row}: ${a}, golden ${b}`)
  }
  return found
}
