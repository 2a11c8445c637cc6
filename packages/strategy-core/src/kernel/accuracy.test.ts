import { describe, expect, it } from 'vitest'
import { createKernelBuilder } from './builder.ts'
import type { Kernel, Num } from './language.ts'
import { deviation, mean, weightedMean } from './testing/reference.ts'
import { runProgram } from './testing/run-program.ts'

const ROWS = 1_000_000
const WINDOW = 50

/** A fixed sequence without a pattern, between 0 and 1. */
function noise(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

function figureOf(x: Float64Array, figure: (k: Kernel, x: Num) => Num): Float64Array {
  const builder = createKernelBuilder()
  builder.output('figure', figure(builder.k, builder.number('x')))
  return runProgram(builder.seal(), { inputs: [x], rows: x.length }, { backEnd: 'wasm' })[0] ?? new Float64Array()
}

/** Largest relative distance from the reference in sampled rows. */
function worstError(x: Float64Array, actual: Float64Array, reference: (window: readonly number[]) => number): number {
  let worst = 0
  for (let row = WINDOW - 1; row < x.length; row += 997) {
    const expected = reference([...x.subarray(row - WINDOW + 1, row + 1)])
    worst = Math.max(worst, Math.abs((actual[row] ?? Number.NaN) - expected) / Math.abs(expected))
  }
  return worst
}

describe('accuracy over a million rows', () => {
  const next = noise()
  const price = Float64Array.from({ length: ROWS }, () => 100_000 + next())
  const tight = Float64Array.from({ length: ROWS }, () => 100_000 + next() * 1e-4)
  let level = 100
  const walk = Float64Array.from({ length: ROWS }, () => (level *= 1 + (next() - 0.5) * 0.01))
  const jumps = Float64Array.from({ length: ROWS }, (_, row) => (row % 1000 < 3 ? 1e9 : 100) + next() * 1e-3)

  it('means of prices with a large offset do not drift', () => {
    expect(
      worstError(
        price,
        figureOf(price, (k, x) => k.mean(x, WINDOW)),
        mean,
      ),
    ).toBeLessThan(1e-12)
    expect(
      worstError(
        price,
        figureOf(price, (k, x) => k.weightedMean(x, WINDOW)),
        weightedMean,
      ),
    ).toBeLessThan(1e-12)
  })

  it('a mean does not depend on the rows before its window', () => {
    const whole = figureOf(walk, (k, x) => k.mean(x, WINDOW))
    const part = figureOf(walk.subarray(ROWS - 1000), (k, x) => k.mean(x, WINDOW))
    expect([...whole.subarray(ROWS - 1000 + WINDOW)]).toEqual([...part.subarray(WINDOW)])
  })

  for (const [name, x] of [
    ['a random walk', walk],
    ['a large offset', price],
    ['a spread a billionth of the offset', tight],
    ['jumps that come and go', jumps],
  ] as const) {
    it(`the deviation is within 1e-10 of two passes: ${name}`, () => {
      // The reference loses digits by itself on an offset; shifted by a value of the window it does not, and nothing else changes.
      const shifted = (window: readonly number[]): number => deviation(window.map((value) => value - (window[0] ?? 0)))
      expect(
        worstError(
          x,
          figureOf(x, (k, value) => k.deviation(value, WINDOW)),
          shifted,
        ),
      ).toBeLessThan(1e-10)
    })
  }

  it('the deviation of equal values is 0, whatever came before', () => {
    const x = Float64Array.from({ length: 10_000 }, (_, row) =>
      row % 200 < 100 ? next() * 10 ** ((row % 7) * 3) : 0.1 * Math.floor(row / 100),
    )
    const figure = figureOf(x, (k, value) => k.deviation(value, WINDOW))
    const isConstant = (row: number): boolean => row % 200 >= 100 + WINDOW - 1
    const wrong = [...figure.keys()].slice(WINDOW).filter((row) => !((figure[row] ?? -1) >= 0) || (isConstant(row) && figure[row] !== 0))
    expect(wrong).toEqual([])
  })
})
