import type { RiskLimits } from '@strategraph/market-model'

/** A limit that is absent or undefined does not limit. */
type Limits = { readonly [Name in keyof RiskLimits]?: number | undefined }

/** The stricter of both, limit by limit: a gate can only tighten what the account allows. */
export function tightestLimits(account: Limits, gate: Limits): RiskLimits {
  const limits: { -readonly [Name in keyof RiskLimits]: RiskLimits[Name] } = {}
  for (const name of upperLimits) {
    const limit = stricter(account[name], gate[name], Math.min)
    if (limit !== undefined) limits[name] = limit
  }
  const cooldown = stricter(account.cooldownBars, gate.cooldownBars, Math.max)
  if (cooldown !== undefined) limits.cooldownBars = cooldown
  return limits
}

const upperLimits = [
  'maxPositionFraction',
  'maxExposureFraction',
  'maxDrawdownFraction',
  'maxEntriesPerDay',
  'dailyLossFraction',
] as const satisfies (keyof RiskLimits)[]

function stricter(a: number | undefined, b: number | undefined, pick: (a: number, b: number) => number): number | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return pick(a, b)
}
