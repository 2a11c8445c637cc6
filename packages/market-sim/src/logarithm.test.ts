import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logarithm } from './logarithm.ts'

describe('logarithm', () => {
  it('agrees with the engine to 15 digits, from the smallest to the largest number', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, minExcluded: true, noNaN: true, noDefaultInfinity: true }), (x) => {
        const expected = Math.log(x)
        expect(Math.abs(logarithm(x) - expected)).toBeLessThanOrEqual(1e-15 * Math.max(Math.abs(expected), 1e-300))
      }),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (x) => {
        const expected = Math.log(x)
        expect(Math.abs(logarithm(x) - expected)).toBeLessThanOrEqual(1e-15 * Math.abs(expected))
      }),
      { numRuns: 2000 },
    )
  })

  it('exact where it can be, NaN where there is no value', () => {
    expect(logarithm(1)).toBe(0)
    expect(logarithm(2)).toBe(Math.LN2)
    expect(logarithm(0)).toBe(Number.NEGATIVE_INFINITY)
    expect(logarithm(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY)
    expect(logarithm(-1)).toBeNaN()
    expect(logarithm(Number.NaN)).toBeNaN()
  })
})
