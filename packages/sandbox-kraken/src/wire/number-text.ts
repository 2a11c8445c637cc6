import { type Money, moneyDecimals } from '@strategraph/market-model'

/** Exact text of mantissa / 10^decimals, padded with zeros to at least so many decimals: (15, 1, 2) is "1.50". */
export function fixedText(mantissa: bigint, decimals: number, atLeast: number): string {
  const sign = mantissa < 0n ? '-' : ''
  const digits = (mantissa < 0n ? -mantissa : mantissa).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  let fraction = digits.slice(digits.length - decimals).padEnd(atLeast, '0')
  let end = fraction.length
  while (end > atLeast && fraction[end - 1] === '0') end -= 1
  fraction = fraction.slice(0, end)
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`
}

/** All decimals that the amount has, at least so many: nothing of a balance is rounded away. */
export function moneyText(amount: Money, atLeast: number): string {
  return fixedText(amount, moneyDecimals, atLeast)
}
