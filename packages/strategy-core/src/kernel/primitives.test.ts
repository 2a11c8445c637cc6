import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKernelBuilder } from './builder.ts'
import type { Expression, Flag, Kernel, Num } from './language.ts'
import { deviation, mean, meanDeviation, overHistory, overWindow, smooth, sum, weightedMean } from './testing/reference.ts'
import { BACK_ENDS, runProgram } from './testing/run-program.ts'

const NONE = Number.NaN

interface Inputs {
  readonly x?: readonly number[]
  readonly y?: readonly number[]
  readonly p?: readonly number[]
  readonly q?: readonly number[]
}

interface Operands {
  readonly x: Num
  readonly y: Num
  readonly p: Flag
  readonly q: Flag
}

/** The rows of one expression over given columns, from both back ends, which must agree. */
function rowsOf(inputs: Inputs, expression: (k: Kernel, operands: Operands) => Expression): number[] {
  const builder = createKernelBuilder()
  const operands = { x: builder.number('x'), y: builder.number('y'), p: builder.flag('p'), q: builder.flag('q') }
  builder.output('result', expression(builder.k, operands))
  const program = builder.seal()
  const columns: Readonly<Record<string, readonly number[] | undefined>> = { ...inputs }
  const rows = Math.max(...Object.values(inputs).map((column) => column.length))
  const data = { rows, inputs: program.inputs.map(({ name }) => Float64Array.from(columns[name] ?? [])) }
  const [oracle, wasm] = BACK_ENDS.map((backEnd) => [...(runProgram(program, data, { backEnd })[0] ?? [])])
  expect(wasm).toEqual(oracle)
  return oracle ?? []
}

const present = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => (Math.abs(value) < 1e-6 ? 0 : value))
const column = fc.array(
  fc.oneof({ weight: 8, arbitrary: present }, { weight: 1, arbitrary: fc.constant(NONE) }, { weight: 2, arbitrary: fc.constantFrom(1, 2) }),
  {
    minLength: 1,
    maxLength: 50,
  },
)
const window = fc.integer({ min: 1, max: 12 })

/** Rows in which a value is farther from the expected one than `tolerance`, or there where there should be none. */
function rowsApart(actual: readonly number[], expected: readonly number[], tolerance: number): readonly number[] {
  return [...expected.keys()].filter((row) => {
    const [value, wanted] = [actual[row] ?? NONE, expected[row] ?? NONE]
    return Number.isNaN(wanted) ? !Number.isNaN(value) : !(Math.abs(value - wanted) <= tolerance)
  })
}

const largest = (values: readonly number[]): number => Math.max(1e-300, ...values.filter((value) => !Number.isNaN(value)).map(Math.abs))

