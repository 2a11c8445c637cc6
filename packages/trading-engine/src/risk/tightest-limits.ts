import type { RiskLimits } from '@strategraph/market-model'

/** A limit that is absent or undefined does not limit. */
type Limits = { readonly [Name in keyof RiskLimits]?: number | undefined }

/** All limits; what does not limit is infinite, or 0 bars of cooldown. */
export type EffectiveLimits = Required<RiskLimits>

/** The stricter of both, limit by limit: a gate can only tighten what the account allows. */
export function tightestLimits(account: Limits, gate: Limits): EffectiveLimits {
  return {
    maxPositionFraction: lower(account.maxPositionFraction, gate.maxPositionFraction),
    maxExposureFraction: lower(account.maxExposureFraction, gate.maxExposureFraction),
    maxDrawdownFraction: lower(account.maxDrawdownFraction, gate.maxDrawdownFraction),
    maxEntriesPerDay: lower(account.maxEntriesPerDay, gate.maxEntriesPerDay),
    cooldownBars: Math.max(account.cooldownBars ?? 0, gate.cooldownBars ?? 0),
    dailyLossFraction: lower(account.dailyLossFraction, gate.dailyLossFraction),
  }
}

function lower(a: number | undefined, b: number | undefined): number {
  return Math.min(a ?? Number.POSITIVE_INFINITY, b ?? Number.POSITIVE_INFINITY)
}
