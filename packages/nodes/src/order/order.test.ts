import { describe, expect, it } from 'vitest'
import { approved, fakeContext } from '../decision/testing/fake-context.ts'
import { limitOrder } from './limit/limit.ts'
import { marketOrder } from './market/market.ts'

describe('market order', () => {
  it('submits what was approved', () => {
    const { context, asked } = fakeContext()
    marketOrder.evaluate(context, { order: approved('a') }, {}, {}, {})
    expect(asked).toEqual([{ kind: 'submit', order: approved('a'), as: { type: 'market' } }])
  })

  it('without an order it asks for nothing', () => {
    const { context, asked } = fakeContext()
    marketOrder.evaluate(context, { order: undefined }, {}, {}, {})
    expect(asked).toEqual([])
  })
})

describe('limit order', () => {
  const submit = (config: Record<string, unknown>, order: ReturnType<typeof approved>, price: number | undefined) => {
    const fake = fakeContext()
    limitOrder.evaluate(fake.context, { order, price }, limitOrder.config.parse(config), {}, {})
    return fake
  }

  it('rests at its price and expires after the bars that were set', () => {
    const { asked } = submit({ expiresAfterBars: 4, postOnly: true }, approved('a'), 99.5)
    expect(asked).toMatchObject([{ as: { type: 'limit', price: 99.5, timeInForce: 'gtd', expiresAfterBars: 4, postOnly: true } }])
  })

  it('good till canceled has no expiry', () => {
    const { asked } = submit({ timeInForce: 'gtc' }, approved('a'), 99.5)
    expect(asked[0]).toEqual({
      kind: 'submit',
      order: approved('a'),
      as: { type: 'limit', price: 99.5, timeInForce: 'gtc', postOnly: false },
    })
  })

  it('a close always goes out at the market', () => {
    expect(submit({}, approved('a', 'close'), undefined).asked).toMatchObject([{ as: { type: 'market' } }])
  })

  it.each([undefined, Number.NaN, 0, -5])('a limit price of %s is no order but a refusal', (price) => {
    const { asked, denied } = submit({}, approved('a'), price)
    expect(asked).toEqual([])
    expect(denied.map(({ code }) => code)).toEqual(['INVALID_PRICE'])
  })
})
