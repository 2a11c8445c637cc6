import { expect, it } from 'vitest'
import { fakeContext } from '../decision/testing/fake-context.ts'
import { account } from './account/account.ts'
import { position } from './position/position.ts'

const nothing = { market: undefined }

it('position: a long shows its quantity, entry, open profit and age', () => {
  const { context } = fakeContext({ quantity: 2, entryPrice: 80, lastPrice: 100 })
  expect(position.evaluate(context, nothing, {}, {}, {})).toEqual({
    quantity: 2,
    averageEntryPrice: 80,
    unrealizedPnl: 40,
    unrealizedPercent: 25,
    barsHeld: 3,
    isLong: true,
    isShort: false,
    isFlat: false,
  })
})

it('position: a falling price is a gain for a short', () => {
  const { context } = fakeContext({ quantity: -2, entryPrice: 100, lastPrice: 90 })
  expect(position.evaluate(context, nothing, {}, {}, {})).toMatchObject({
    unrealizedPnl: 20,
    unrealizedPercent: 10,
    isShort: true,
    isLong: false,
  })
})

it('position: while flat there is no entry price, age or percentage', () => {
  expect(position.evaluate(fakeContext().context, nothing, {}, {}, {})).toEqual({
    quantity: 0,
    averageEntryPrice: Number.NaN,
    unrealizedPnl: 0,
    unrealizedPercent: Number.NaN,
    barsHeld: Number.NaN,
    isLong: false,
    isShort: false,
    isFlat: true,
  })
})

it('account: amounts as they are, fractions as percent', () => {
  const { context } = fakeContext({ quantity: 50, lastPrice: 100, equity: 10_000 })
  const outputs = account.evaluate(context, { clock: undefined }, {}, {}, {})
  expect(outputs).toMatchObject({ equity: 10_000, cash: 5000, exposure: 5000, exposurePercent: 50, realizedPnl: 7 })
  expect(outputs.drawdownPercent).toBeCloseTo(20, 12)
})

it('account: without equity a share of it has no value', () => {
  expect(account.evaluate(fakeContext({ equity: 0 }).context, { clock: undefined }, {}, {}, {}).exposurePercent).toBeNaN()
})
