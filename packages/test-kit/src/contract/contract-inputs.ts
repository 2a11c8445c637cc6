import type { BarColumns } from '@strategraph/market-model'
import fc from 'fast-check'
import { marketBars, type MarketShape, marketShapes } from '../bars.ts'
import { seededRandom } from '../random.ts'
import { candleFields, type ColumnNode, type Columns } from './column-node.ts'

/** One set of input columns, described so that fast-check can shrink and print it. */
export interface InputCase {
  readonly shape: MarketShape
  readonly seed: number
  /** Rows at the beginning that have no value, as behind an indicator that warms up. */
  readonly missing: number
  /** Share of rows without a value in between. */
  readonly holes: number
}

export const ordinary: InputCase = { shape: 'market', seed: 1, missing: 0, holes: 0 }

export const inputCases: fc.Arbitrary<InputCase> = fc.record({
  shape: fc.constantFrom(...marketShapes),
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  missing: fc.constantFrom(0, 0, 0, 1, 7),
  holes: fc.constantFrom(0, 0, 0, 0.1),
})

/** Columns for the inputs of a node. Candles of one port belong together and are valid bars; `time` is the clock of the node. */
export function inputColumns(node: ColumnNode, rows: number, { shape, seed, missing, holes }: InputCase): Columns {
  const columns: Record<string, Float64Array> = {}
  const markets = new Map<string, BarColumns>()
  const market = (port: string) => {
    const known =
      markets.get(port) ?? marketBars({ bars: rows, seed: seed + 31 * markets.size, shape, gaps: shape === 'market' ? 0.05 : 0 })
    markets.set(port, known)
    return known
  }
  for (const [index, { name, kind }] of node.inputs.entries()) {
    const dot = name.lastIndexOf('.')
    const field = candleFields.find((candidate) => candidate === name.slice(dot + 1))
    const random = seededRandom(seed + 977 * index)
    if (name === 'time') columns[name] = market('').time
    else if (dot > 0 && field !== undefined) columns[name] = withoutFirst(market(name.slice(0, dot))[field], missing)
    else if (kind === 'flag')
      columns[name] = withHoles(
        Float64Array.from({ length: rows }, () => Number(random() < 0.4)),
        missing,
        holes,
        random,
      )
    else columns[name] = withHoles(marketBars({ bars: rows, seed: seed + 977 * index, shape }).close, missing, holes, random)
  }
  return columns
}

/** Candles miss at the beginning only: a slower feed before its first bar. A feed has no holes, its rows are the bars that are there. */
function withoutFirst(column: Float64Array, missing: number): Float64Array {
  return column.slice().fill(Number.NaN, 0, missing)
}

function withHoles(column: Float64Array, missing: number, holes: number, random: () => number): Float64Array {
  return column.map((value, row) => (row < missing || random() < holes ? Number.NaN : value))
}
