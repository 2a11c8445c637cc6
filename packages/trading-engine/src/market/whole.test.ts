import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { money } from './amounts.ts'
import { inMoney, minus, plus, times, type Whole } from './whole.ts'

const safe = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
)

/** Doubles exactly where they are safe, whatever came before. */
const isOneForm = (value: Whole) =>
  (typeof value === 'number') === Number.isSafeInteger(Number(value)) || Math.abs(Number(value)) === 2 ** 53

it('adds, subtracts and multiplies as big integers do, in one form for each number', () => {
  fc.assert(
    fc.property(safe, safe, fc.array(safe, { maxLength: 6 }), (a, b, more) => {
      const product = times(a, b)
      expect(BigInt(product)).toBe(BigInt(a) * BigInt(b))
      const sum = more.reduce<Whole>((total, each) => plus(total, each), product)
      expect(BigInt(sum)).toBe(more.reduce((total, each) => total + BigInt(each), BigInt(a) * BigInt(b)))
      const back = more.reduce<Whole>((total, each) => minus(total, each), sum)
      expect(back === product).toBe(true)
      for (const value of [product, sum, back]) expect(isOneForm(value)).toBe(true)
      expect(inMoney(sum, money(10n))).toBe(BigInt(sum) * 10n)
    }),
  )
})
