import { describe, expect, it } from 'vitest'
import { createKernelBuilder } from './builder.ts'
import type { CandleExpressions, Expression, Kernel, Num } from './language.ts'
import {
  averageTrueRange,
  becomesTrue,
  change,
  clamp,
  crossesAbove,
  crossesBelow,
  ema,
  highestHigh,
  lowestLow,
  relativeChange,
  trueRange,
  typicalPrice,
  wilder,
  zScore,
} from './library.ts'
import { runProgram } from './testing/run-program.ts'

const NONE = Number.NaN

interface Given {
  readonly x: Num
  readonly y: Num
  readonly candles: CandleExpressions
}

function rowsOf(columns: Readonly<Record<string, readonly number[]>>, expression: (k: Kernel, given: Given) => Expression): number[] {
  const builder = createKernelBuilder()
  builder.output('result', expression(builder.k, { x: builder.number('x'), y: builder.number('y'), candles: builder.candles('c') }))
  const program = builder.seal()
  const rows = Math.max(...Object.values(columns).map((column) => column.length))
  const inputs = program.inputs.map(({ name }) => Float64Array.from(columns[name] ?? []))
  return [...(runProgram(program, { inputs, rows }, { backEnd: 'wasm' })[0] ?? [])]
}

const candles = { 'c.open': [9, 11, 15], 'c.high': [12, 13, 16], 'c.low': [8, 10, 14], 'c.close': [10, 12, 15] }

describe('library', () => {
  it('averages start as the mean of the first values', () => {
    expect(rowsOf({ x: [1, 2, 3, 5] }, (k, { x }) => ema(k, x, 3))).toEqual([NONE, NONE, 2, 3.5])
    expect(rowsOf({ x: [1, 2, 3, 5] }, (k, { x }) => wilder(k, x, 3))).toEqual([NONE, NONE, 2, 3])
  })

  it('the true range counts the gap to the close before, so the first row has none', () => {
    expect(rowsOf(candles, (k, given) => trueRange(k, given.candles))).toEqual([NONE, 3, 4])
    expect(rowsOf(candles, (k, given) => averageTrueRange(k, given.candles, 2))).toEqual([NONE, NONE, 3.5])
  })

  it('a crossing is a touch or the other side before, and beyond now', () => {
    const pair = { x: [1, 2, 3, 3, 2, 1], y: [2, 2, 2, 3, 2, 2] }
    expect(rowsOf(pair, (k, { x, y }) => crossesAbove(k, x, y))).toEqual([NONE, 0, 1, 0, 0, 0])
    expect(rowsOf(pair, (k, { x, y }) => crossesBelow(k, x, y))).toEqual([NONE, 0, 0, 0, 0, 1])
    expect(rowsOf({ x: [69, 71, 72, 70] }, (k, { x }) => crossesAbove(k, x, 70))).toEqual([NONE, 1, 0, 0])
    expect(rowsOf({ x: [1, 3, 4, 1, 5] }, (k, { x }) => becomesTrue(k, x.isGreaterThan(2)))).toEqual([NONE, 1, 0, 0, 1])
  })

  it('changes, prices and limits', () => {
    expect(rowsOf({ x: [0, 4, 6] }, (k, { x }) => change(k, x))).toEqual([NONE, 4, 2])
    expect(rowsOf({ x: [0, 4, 6] }, (k, { x }) => relativeChange(k, x))).toEqual([NONE, 0, 0.5])
    expect(rowsOf({ x: [0, 4, 6] }, (k, { x }) => change(k, x, 2))).toEqual([NONE, NONE, 6])
    expect(rowsOf(candles, (_, given) => typicalPrice(given.candles))).toEqual([10, 35 / 3, 15])
    expect(rowsOf(candles, (k, given) => highestHigh(k, given.candles, 2))).toEqual([NONE, 13, 16])
    expect(rowsOf(candles, (k, given) => lowestLow(k, given.candles, 2))).toEqual([NONE, 8, 10])
    expect(rowsOf({ x: [-1, 2, 9] }, (k, { x }) => clamp(k, x, { low: 0, high: 5 }))).toEqual([0, 2, 5])
  })

  it('the z-score of equal values is 0', () => {
    expect(rowsOf({ x: [0.1, 0.1, 0.1, 0.4] }, (k, { x }) => zScore(k, x, 2))).toEqual([NONE, 0, 0, 1])
  })
})
