import { moneyFromText } from '@strategraph/market-model'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lots, money, ticks } from '../market/amounts.ts'
import { marketOf } from '../market/market.ts'
import { feeOn, rateOf } from '../market/rate.ts'
import { notional } from '@strategraph/market-model'
import { testInstrument } from '../testing/hand-driven-run.ts'
import { lotsForCash } from './cash-quantity.ts'

describe('quantity for cash at the fill', () => {
  it('is the largest multiple of the step that the cash pays, fee included', () => {
    fc.assert(
      fc.property(
        fc.record({
          cents: fc.bigInt({ min: 0n, max: 10n ** 11n }),
          price: fc.integer({ min: 10_000, max: 10_000_000 }),
          fraction: fc.constantFrom(0.1, 0.3, 0.95, 1),
          lotStep: fc.constantFrom(1, 7, 100_000_000),
          feeRate: fc.constantFrom(0, 0.0026, 0.001, 0.00055),
        }),
        ({ cents, price, fraction, lotStep, feeRate }) => {
          const market = marketOf(testInstrument())
          const cash = money(cents * 10n ** 16n)
          const fee = rateOf(feeRate)
          const count = lotsForCash({ fraction, lotStep, cash, price: ticks(price), fee }, market)
          const cost = (quantity: number) => {
            const value = notional(ticks(price), lots(quantity), market.perTickLot)
            return value + feeOn(value, fee)
          }
          // 10 x the share is a whole number for these fractions, so the comparison is exact.
          const share = rateOf(fraction)
          expect(count % lotStep).toBe(0)
          expect(cost(count) * share.denominator <= cash * share.numerator + share.denominator).toBe(true)
          expect(cost(count + lotStep) * share.denominator > cash * share.numerator).toBe(true)
          expect(cost(count) <= cash).toBe(true)
        },
      ),
    )
  })

  it('is not one too few where the cash pays exactly a whole number', () => {
    const market = marketOf(testInstrument({ lotSize: '1' }))
    // 3 x 33.40 x 1.002 = 100.4004, to the last digit.
    const cash = moneyFromText('100.4004')
    expect(lotsForCash({ fraction: 1, lotStep: 1, cash, price: ticks(3340), fee: rateOf(0.002) }, market)).toBe(3)
    expect(lotsForCash({ fraction: 1, lotStep: 1, cash: money(cash - 1n), price: ticks(3340), fee: rateOf(0.002) }, market)).toBe(2)
  })

  it('is nothing without cash', () => {
    const market = marketOf(testInstrument())
    expect(lotsForCash({ fraction: 1, lotStep: 1, cash: money(-5n), price: ticks(1), fee: rateOf(0) }, market)).toBe(0)
  })
})
