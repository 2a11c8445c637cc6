import type { OrderState } from '@strategraph/market-model'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lots } from '../market/amounts.ts'
import { advance, filledLots, isTerminal } from './order-state.ts'

const pending: OrderState = { status: 'pending' }
const venueOrderId = 'v1'

/** What a venue may report of one order: some partial fills, then one end, and doubt in between. */
const history = fc
  .record({
    partials: fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 4 }),
    end: fc.constantFrom('filled', 'canceled', 'expired', 'open'),
    unknown: fc.boolean(),
  })
  .map(({ partials, end, unknown }): OrderState[] => {
    const sorted = [...new Set(partials)].toSorted((a, b) => a - b)
    const last = lots(sorted.at(-1) ?? 0)
    const ends: Record<typeof end, OrderState[]> = {
      filled: [{ status: 'filled', venueOrderId, filled: lots(100) }],
      canceled: [{ status: 'canceled', reason: 'test', filled: last }],
      expired: [{ status: 'expired', filled: last }],
      open: [],
    }
    return [
      { status: 'accepted', venueOrderId },
      ...(unknown ? [{ status: 'unknown', cause: 'timeout' } as const] : []),
      ...sorted.map((filled) => ({ status: 'partially-filled', venueOrderId, filled: lots(filled) }) as const),
      ...ends[end],
    ]
  })

const apply = (reports: readonly OrderState[]) => reports.reduce(advance, pending)

describe('order states', () => {
  it('end the same whatever the order in which the reports arrive, duplicates included', () => {
    fc.assert(
      fc.property(
        history.chain((reports) =>
          fc.tuple(fc.constant(reports), fc.shuffledSubarray([...reports, ...reports], { minLength: reports.length * 2 })),
        ),
        ([reports, shuffled]) => {
          expect(apply(shuffled)).toEqual(apply(reports))
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('never lose a fill and never leave a terminal state', () => {
    fc.assert(
      fc.property(
        history.chain((reports) => fc.shuffledSubarray(reports, { minLength: reports.length })),
        (reports) => {
          let state: OrderState = apply([])
          for (const report of reports) {
            const next = advance(state, report)
            expect(filledLots(next)).toBeGreaterThanOrEqual(filledLots(state))
            expect(isTerminal(state) && next.status !== state.status).toBe(false)
            state = next
          }
        },
      ),
    )
  })

  it('unknown: replaces pending, is left by any report that knows more, never comes back', () => {
    const unknown: OrderState = { status: 'unknown', cause: 'timeout' }
    const accepted: OrderState = { status: 'accepted', venueOrderId }
    expect(advance(pending, unknown)).toEqual(unknown)
    expect(advance(unknown, accepted)).toEqual(accepted)
    expect(advance(unknown, { status: 'rejected', code: 'X', reason: 'x' }).status).toBe('rejected')
    expect(advance(accepted, unknown)).toBe(accepted)
  })
})
