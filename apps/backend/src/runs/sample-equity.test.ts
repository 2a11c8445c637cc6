import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sampleEquity } from './sample-equity.ts'

it('keeps the first, the last, the lowest and the highest point, in order, within the limit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 500 }),
      fc.integer({ min: 10, max: 200 }),
      (values, points) => {
        const equity = Float64Array.from(values)
        const all = sampleEquity({ time: Float64Array.from(values, (_, row) => row), equity }, 1_000_000)
        const some = sampleEquity({ time: Float64Array.from(values, (_, row) => row), equity }, points)
        expect(some.length).toBeLessThanOrEqual(Math.max(points, Math.min(values.length, points)))
        expect(some[0]).toEqual(all[0])
        expect(some.at(-1)).toEqual(all.at(-1))
        expect(some.map(({ time }) => time)).toEqual(some.map(({ time }) => time).toSorted((a, b) => a - b))
        expect(Math.max(...some.map((point) => point.equity))).toBe(Math.max(...values))
        expect(Math.min(...some.map((point) => point.equity))).toBe(Math.min(...values))
      },
    ),
  )
})