describe('windows against a naive reference, rows without a value skipped', () => {
  const figures: readonly (readonly [string, (k: Kernel, x: Num, window: number) => Num, (values: readonly number[]) => number])[] = [
    ['sum', (k, x, rows) => k.sum(x, rows), sum],
    ['mean', (k, x, rows) => k.mean(x, rows), mean],
    ['weightedMean', (k, x, rows) => k.weightedMean(x, rows), weightedMean],
    ['deviation', (k, x, rows) => k.deviation(x, rows), deviation],
    ['meanDeviation', (k, x, rows) => k.meanDeviation(x, rows), meanDeviation],
  ]
  for (const [name, expression, figure] of figures) {
    it(`${name}, within rounding`, () => {
      fc.assert(
        fc.property(column, window, (x, rows) => {
          const expected = overWindow(x, rows, figure)
          const actual = rowsOf({ x }, (k, operands) => expression(k, operands.x, rows))
          expect(rowsApart(actual, expected, largest(x) * rows * 1e-13)).toEqual([])
        }),
      )
    })
  }

  const exact: readonly (readonly [string, (k: Kernel, x: Num, window: number) => Num, (values: readonly number[]) => number])[] = [
    ['highest', (k, x, rows) => k.highest(x, rows), (values) => Math.max(...values)],
    ['lowest', (k, x, rows) => k.lowest(x, rows), (values) => Math.min(...values)],
    [
      'rowsSinceHighest, the latest on ties',
      (k, x, rows) => k.rowsSinceHighest(x, rows),
      (values) => values.length - 1 - values.lastIndexOf(Math.max(...values)),
    ],
    [
      'rowsSinceLowest, the latest on ties',
      (k, x, rows) => k.rowsSinceLowest(x, rows),
      (values) => values.length - 1 - values.lastIndexOf(Math.min(...values)),
    ],
  ]
  for (const [name, expression, figure] of exact) {
    it(`${name}, exactly`, () => {
      fc.assert(
        fc.property(column, window, (x, rows) => {
          expect(rowsOf({ x }, (k, operands) => expression(k, operands.x, rows))).toEqual(overWindow(x, rows, figure))
        }),
      )
    })
  }

  it('countTrue', () => {
    const flags = fc.array(fc.constantFrom(0, 1, NONE), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(flags, window, (p, rows) => {
        expect(rowsOf({ p }, (k, operands) => k.countTrue(operands.p, rows))).toEqual(overWindow(p, rows, sum))
      }),
    )
  })

  it('recovers from infinity once it has left the window', () => {
    const x = [1, 2, Number.POSITIVE_INFINITY, 4, 5, 6, 7]
    expect(rowsOf({ x }, (k, operands) => k.sum(operands.x, 2))).toEqual([
      NONE,
      3,
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      9,
      11,
      13,
    ])
    expect(rowsOf({ x }, (k, operands) => k.weightedMean(operands.x, 2)).slice(4)).toEqual([14 / 3, 17 / 3, 20 / 3])
    expect(rowsOf({ x }, (k, operands) => k.deviation(operands.x, 2)).slice(4)).toEqual([0.5, 0.5, 0.5])
  })

  it('a window of one row is that row', () => {
    expect(rowsOf({ x: [3, NONE, 5] }, (k, { x }) => k.sum(x, 1))).toEqual([3, NONE, 5])
    expect(rowsOf({ x: [3, NONE, 5] }, (k, { x }) => k.highest(x, 1))).toEqual([3, NONE, 5])
    expect(rowsOf({ x: [3, NONE, 5] }, (k, { x }) => k.rowsSinceHighest(x, 1))).toEqual([0, NONE, 0])
    expect(rowsOf({ x: [3, NONE, 5] }, (k, { x }) => k.deviation(x, 1))).toEqual([0, NONE, 0])
  })
})

