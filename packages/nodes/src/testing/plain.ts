import type { NodeDefinition } from '@strategraph/strategy-core'
import { expect, it } from 'vitest'
import { runNode } from './run-node.ts'

/** Textbook implementations over whole arrays, written to be read: what indicators without reference values are compared with. */

export interface Prices {
  readonly open: readonly number[]
  readonly high: readonly number[]
  readonly low: readonly number[]
  readonly close: readonly number[]
  readonly volume: readonly number[]
}

/** A seeded walk (mulberry32) around 100, with a flat stretch without volume. */
export function walk(rows: number): Prices {
  let seed = 7
  const random = () => {
    seed = (seed + 0x6d2b79f5) | 0
    let x = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296
  }
  const candles: { open: number; high: number; low: number; close: number; volume: number }[] = []
  let price = 100
  for (let row = 0; row < rows; row++) {
    const isFlat = row % 700 > 640
    const open = price
    if (!isFlat) price *= 1 + (random() - 0.5) / 50
    const reach = isFlat ? 0 : random()
    candles.push({
      open,
      close: price,
      high: Math.max(open, price) + reach,
      low: Math.min(open, price) - reach,
      volume: isFlat ? 0 : random() * 1000,
    })
  }
  const column = (field: keyof Prices) => candles.map((candle) => candle[field])
  return { open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume') }
}

export function mean(values: readonly number[], window: number): number[] {
  return values.map((_, row) => (row < window - 1 ? Number.NaN : values.slice(row - window + 1, row + 1).reduce((a, b) => a + b) / window))
}

export function extreme(values: readonly number[], window: number, choose: (...values: number[]) => number): number[] {
  return values.map((_, row) => (row < window - 1 ? Number.NaN : choose(...values.slice(row - window + 1, row + 1))))
}

/** Exponential smoothing, seeded with the mean of the first `window` values that are there. */
export function exponential(values: readonly number[], window: number, alpha: number): number[] {
  const first = values.findIndex((value) => !Number.isNaN(value))
  let average = values.slice(first, first + window).reduce((a, b) => a + b) / window
  return values.map((value, row) => {
    if (row < first + window - 1) return Number.NaN
    if (row >= first + window) average += alpha * (value - average)
    return average
  })
}

export function changePercent(values: readonly number[], rows: number): number[] {
  return values.map((value, row) => (row < rows ? Number.NaN : (100 * (value - values[row - rows]!)) / values[row - rows]!))
}

export function trueRange({ high, low, close }: Prices): number[] {
  return high.map((top, row) => (row === 0 ? Number.NaN : Math.max(top, close[row - 1]!) - Math.min(low[row]!, close[row - 1]!)))
}

/** The node with its defaults equals the textbook over 5,000 candles, to 1e-9 of each column's largest value and in where values are. */
export function sameAsPlain(definition: NodeDefinition, textbook: (prices: Prices) => Readonly<Record<string, readonly number[]>>): void {
  it(`${definition.type} equals its textbook formula`, () => {
    const prices = walk(5000)
    const inputs = Object.fromEntries(Object.entries(prices).map(([field, column]) => [`candles.${field}`, column]))
    const actual = runNode(definition, inputs)
    for (const [port, expected] of Object.entries(textbook(prices))) {
      const tolerance = 1e-9 * Math.max(...expected.map((value) => (Number.isNaN(value) ? 0 : Math.abs(value))))
      const different = expected.flatMap((value, row) => {
        const given = actual[port]?.[row] ?? Number.NaN
        const same = Number.isNaN(value) ? Number.isNaN(given) : Math.abs(given - value) <= tolerance
        return same ? [] : [`${port} row ${row}: ${given}, textbook ${value}`]
      })
      expect(different.slice(0, 5)).toEqual([])
    }
  })
}
