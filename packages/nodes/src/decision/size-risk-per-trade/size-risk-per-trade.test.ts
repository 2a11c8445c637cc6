import { nodeContract } from '@strategraph/test-kit'
import { expect, it } from 'vitest'
import { bitcoin, fakeContext } from '../testing/fake-context.ts'
import { sizeRiskPerTrade } from './size-risk-per-trade.ts'

nodeContract(sizeRiskPerTrade)

const config = sizeRiskPerTrade.config.parse({ riskPercent: 2, maxPercent: 100 })
const size = (world: Parameters<typeof fakeContext>[0], decision: { action: 'buy' | 'sell'; stopLoss?: number }) => {
  const fake = fakeContext(world)
  const outputs = sizeRiskPerTrade.evaluate(
    fake.context,
    { decision: { instrument: bitcoin.id, reason: 'r', ...decision } },
    config,
    {},
    {},
  )
  return { ...fake, outputs }
}

it('a hit of the stop costs the set share of equity', () => {
  // 2 % of 10,000 is 200; the stop is 10 away: 20 units.
  expect(size({ lastPrice: 100 }, { action: 'buy', stopLoss: 90 }).outputs).toMatchObject({
    proposal: { quantity: { units: 20 }, stopLoss: 90 },
  })
  expect(size({ lastPrice: 100 }, { action: 'sell', stopLoss: 110 }).outputs).toMatchObject({
    proposal: { side: 'sell', quantity: { units: 20 } },
  })
})

it('a near stop is capped by the largest position', () => {
  expect(size({ lastPrice: 100 }, { action: 'buy', stopLoss: 99.9 }).outputs).toMatchObject({ proposal: { quantity: { units: 100 } } })
})

it('without a stop-loss there is no trade: MISSING_STOP', () => {
  const { outputs, denied } = size({}, { action: 'buy' })
  expect(outputs).toEqual({})
  expect(denied.map(({ code }) => code)).toEqual(['MISSING_STOP'])
})

it('a stop on the wrong side is refused with both prices', () => {
  const { outputs, denied } = size({ lastPrice: 100 }, { action: 'buy', stopLoss: 101 })
  expect(outputs).toEqual({})
  expect(denied).toMatchObject([{ code: 'INVALID_PRICE', limit: 100, actual: 101 }])
})
