import { noMoney } from '@strategraph/market-model'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { medianDistance } from './bar-distance.ts'
import { equityStatistics } from './equity-statistics.ts'
import { metricsOf } from './metrics.ts'

const hour = 3_600_000
const times = (bars: number, step = hour) => Float64Array.from({ length: bars }, (_, row) => (row + 1) * step)
const run = (equity: readonly number[], step = hour) =>
  metricsOf({
    initialCash: 100,
    equity: Float64Array.from(equity),
    time: times(equity.length, step),
    netProfits: new Float64Array(),
    fees: noMoney,
    traded: noMoney,
    barsInPosition: 0,
    closes: [{ first: 50, last: 60 }],
  })

describe('median bar distance', () => {
  it('is the median whatever the distances are', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(1, 1, 1, 2, 3, 60), { minLength: 1, maxLength: 40 }), (distances) => {
        const time = Float64Array.from([0, ...distances.map((_, index) => distances.slice(0, index + 1).reduce((a, b) => a + b, 0))])
        const sorted = distances.toSorted((a, b) => a - b)
        const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0]
        expect(medianDistance(time)).toBe((low + high) / 2)
      }),
    )
  })
})

describe('metrics', () => {
  it('equal their definitions, computed the long way', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 50, max: 150, noNaN: true }), { minLength: 4, maxLength: 60 }), (equity) => {
        const returns = equity.slice(1).map((value, index) => value / (equity[index] ?? 1) - 1)
        const mean = returns.reduce((a, b) => a + b, 0) / returns.length
        const deviation = Math.sqrt(returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (returns.length - 1))
        const downside = Math.sqrt(returns.reduce((sum, value) => sum + Math.min(value, 0) ** 2, 0) / returns.length)
        const statistics = equityStatistics(Float64Array.from(equity), 100)
        expect(statistics.meanReturn).toBeCloseTo(mean, 12)
        expect(statistics.deviation).toBeCloseTo(deviation, 9)
        expect(statistics.downsideDeviation).toBeCloseTo(downside, 12)
        const peaks = equity.map((_, index) => Math.max(100, ...equity.slice(0, index + 1)))
        expect(statistics.maxDrawdown).toBeCloseTo(Math.max(0, ...equity.map((value, index) => 1 - value / (peaks[index] ?? 1))), 12)
        expect(statistics.maxDrawdownMoney).toBeCloseTo(Math.max(0, ...equity.map((value, index) => (peaks[index] ?? 1) - value)), 9)
      }),
    )
  })

  it('count a fall below the initial cash in the first bar as drawdown', () => {
    expect(run([90, 95, 100]).maxDrawdownPercent).toBeCloseTo(10, 12)
  })

  it('have no Sharpe where nothing moved, no CAGR for less than a day, and no number that JSON lacks', () => {
    const metrics = run([100, 100, 100])
    expect([metrics.sharpe, metrics.sortino, metrics.cagrPercent, metrics.winRatePercent]).toEqual([null, null, null, null])
    expect(run([]).barsPerYear).toBeNull()
    expect(JSON.parse(JSON.stringify(run([100])))).toEqual(run([100]))
  })

  it('annualize growth over calendar years of 365.25 days', () => {
    const day = 86_400_000
    // 1461 daily bars span 1460 days; doubled in just under four years.
    const equity = Array.from({ length: 1462 }, (_, row) => 100 * 2 ** (row / 1461))
    expect(run(equity, day).cagrPercent).toBeCloseTo(100 * (2 ** 0.25 - 1), 6)
    expect(run(equity, day).buyAndHoldPercent).toBeCloseTo(20, 12)
  })
})
