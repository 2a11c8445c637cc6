import type { CandleFact } from './candle-facts.ts'
import { type Range, realCandleRanges, realTickRanges } from './real-ranges.ts'
import type { TickFact } from './tick-facts.ts'

/** The 18 by which candles are scored; why these: facts.decision.md. */
export const scoredCandleFacts: readonly CandleFact[] = [
  'zero_return_share',
  'excess_kurtosis',
  'l_kurtosis',
  'hill_abs_top_2.5%',
  'l_kurtosis_1h',
  'acf_r_lag1',
  'acf_r_mean_abs_lag2_20',
  'variance_ratio_5',
  'variance_ratio_15',
  'variance_ratio_60',
  'acf_abs_lag1',
  'acf_abs_lag20',
  'acf_abs_lag100',
  'acf_abs_decay_exponent',
  'spearman_volume_abs_r',
  'acf_log_volume_lag1',
  'parkinson_over_close_vol',
  'mean_body_over_range',
]

/** The 15 by which trades and quotes are scored. */
export const scoredTickFacts: readonly TickFact[] = [
  'fills_per_aggressive_order',
  'sign_acf_lag1',
  'sign_acf_lag10',
  'sign_acf_decay_exponent',
  'gap_cv',
  'gap_acf_lag1',
  'size_mean_over_median',
  'size_hill_top_5%',
  'quote_updates_per_trade',
  'spread_share_at_1_tick',
  'impact_1s_corr',
  'volume_absret_spearman_1s',
  'ofi_1s_r2',
  'mid_return_excess_kurtosis_1s',
  'p_up_given_bid_heavy',
]

/** Two series are too few to show how far real markets differ: each end of a range is moved outwards by this factor. */
export const tickRangeFactor = 1.5

/** Range of the eight real series as it is; for the autocorrelation that should not be there, anything up to the largest real one. */
export function candleRange(fact: CandleFact): Range {
  const [low, high] = realCandleRanges[fact]
  return fact === 'acf_r_mean_abs_lag2_20' ? [0, high] : [low, high]
}

export function tickRange(fact: TickFact): Range {
  const [low, high] = realTickRanges[fact]
  return [low > 0 ? low / tickRangeFactor : low * tickRangeFactor, high > 0 ? high * tickRangeFactor : high / tickRangeFactor]
}

export interface FactScore<Fact extends string> {
  readonly fact: Fact
  readonly value: number
  readonly range: Range
  readonly isInside: boolean
}

/** Never inside: a value that is not there. */
export function scoreFact<Fact extends string>(fact: Fact, value: number, range: Range): FactScore<Fact> {
  return { fact, value, range, isInside: value >= range[0] && value <= range[1] }
}
