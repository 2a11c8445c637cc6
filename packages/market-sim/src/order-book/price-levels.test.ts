import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PriceLevels } from './price-levels.ts'

/** Prices that share pages, neighbour pages and far ones, and the ends of the range. */
const price = fc.oneof(
  fc.integer({ min: 1, max: 300 }),
  fc.integer({ min: 1, max: 2_147_483_647 }),
  fc.constantFrom(1, 63, 64, 2_147_483_647),
)

describe('price levels', () => {
  it('the next price below and above is that of a sorted list, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), price), { maxLength: 200 }), fc.array(price, { maxLength: 20 }), (steps, probes) => {
        const levels = new PriceLevels()
        const expected = new Set<number>()
        for (const [isNew, at] of steps) {
          if (isNew) {
            levels.occupy(at)
            expected.add(at)
          } else if (expected.delete(at)) levels.vacate(levels.find(at))
        }
        for (const probe of [...probes, ...steps.map(([, at]) => at)]) {
          expect(levels.below(probe)).toBe(Math.max(0, ...[...expected].filter((at) => at < probe)))
          const above = Math.min(...[...expected].filter((at) => at > probe))
          expect(levels.above(probe)).toBe(Number.isFinite(above) ? above : 0)
        }
      }),
    )
  })

  it('a price keeps its slot and its numbers while it has a level, however many pages come and go', () => {
    const levels = new PriceLevels()
    const slot = levels.occupy(1_000_000)
    levels.visible[slot] = 7
    for (let far = 1; far < 2_000_000_000; far += 999_983) levels.occupy(far)
    expect(levels.find(1_000_000)).toBe(slot)
    expect(levels.visible[levels.find(1_000_000)]).toBe(7)
  })

  it('pages that are empty are used again: a price that runs through the whole range needs two', () => {
    const levels = new PriceLevels()
    for (let at = 1; at < 2_000_000_000; at += 1_000_003) {
      levels.vacate(levels.occupy(at))
    }
    expect(levels.visible.length).toBeLessThanOrEqual(16 * 64)
  })
})
