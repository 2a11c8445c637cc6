import type { Brand } from './brand.ts'
import { formatDecimal, parseDecimal } from './decimal.ts'
import type { Instrument, Lots, Ticks } from './instrument.ts'

/** Exact amount of the account's currency in units of 10^-18. */
export type Money = Brand<bigint, 'Money'>

export const moneyDecimals = 18

export const noMoney = 0n as Money

/** From plain decimal text; digits beyond 10^-18 are refused, never rounded. */
export function moneyFromText(text: string): Money {
  const { mantissa, decimals } = parseDecimal(text)
  if (decimals > moneyDecimals) throw new RangeError(`more than ${moneyDecimals} decimals: ${text}`)
  return (mantissa * 10n ** BigInt(moneyDecimals - decimals)) as Money
}

/** The double nearest to the amount, for charts and metrics only. */
export function moneyToNumber(amount: Money): number {
  // Both are exact doubles, so the quotient is rounded once.
  if (-exactWhole < amount && amount < exactWhole) return Number(amount) / 1e18
  // More bits than a double has, the last one standing for all that are cut off: the conversion then rounds as the exact
  // quotient would, and a power of two divides without rounding. Whole part and rest separately would round twice.
  const scaled = (amount < 0n ? -BigInt(amount) : amount) << 64n
  const quotient = scaled / unit
  const nearest = Number(quotient * unit === scaled ? quotient : quotient | 1n) / 2 ** 64
  return amount < 0n ? -nearest : nearest
}

const unit = 10n ** BigInt(moneyDecimals)
const exactWhole = 2n ** 53n

export function moneyToText(amount: Money): string {
  return formatDecimal({ mantissa: amount, decimals: moneyDecimals })
}

/** What one lot costs per tick, exact. Throws RangeError where tick and lot size together have more than 18 decimals. */
export function moneyPerTickLot(instrument: Instrument): Money {
  const tick = parseDecimal(instrument.tickSize)
  const lot = parseDecimal(instrument.lotSize)
  const decimals = tick.decimals + lot.decimals
  if (decimals > moneyDecimals) {
    throw new RangeError(
      `${instrument.id}: tick ${instrument.tickSize} x lot ${instrument.lotSize} is finer than money's 10^-${moneyDecimals}`,
    )
  }
  return (tick.mantissa * lot.mantissa * 10n ** BigInt(moneyDecimals - decimals)) as Money
}

/** price x quantity, exact and signed like the quantity. */
export function notional(price: Ticks, quantity: Lots, perTickLot: Money): Money {
  return (tickLots(price, quantity) * perTickLot) as Money
}

/** ticks x lots, exact: doubles do it where the product is a safe integer, which is nearly always and several times faster. */
export function tickLots(price: Ticks, quantity: Lots): bigint {
  const product = price * quantity
  return Number.isSafeInteger(product) ? BigInt(product) : BigInt(price) * BigInt(quantity)
}
