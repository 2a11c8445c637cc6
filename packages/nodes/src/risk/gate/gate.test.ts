import type { Proposal } from '@strategraph/market-model'
import { nodeContract } from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import { approved, bitcoin, fakeContext } from '../../decision/testing/fake-context.ts'
import { gate } from './gate.ts'

nodeContract(gate)

const entry = (reason: string): Proposal => ({
  kind: 'entry',
  instrument: bitcoin.id,
  side: 'buy',
  quantity: { kind: 'units', units: 1 },
  closeFirst: false,
  reason,
})
const close = (reason: string): Proposal => ({ kind: 'close', instrument: bitcoin.id, reason })

describe('risk gate', () => {
  it('hands over the limits that are switched on, as fractions, and no others', () => {
    const { context, reviewed } = fakeContext()
    const config = gate.config.parse({
      maxPosition: { on: true, limit: 50 },
      maxExposure: { on: false, limit: 100 },
      maxDrawdown: { on: true, limit: 25 },
      dailyLoss: { on: true, limit: 5 },
      maxEntriesPerDay: { on: false, limit: 10 },
      cooldown: { on: true, limit: 3 },
    })
    gate.evaluate(context, { proposals: [entry('a')] }, config, {}, {})
    expect(reviewed[0]?.limits).toEqual({ maxPositionFraction: 0.5, maxDrawdownFraction: 0.25, dailyLossFraction: 0.05, cooldownBars: 3 })
  })

  it('approves: the reviewed order leaves', () => {
    const { context } = fakeContext()
    expect(gate.evaluate(context, { proposals: [entry('a')] }, gate.config.parse({}), {}, {})).toEqual({ order: approved('a') })
  })

  it('a refused proposal gives no order', () => {
    const { context } = fakeContext({
      review: () => ({ ok: false, denial: { code: 'MAX_POSITION', message: 'too big', limit: 1, actual: 2 } }),
    })
    expect(gate.evaluate(context, { proposals: [entry('a')] }, gate.config.parse({}), {}, {})).toEqual({})
  })

  it('several at once: a close goes first, one order leaves, the others are on record as refused', () => {
    const { context, denied, reviewed } = fakeContext()
    const { order } = gate.evaluate(context, { proposals: [entry('a'), close('b'), entry('c')] }, gate.config.parse({}), {}, {})
    expect(order).toMatchObject({ kind: 'close', reason: 'b' })
    expect(reviewed).toHaveLength(1)
    expect(denied.map(({ code }) => code)).toEqual(['CONFLICTING_PROPOSAL', 'CONFLICTING_PROPOSAL'])
  })

  it('several at once: the next one gets its turn when the first is refused', () => {
    const { context } = fakeContext({
      review: (proposal) =>
        proposal.reason === 'a'
          ? { ok: false, denial: { code: 'COOLDOWN', message: 'wait' } }
          : { ok: true, order: approved(proposal.reason) },
    })
    expect(gate.evaluate(context, { proposals: [entry('a'), entry('c')] }, gate.config.parse({}), {}, {}).order).toMatchObject({
      reason: 'c',
    })
  })

  it('a rule needs both its switch and its limit: half a rule is a problem, not a default', () => {
    expect(gate.config.safeParse({ maxPosition: { on: true } }).success).toBe(false)
    expect(gate.config.safeParse({ maxPosition: { on: true, limit: 0 } }).success).toBe(false)
  })

  it('is never bypassed', () => expect(gate.neverBypass).toBe(true))
})
