import { type Money, moneyFromText } from '@strategraph/market-model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixedText, moneyText } from './number-text.ts'
import { wireJson, WireNumber } from './wire-json.ts'

describe('numbers as text', () => {
  it('have at least the decimals asked for and all that they need', () => {
    expect(fixedText(15n, 1, 2)).toBe('1.50')
    expect(fixedText(600_000n, 1, 1)).toBe('60000.0')
    expect(fixedText(-5n, 3, 1)).toBe('-0.005')
    expect(fixedText(7n, 0, 0)).toBe('7')
    expect(moneyText(moneyFromText('24.000400000000000001'), 5)).toBe('24.000400000000000001')
    expect(moneyText(moneyFromText('24.0004'), 5)).toBe('24.00040')
  })

  it('say exactly the amount, whatever it is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 18 }), (amount, decimals) => {
        const text = moneyText(amount as Money, decimals)
        expect(moneyFromText(text)).toBe(amount)
        expect((text.split('.')[1] ?? '').length).toBeGreaterThanOrEqual(decimals)
      }),
    )
  })

  it('stay as written in JSON', () => {
    expect(wireJson({ price: new WireNumber('0.5660'), left: undefined, list: [1, 'a"b', null, true] })).toBe(
      '{"price":0.5660,"list":[1,"a\\"b",null,true]}',
    )
  })
})
