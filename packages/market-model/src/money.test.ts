import { describe, expect, it } from 'vitest'
import { formatDecimal } from './decimal.ts'
import { type Money, moneyDecimals, moneyFromText, moneyToNumber } from './money.ts'

const nearest = (amount: bigint) => Number(formatDecimal({ mantissa: amount, decimals: moneyDecimals }))
const money = (amount: bigint) => amount as Money

describe('money as a double', () => {
  it('is the nearest one, for amounts of every size and sign', () => {
    // A fixed walk over digits, so that the package needs no property-test library.
    let seed = 88_172_645_463_325_252n
    for (let step = 0; step < 20_000; step++) {
      seed = BigInt.asUintN(64, seed ^ (seed << 13n))
      seed ^= seed >> 7n
      seed = BigInt.asUintN(64, seed ^ (seed << 17n))
      const amount = (seed * seed) >> BigInt(step % 120)
      const signed = step % 2 === 0 ? amount : -amount
      if (moneyToNumber(money(signed)) !== nearest(signed))
        throw new Error(`${signed}: ${moneyToNumber(money(signed))} is not ${nearest(signed)}`)
    }
    expect(moneyToNumber(money(0n))).toBe(0)
  })

  it.each(['0.1', '10000', '98250.45', '-0.000000000000000001', '123456789012.000000000000000001', '9007199254740993'])(
    'keeps %s',
    (text) => {
      expect(moneyToNumber(moneyFromText(text))).toBe(Number(text))
    },
  )
})
