export interface Decimal {
  /** value = mantissa / 10^decimals */
  readonly mantissa: bigint
  readonly decimals: number
}

const decimalText = /^(-?)(\d+)(?:\.(\d+))?$/

/** Parses plain decimal text ("-12.50"); throws RangeError for anything else, exponents included. Trailing zeros are dropped. */
export function parseDecimal(text: string): Decimal {
  const match = decimalText.exec(text)
  if (match === null) throw new RangeError(`not a plain decimal number: ${JSON.stringify(text)}`)
  const [, sign = '', whole = '0', fraction = ''] = match
  const digits = fraction.replace(/0+$/, '')
  const mantissa = BigInt(whole + digits)
  return { mantissa: sign === '-' ? -mantissa : mantissa, decimals: digits.length }
}

/** Plain decimal text of mantissa / 10^decimals, without trailing zeros. */
export function formatDecimal({ mantissa, decimals }: Decimal): string {
  const sign = mantissa < 0n ? '-' : ''
  const digits = (mantissa < 0n ? -mantissa : mantissa).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`
}
