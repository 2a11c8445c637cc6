import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { autocorrelation, crossCorrelation, decay } from './autocorrelation.ts'
import { correlation, excessKurtosis, fitLine, lKurtosis, quantile, rankCorrelation, ranks, skewness } from './statistics.ts'
import { tailExponent } from './tail-exponent.ts'

const column = (...values: number[]) => Float64Array.from(values)
/** Evenly spaced quantiles of a law stand in for a large sample of it. */
const quantilesOf = (inverse: (share: number) => number, count = 20_000) =>
  Float64Array.from({ length: count }, (_, at) => inverse((at + 0.5) / count))

describe('statistics', () => {
  it('laws with known moments: uniform and exponential', () => {
    const uniform = quantilesOf((share) => share)
    expect(excessKurtosis(uniform)).toBeCloseTo(-1.2, 3)
    expect(lKurtosis(uniform)).toBeCloseTo(0, 3)
    const exponential = quantilesOf((share) => -Math.log(1 - share), 200_000)
    expect(skewness(exponential)).toBeCloseTo(2, 1)
    expect(lKurtosis(exponential)).toBeCloseTo(1 / 6, 3)
  })

  it.each([1.5, 3])('the tail exponent of a Pareto law is found: %d', (exponent) => {
    expect(
      tailExponent(
        quantilesOf((share) => (1 - share) ** (-1 / exponent)),
        0.05,
      ),
    ).toBeCloseTo(exponent, 1)
  })

  it('quantiles between two values are interpolated', () => {
    expect(quantile(column(4, 1, 3, 2), 0.5)).toBe(2.5)
    expect(quantile(column(4, 1, 3, 2), 1)).toBe(4)
  })

  it('equal values share a rank, holes have none', () => {
    expect([...ranks(column(5, 1, 5, Number.NaN, 3))]).toEqual([3.5, 1, 3.5, Number.NaN, 2])
  })

  it('a rank correlation does not change when a scale is stretched', () => {
    const values = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 40 })
    fc.assert(
      fc.property(values, (list) => {
        const [x, y] = [column(...list), column(...list.toReversed())]
        const stretched = x.map((value) => 2 * value + value ** 3)
        fc.pre(new Set(stretched).size === new Set(x).size)
        expect(rankCorrelation(stretched, y)).toBe(rankCorrelation(x, y))
      }),
    )
  })

  it('a line is found, and its slope does not hang on the sign of the correlation', () => {
    expect(fitLine(column(1, 2, 4), column(5, 3, -1))).toEqual({ slope: expect.closeTo(-2), r2: expect.closeTo(1) })
    expect(correlation(column(1, 2), column(4, 2))).toBeCloseTo(-1)
  })
})

describe('autocorrelation', () => {
  it('a series that repeats after four rows', () => {
    const acf = autocorrelation(
      Float64Array.from({ length: 4000 }, (_, row) => [1, 0, -1, 0][row % 4] ?? 0),
      4,
    )
    expect([...acf].map((value) => Math.round(value * 1000) / 1000)).toEqual([1, 0, -1, 0, 1])
  })

  it('pairs with a hole count as if they were not there', () => {
    // Without holes: pairs (1,-1), (-1,1), (1,-1); mean 0, variance 1.
    expect(autocorrelation(column(1, -1, Number.NaN, -1, 1), 1)[1]).toBeCloseTo(-1)
    expect(crossCorrelation(column(1, 2, Number.NaN, 4, 0), column(0, 10, 20, Number.NaN, 40), 1)).toBeCloseTo(1)
  })

  it('decay is the exponent of a power law', () => {
    const acf = Float64Array.from({ length: 101 }, (_, lag) => (lag === 0 ? 1 : 0.4 * lag ** -0.3))
    expect(decay(acf)).toEqual({ slope: expect.closeTo(0.3), r2: expect.closeTo(1) })
  })
})
