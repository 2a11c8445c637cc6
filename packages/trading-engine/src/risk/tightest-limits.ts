import type { RiskLimits } from '@strategraph/market-model'

type Stricter = (a: number, b: number) => number
const strictest: readonly (readonly [keyof RiskLimits, Stricter])[] = [
  ['maxPositionFraction', Math.min],
  ['maxExposureFraction', Math.min],
  ['maxDrawdownFraction', Math.min],
  ['maxEntriesPerDay', Math.min],
  ['cooldownBars', Math.max],
  ['dailyLossFraction', Math.min],
]

/** The stricter of both, limit by limit: a gate can only tighten what the account allows. An undefined limit does not limit. */
export function tightestLimits(account: { readonly [Name in keyof RiskLimits]?: number | undefined }, gate: RiskLimits): RiskLimits {
  const limits: { -readonly [Name in keyof RiskLimits]: RiskLimits[Name] } = {}
  for (const [name, stricter] of strictest) {
    const [first, second] = [account[name], gate[name]]
    if (first !== undefined && second !== undefined) limits[name] = stricter(first, second)
    else if (first !== undefined) limits[name] = first
    else if (second !== undefined) limits[name] = second
  }
  return limits
}
