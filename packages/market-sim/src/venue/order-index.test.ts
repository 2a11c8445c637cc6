import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accepted, limit, openAccount, openVenue } from '../testing/venue-fixture.ts'
import { OrderIndex } from './order-index.ts'
import type { OrderRecord } from './venue-state.ts'
import type { VenueOrderId } from './venue-types.ts'

const record = (id: number) => ({ id: id as VenueOrderId }) as OrderRecord

describe('order index', () => {
  it('finds what was added and not deleted, whatever collides, and lists it by id', () => {
    // Ids that are equal in their low bits, so that they push each other aside; beyond 2^32 too.
    const id = fc.tuple(fc.constantFrom(0, 1024, 2048, 2 ** 40), fc.integer({ min: 1, max: 8 })).map(([high, low]) => high + low)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), id), { maxLength: 150 }), (steps) => {
        const index = new OrderIndex()
        const expected = new Map<number, OrderRecord>()
        for (const [isNew, at] of steps) {
          if (!isNew) {
            index.delete(at)
            expected.delete(at)
          } else if (!expected.has(at)) {
            const order = record(at)
            index.add(order)
            expected.set(at, order)
          }
          for (const [, other] of steps) expect(index.get(other)).toBe(expected.get(other))
        }
        expect(index.inOrder()).toEqual([...expected.values()].toSorted((a, b) => a.id - b.id))
      }),
    )
  })

  it('an order that outlives thousands of others is still found, and so are thousands beside it', () => {
    const venue = openVenue()
    const trader = openAccount(venue)
    const old = accepted(venue.submit(limit(trader, 'buy', 900, 1)))
    for (let round = 0; round < 5000; round += 1) venue.cancel(trader, accepted(venue.submit(limit(trader, 'buy', 1000, 1))))
    const many = Array.from({ length: 3000 }, () => accepted(venue.submit(limit(trader, 'buy', 1000, 1))))
    expect(venue.order(old)?.id).toBe(old)
    expect(many.every((id) => venue.order(id)?.id === id)).toBe(true)
  })
})