describe('recurrences', () => {
  it('smooth is seeded by the mean of the first values and skips rows without one', () => {
    fc.assert(
      fc.property(column, window, fc.double({ min: 0, max: 1, noNaN: true }), (x, seedRows, alpha) => {
        expect(rowsOf({ x }, (k, operands) => k.smooth(operands.x, { seedRows, alpha }))).toEqual(
          overHistory(x, (history) => smooth(history, seedRows, alpha)),
        )
      }),
    )
  })

  it('total skips rows without a value; a true reset starts it over even there', () => {
    expect(rowsOf({ x: [1, NONE, 2, 3] }, (k, { x }) => k.total(x))).toEqual([1, NONE, 3, 6])
    const inputs = { x: [1, 2, NONE, 4, 5, 6], p: [0, 0, 1, 0, NONE, 0] }
    expect(rowsOf(inputs, (k, { x, p }) => k.total(x, p))).toEqual([1, 3, NONE, 4, NONE, 10])
  })

  it('count counts values, of numbers and of flags', () => {
    expect(rowsOf({ x: [NONE, 1, NONE, 2] }, (k, { x }) => k.count(x))).toEqual([0, 1, 1, 2])
    expect(rowsOf({ p: [NONE, 1, NONE, 0] }, (k, { p }) => k.count(p))).toEqual([0, 1, 1, 2])
  })

  it('previous remembers rows without a value too', () => {
    const x = [1, NONE, 3, 4]
    expect(rowsOf({ x }, (k, operands) => k.previous(operands.x))).toEqual([NONE, 1, NONE, 3])
    expect(rowsOf({ x }, (k, operands) => k.previous(operands.x, 1))).toEqual([NONE, 1, NONE, 3])
    expect(rowsOf({ x }, (k, operands) => k.previous(operands.x, 3))).toEqual([NONE, NONE, NONE, 1])
    expect(rowsOf({ p: [1, NONE, 0, 0] }, (k, operands) => k.previousFlag(operands.p))).toEqual([NONE, 1, NONE, 0])
    expect(rowsOf({ p: [1, NONE, 0, 0] }, (k, operands) => k.previousFlag(operands.p, 2))).toEqual([NONE, NONE, 1, NONE])
  })

  it('rowsSince counts from the row in which the flag was true', () => {
    expect(rowsOf({ p: [0, 1, 0, NONE, 0, 1, 1] }, (k, { p }) => k.rowsSince(p))).toEqual([NONE, 0, 1, NONE, 2, 0, 0])
  })

  it('valueWhen holds the value of the row in which the flag was true', () => {
    const inputs = { p: [0, 1, 0, NONE, 1, 0, 1], x: [1, 2, NONE, 4, NONE, 6, 7] }
    expect(rowsOf(inputs, (k, { p, x }) => k.valueWhen(p, x))).toEqual([NONE, 2, 2, NONE, NONE, 2, 7])
  })

  it('a recurrence sees the cells of the row before, all at once', () => {
    const fibonacci = rowsOf({ x: [0, 0, 0, 0, 0, 0] }, (k, { x }) => {
      const { a } = k.recurrence({ initial: { a: 0, b: 1 }, warmUp: 0 }, ({ a, b }) => ({ a: b, b: a.plus(b) }))
      return a.plus(x)
    })
    expect(fibonacci).toEqual([1, 1, 2, 3, 5, 8])
  })
})

describe('missing values', () => {
  it('comparisons and logic are strict', () => {
    const pairs = { x: [1, 2, NONE, 1, NONE], y: [2, 1, 1, NONE, NONE] }
    expect(rowsOf(pairs, (_, { x, y }) => x.isGreaterThan(y))).toEqual([0, 1, NONE, NONE, NONE])
    expect(rowsOf(pairs, (_, { x, y }) => x.isAtMost(y))).toEqual([1, 0, NONE, NONE, NONE])
    expect(rowsOf({ x: [3, 2, NONE] }, (_, { x }) => x.equals(2))).toEqual([0, 1, NONE])
    const flags = { p: [0, 0, 1, 1, NONE, NONE, 0, 1], q: [0, 1, 0, 1, 0, 1, NONE, NONE] }
    expect(rowsOf(flags, (_, { p, q }) => p.and(q))).toEqual([0, 0, 0, 1, NONE, NONE, NONE, NONE])
    expect(rowsOf(flags, (_, { p, q }) => p.or(q))).toEqual([0, 1, 1, 1, NONE, NONE, NONE, NONE])
    expect(rowsOf(flags, (_, { p, q }) => p.xor(q))).toEqual([0, 1, 1, 0, NONE, NONE, NONE, NONE])
    expect(rowsOf(flags, (_, { p }) => p.not())).toEqual([1, 1, 0, 0, NONE, NONE, 1, 0])
  })

  it('minimum, maximum and powers are strict', () => {
    expect(rowsOf({ x: [NONE, 1, -0], y: [1, NONE, 0] }, (k, { x, y }) => k.min(x, y))).toEqual([NONE, NONE, -0])
    expect(rowsOf({ x: [NONE, 1, -0], y: [1, NONE, 0] }, (k, { x, y }) => k.max(x, y))).toEqual([NONE, NONE, 0])
    expect(rowsOf({ x: [NONE] }, (k, { x }) => k.pow(x, 0))).toEqual([NONE])
  })

  it('select takes the chosen branch as it is', () => {
    const inputs = { p: [1, 0, NONE, 1], x: [1, NONE, 3, NONE], y: [NONE, 5, 6, 7] }
    expect(rowsOf(inputs, (k, { p, x, y }) => k.select(p, x, y))).toEqual([1, 5, NONE, NONE])
    expect(rowsOf({ p: [1, 0, NONE], q: [0, NONE, 1] }, (k, { p, q }) => k.selectFlag(p, q, p))).toEqual([0, 0, NONE])
  })

  it('only isReady and orElse make a value out of none', () => {
    expect(rowsOf({ x: [NONE, 2] }, (k, { x }) => k.isReady(x))).toEqual([0, 1])
    expect(rowsOf({ p: [NONE, 0] }, (k, { p }) => k.isReady(p))).toEqual([0, 1])
    expect(rowsOf({ x: [NONE, 2], y: [7, NONE] }, (k, { x, y }) => k.orElse(x, y))).toEqual([7, 2])
    expect(rowsOf({ p: [NONE, 0] }, (k, { p }) => k.orElseFlag(p, true))).toEqual([1, 0])
  })

  it('ratio is strict, and takes ifZero only where it divides by zero', () => {
    const inputs = { x: [6, 6, 6, NONE, NONE, 6], y: [2, 0, -0, 0, 2, NONE] }
    expect(rowsOf(inputs, (k, { x, y }) => k.ratio(x, y, { ifZero: -1 }))).toEqual([3, -1, -1, NONE, NONE, NONE])
    expect(rowsOf(inputs, (k, { x, y }) => k.ratio(x, y, { ifZero: NONE }))).toEqual([3, NONE, NONE, NONE, NONE, NONE])
  })
})

