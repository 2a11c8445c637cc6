import type { Decision } from '@strategraph/market-model'
import { describe, expect, it } from 'vitest'
import { bitcoin, fakeContext } from '../testing/fake-context.ts'
import { type PositionRules, toProposal } from './to-proposal.ts'

const wish = (action: Decision['action'], rest: Partial<Decision> = {}): Decision => ({
  action,
  instrument: bitcoin.id,
  reason: 'because',
  ...rest,
})
const rules: PositionRules = { onOpposite: 'close', onSame: 'ignore' }
const two = () => ({ kind: 'units', units: 2 }) as const

describe('toProposal', () => {
  it('flat: a buy becomes an entry of the full size with the levels and the reason of the decision', () => {
    const { context } = fakeContext()
    const { proposal } = toProposal(context, wish('buy', { stopLoss: 90, takeProfit: 120 }), rules, two)
    expect(proposal).toEqual({
      kind: 'entry',
      instrument: bitcoin.id,
      side: 'buy',
      quantity: { kind: 'units', units: 2 },
      closeFirst: false,
      stopLoss: 90,
      takeProfit: 120,
      reason: 'because',
    })
  })

  it("the decision's own share makes the size smaller, for units and for cash", () => {
    const { context } = fakeContext()
    expect(toProposal(context, wish('buy', { sizeFraction: 0.25 }), rules, two).proposal).toMatchObject({ quantity: { units: 0.5 } })
    const cash = toProposal(context, wish('buy', { sizeFraction: 0.5 }), rules, () => ({
      kind: 'cash-at-fill',
      fraction: 0.8,
      wholeUnits: true,
    }))
    expect(cash.proposal).toMatchObject({ quantity: { kind: 'cash-at-fill', fraction: 0.4, wholeUnits: true } })
  })

  it('hold and nothing give nothing and are no refusal', () => {
    const { context, denied } = fakeContext()
    expect(toProposal(context, wish('hold'), rules, two)).toEqual({})
    expect(toProposal(context, undefined, rules, two)).toEqual({})
    expect(denied).toEqual([])
  })

  it('same position: refused with its code unless adding is wanted', () => {
    const { context, denied } = fakeContext({ quantity: 1 })
    expect(toProposal(context, wish('buy'), rules, two)).toEqual({})
    expect(denied.map(({ code }) => code)).toEqual(['ALREADY_IN_POSITION'])
    expect(toProposal(context, wish('buy'), { ...rules, onSame: 'add' }, two).proposal).toMatchObject({ kind: 'entry', closeFirst: false })
  })

  it.each([
    ['close', { kind: 'close' }],
    ['reverse', { kind: 'entry', side: 'sell', closeFirst: true }],
  ] as const)('opposite position, %s', (onOpposite, expected) => {
    const { context } = fakeContext({ quantity: 1 })
    expect(toProposal(context, wish('sell'), { ...rules, onOpposite }, two).proposal).toMatchObject(expected)
  })

  it('opposite position, ignore: refused with its code', () => {
    const { context, denied } = fakeContext({ quantity: -1 })
    expect(toProposal(context, wish('buy'), { ...rules, onOpposite: 'ignore' }, two)).toEqual({})
    expect(denied.map(({ code }) => code)).toEqual(['ALREADY_IN_POSITION'])
  })

  it('turning round without the right to sell short only closes, and says so', () => {
    const { context } = fakeContext({ quantity: 1, allowShort: false })
    const { proposal } = toProposal(context, wish('sell'), { ...rules, onOpposite: 'reverse' }, two)
    expect(proposal).toMatchObject({ kind: 'close', reason: expect.stringContaining('may not sell short') })
  })

  it('close while flat is refused with its code', () => {
    const { context, denied } = fakeContext()
    expect(toProposal(context, wish('close'), rules, two)).toEqual({})
    expect(denied.map(({ code }) => code)).toEqual(['NOTHING_TO_CLOSE'])
  })

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a size of %d is refused, never sent', (units) => {
    const { context, denied } = fakeContext()
    expect(toProposal(context, wish('buy'), rules, () => ({ kind: 'units', units }))).toEqual({})
    expect(denied.map(({ code }) => code)).toEqual(['INVALID_QUANTITY'])
  })
})
