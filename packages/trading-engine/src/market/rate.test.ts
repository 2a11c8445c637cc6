import { moneyFromText } from '@strategraph/market-model'
import { describe, expect, it } from 'vitest'
import { money } from './amounts.ts'
import { feeOn, feeSchedule, rateOf } from './rate.ts'

describe('rates', () => {
  it('are the decimals that a person wrote, exponents included', () => {
    expect(rateOf(0.0026)).toEqual({ numerator: 26n, denominator: 10_000n })
    expect(rateOf(1e-7)).toEqual({ numerator: 1n, denominator: 10_000_000n })
    expect(rateOf(1.5e-9)).toEqual({ numerator: 15n, denominator: 10n ** 10n })
    expect(rateOf(2e21)).toEqual({ numerator: 2n * 10n ** 21n, denominator: 1n })
    expect(rateOf(0)).toEqual({ numerator: 0n, denominator: 1n })
  })

  it('refuse what is no rate', () => {
    for (const value of [-0.1, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => rateOf(value)).toThrow(RangeError)
  })

  it('give a fee that is rounded up to the smallest unit, never down', () => {
    expect(feeOn(moneyFromText('100'), rateOf(0.0026))).toBe(moneyFromText('0.26'))
    expect(feeOn(money(1n), rateOf(0.0026))).toBe(1n)
    expect(feeOn(money(10_000n), rateOf(0.0026))).toBe(26n)
    expect(feeOn(money(10_001n), rateOf(0.0026))).toBe(27n)
  })

  it.each([
    ['without a remainder', 10n ** 8n, 0.0005],
    ['rounded up at each fill', 1n, 0.0026],
    ['of nothing', 10n ** 8n, 0],
  ])('the same fee on ticks x lots as on their value: %s', (_, perTickLot, rate) => {
    const fee = feeSchedule(money(perTickLot), rateOf(rate))
    for (const tickLots of [0, 1, 7, 10_001, 600_000_123_457, Number.MAX_SAFE_INTEGER, 2n ** 70n])
      expect(fee(tickLots)).toBe(feeOn(money(BigInt(tickLots) * perTickLot), rateOf(rate)))
  })
})