describe('pointwise functions', () => {
  const unary: readonly (readonly [string, (k: Kernel, x: Num) => Num, (x: number) => number])[] = [
    ['abs', (k, x) => k.abs(x), Math.abs],
    ['sign', (k, x) => k.sign(x), Math.sign],
    ['sqrt', (k, x) => k.sqrt(x), Math.sqrt],
    ['floor', (k, x) => k.floor(x), Math.floor],
    ['ceil', (k, x) => k.ceil(x), Math.ceil],
    ['negate', (_, x) => x.negate(), (x) => -x],
  ]
  for (const [name, expression, reference] of unary) {
    it(`${name} is that of JavaScript`, () => {
      fc.assert(
        fc.property(fc.array(fc.double(), { minLength: 1 }), (x) => {
          expect(rowsOf({ x }, (k, operands) => expression(k, operands.x))).toEqual(x.map(reference))
        }),
      )
    })
  }

  it('round takes ties to even', () => {
    const x = [0.5, 1.5, 2.5, -0.5, -1.5, -0, 0.49999999999999994, 4503599627370495.5, 1e300, Number.NEGATIVE_INFINITY]
    expect(rowsOf({ x }, (k, operands) => k.round(operands.x))).toEqual([
      0,
      2,
      2,
      -0,
      -2,
      -0,
      0,
      4503599627370496,
      1e300,
      Number.NEGATIVE_INFINITY,
    ])
  })

  it('modulo has the sign of the divisor', () => {
    const inputs = { x: [7, -7, 7, -7, 6, 1, -6, 7.5, -0.5, 1e300, 1_700_000_000_123], y: [3, 3, -3, -3, 3, 0, 3, 2, 2, 7, 86_400_000] }
    expect(rowsOf(inputs, (k, { x, y }) => k.modulo(x, y))).toEqual([1, 2, -2, -1, 0, NONE, 0, 1.5, 1.5, 1, 80_000_123])
  })

  it('toFlag and toNumber', () => {
    expect(rowsOf({ x: [0, -0, 2, NONE] }, (k, { x }) => k.toFlag(x))).toEqual([0, 0, 1, NONE])
    expect(rowsOf({ p: [0, 1, NONE] }, (k, { p }) => k.toNumber(p))).toEqual([0, 1, NONE])
  })
})
