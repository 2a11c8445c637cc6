import { describe, expect, it } from 'vitest'
import { nextUniform, seedRandom } from '../random.ts'
import { createFlowForecast } from './flow-forecast.ts'
import { createFlowReader } from './flow-reader.ts'

/** Signs that persist: each is the one before with the given chance. */
function persistentSigns(count: number, chance: number): readonly number[] {
  const random = seedRandom(3, 'signs')
  let sign = 1
  return Array.from({ length: count }, () => {
    if (nextUniform(random) >= chance) sign = -sign
    return sign
  })
}

describe('flow forecast', () => {
  it('learns what persists: errors become much smaller than the orders', () => {
    const forecast = createFlowForecast()
    const signs = persistentSigns(30_000, 0.9)
    let error = 0
    for (const sign of signs) {
      error = 0.999 * error + 0.001 * (sign - forecast.value()) ** 2
      forecast.learn(sign)
    }
    // What nobody can know: 1 - (2 x 0.9 - 1)^2 = 0.36.
    expect(error).toBeGreaterThan(0.25)
    expect(error).toBeLessThan(0.5)
  })

  it('goes on from a snapshot as if nothing had been', () => {
    const [one, signs] = [createFlowForecast(), persistentSigns(500, 0.7)]
    for (const sign of signs) one.learn(sign)
    const other = createFlowForecast(one.snapshot())
    for (const sign of signs) {
      one.learn(-sign)
      other.learn(-sign)
    }
    expect(other.snapshot()).toEqual(one.snapshot())
  })
})

describe('flow reader', () => {
  const read = (fills: readonly { order: number; sign: number; lots: number }[]) => {
    const reader = createFlowReader(100)
    for (const fill of fills) reader.onFill(fill)
    return reader.surprise()
  }

  it('an order counts the same in one fill and in many', () => {
    expect(read([{ order: 1, sign: 1, lots: 300 }])).toBeCloseTo(read([1, 2, 3].map(() => ({ order: 1, sign: 1, lots: 100 }))), 12)
  })

  it('buys count up and sells down; a large order says more than a small one, but far less than its size', () => {
    const [small, large] = [read([{ order: 1, sign: 1, lots: 100 }]), read([{ order: 1, sign: 1, lots: 1600 }])]
    expect(small).toBe(1)
    expect(large).toBe(2)
    expect(read([{ order: 1, sign: -1, lots: 1600 }])).toBe(-2)
  })

  it('the hundredth buy in a row surprises less than the first', () => {
    const reader = createFlowReader(100)
    const surprises = Array.from({ length: 100 }, (_, order) => {
      const before = reader.surprise()
      reader.onFill({ order: order + 1, sign: 1, lots: 100 })
      return reader.surprise() - before
    })
    expect(surprises[99]).toBeLessThan(0.3 * (surprises[0] ?? 0))
  })
})
