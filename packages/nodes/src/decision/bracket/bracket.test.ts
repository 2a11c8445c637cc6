import { nodeContract } from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import { bitcoin, fakeContext } from '../testing/fake-context.ts'
import { bracket } from './bracket.ts'

nodeContract(bracket)

function run(config: Record<string, unknown>, action: 'buy' | 'sell' | 'close' | 'hold', levels: { stop?: number; target?: number }) {
  const fake = fakeContext({ lastPrice: 100 })
  const inputs = { decision: { action, instrument: bitcoin.id, reason: 'r' }, stop: levels.stop, target: levels.target }
  const { decision } = bracket.evaluate(fake.context, inputs, bracket.config.parse(config), {}, {})
  return { decision, denied: fake.denied }
}

describe('bracket', () => {
  it('distance: below and above the close for a buy, the other way round for a sell', () => {
    expect(run({}, 'buy', { stop: 5, target: 10 }).decision).toMatchObject({ action: 'buy', stopLoss: 95, takeProfit: 110, reason: 'r' })
    expect(run({}, 'sell', { stop: 5, target: 10 }).decision).toMatchObject({ action: 'sell', stopLoss: 105, takeProfit: 90 })
  })

  it('price: taken as it is', () => {
    expect(run({ stopLoss: 'price', takeProfit: 'none' }, 'buy', { stop: 91 }).decision).toEqual({
      action: 'buy',
      instrument: bitcoin.id,
      reason: 'r',
      stopLoss: 91,
    })
  })

  it('a stop without a value means no trade, on record', () => {
    const { decision, denied } = run({}, 'buy', { target: 10 })
    expect(decision?.action).toBe('hold')
    expect(denied.map(({ code }) => code)).toEqual(['MISSING_STOP'])
  })

  it('a target without a value means no trade, on record', () => {
    const { decision, denied } = run({}, 'buy', { stop: 5, target: Number.NaN })
    expect(decision?.action).toBe('hold')
    expect(denied.map(({ code }) => code)).toEqual(['INVALID_PRICE'])
  })

  it.each([
    ['a stop above the close of a buy', { stopLoss: 'price', takeProfit: 'none' }, 'buy', { stop: 101 }],
    ['a stop at the close', { stopLoss: 'distance', takeProfit: 'none' }, 'buy', { stop: 0 }],
    ['a target below the close of a buy', { stopLoss: 'none', takeProfit: 'price' }, 'buy', { target: 99 }],
    ['a target of a sell below 0', { stopLoss: 'none', takeProfit: 'distance' }, 'sell', { target: 101 }],
  ] as const)('%s means no trade: INVALID_PRICE', (_, config, action, levels) => {
    const { decision, denied } = run(config, action, levels)
    expect(decision?.action).toBe('hold')
    expect(denied.map(({ code }) => code)).toEqual(['INVALID_PRICE'])
  })

  it('close and hold pass unchanged', () => {
    expect(run({}, 'close', {}).decision).toEqual({ action: 'close', instrument: bitcoin.id, reason: 'r' })
    expect(run({}, 'hold', {}).decision?.action).toBe('hold')
  })
})
