import { type Money, parseDecimal } from '@strategraph/market-model'
import { money } from './amounts.ts'
import { inMoney, type Whole } from './whole.ts'

/** An exact fraction >= 0: numerator / denominator. */
export interface Rate {
  readonly numerator: bigint
  readonly denominator: bigint
}

const exponentText = /^(\d+)(?:\.(\d+))?e([+-]\d+)$/

/** The decimal that a person wrote: 0.0026 is 26/10000, not the double next to it. Throws RangeError below 0 and for what is not finite. */
export function rateOf(value: number): Rate {
  if (!(value >= 0 && Number.isFinite(value))) throw new RangeError(`not a rate: ${value}`)
  const { mantissa, decimals } = parseDecimal(plainText(value))
  return { numerator: mantissa, denominator: 10n ** BigInt(decimals) }
}

function plainText(value: number): string {
  const match = exponentText.exec(String(value))
  if (match === null) return String(value)
  const [, whole = '0', fraction = '', exponentDigits = '0'] = match
  const exponent = Number(exponentDigits)
  const digits = whole + fraction
  if (exponent >= 0) return digits.padEnd(whole.length + exponent, '0')
  return `0.${'0'.repeat(-exponent - whole.length)}${digits}`
}

/** The fee on ticks x lots: the same as `feeOn` of their value. */
export function feeSchedule(perTickLot: Money, rate: Rate): (tickLots: Whole) => Money {
  const exact = perTickLot * rate.numerator
  if (exact % rate.denominator !== 0n) return (tickLots) => feeOn(inMoney(tickLots, perTickLot), rate)
  // Most rates cut a tick x lot into whole 10^-18: then nothing is rounded, and a fee takes no division.
  const perTickLotFee = money(exact / rate.denominator)
  return (tickLots) => inMoney(tickLots, perTickLotFee)
}

/** amount x rate, rounded up to 10^-18: a fee is never rounded in the trader's favour. */
export function feeOn(amount: Money, rate: Rate): Money {
  const exact = amount * rate.numerator
  const fee = exact / rate.denominator
  return money(fee * rate.denominator === exact ? fee : fee + 1n)
}
