import { expect, it } from 'vitest'
import { sizeFixed } from './size-fixed/size-fixed.ts'
import { sizePercentOfCash } from './size-percent-of-cash/size-percent-of-cash.ts'
import { sizePercentOfEquity } from './size-percent-of-equity/size-percent-of-equity.ts'
import { bitcoin, fakeContext } from './testing/fake-context.ts'

const buy = { decision: { action: 'buy', instrument: bitcoin.id, reason: 'r' } } as const

it('fixed size: the same quantity whatever the account', () => {
  const { context } = fakeContext({ equity: 1 })
  expect(sizeFixed.evaluate(context, buy, sizeFixed.config.parse({ units: 3 }), {}, {})).toMatchObject({
    proposal: { quantity: { kind: 'units', units: 3 } },
  })
})

it('percent of equity: share of equity at the last close', () => {
  const { context } = fakeContext({ equity: 20_000, lastPrice: 50 })
  const outputs = sizePercentOfEquity.evaluate(context, buy, sizePercentOfEquity.config.parse({ percent: 10 }), {}, {})
  expect(outputs).toMatchObject({ proposal: { quantity: { kind: 'units', units: 40 } } })
})

it('percent of equity: without a price there is no trade', () => {
  const { context, denied } = fakeContext({ lastPrice: Number.NaN })
  expect(sizePercentOfEquity.evaluate(context, buy, sizePercentOfEquity.config.parse({}), {}, {})).toEqual({})
  expect(denied.map(({ code }) => code)).toEqual(['INVALID_PRICE'])
})

it('percent of cash: left to the fill, whole units on request', () => {
  const { context } = fakeContext()
  const outputs = sizePercentOfCash.evaluate(context, buy, sizePercentOfCash.config.parse({ percent: 95, wholeUnits: true }), {}, {})
  expect(outputs).toMatchObject({ proposal: { quantity: { kind: 'cash-at-fill', fraction: 0.95, wholeUnits: true } } })
})
