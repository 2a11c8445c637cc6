import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSeenIds } from './seen-ids.ts'

const ids = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 60 }).map((n) => `sim-${n}`),
    fc.string({ maxLength: 2 }),
  ),
  { maxLength: 80 },
)

it('tells new ids from repeated ones as a set does, in whatever order they come', () => {
  fc.assert(
    fc.property(ids, (list) => {
      const seen = createSeenIds()
      const set = new Set<string>()
      for (const id of list) {
        expect(seen.add(id)).toBe(!set.has(id))
        set.add(id)
      }
    }),
  )
})

it('knows an id again after many that went up', () => {
  const seen = createSeenIds()
  for (let n = 0; n < 100; n++) expect(seen.add(`sim-${n}`)).toBe(true)
  expect(seen.add('sim-42')).toBe(false)
  expect(seen.add('sim-99')).toBe(false)
  expect(seen.add('sim-100')).toBe(true)
})
