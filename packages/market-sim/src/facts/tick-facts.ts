import { impactFacts } from './impact-facts.ts'
import { orderFlowFacts } from './order-flow-facts.ts'
import { quoteFacts } from './quote-facts.ts'
import type { TickTape } from './tick-tape.ts'

/** Facts by the names they have in stylised_facts.json; NaN where the tape does not say. */
export type TickFacts = Readonly<Record<TickFact, number>>
export type TickFact = (typeof tickFactNames)[number]

export const tickFactNames = [
  'trades_per_s',
  'fills_per_aggressive_order',
  'sign_acf_lag1',
  'sign_acf_lag10',
  'sign_acf_lag50',
  'sign_acf_mean_1_100',
  'sign_acf_decay_exponent',
  'sign_acf_decay_r2',
  'gap_mean_s',
  'gap_cv',
  'gap_acf_lag1',
  'size_mean_over_median',
  'size_hill_top_5%',
  'trade_price_change_acf1',
  'quote_updates_per_trade',
  'spread_ticks_time_weighted',
  'spread_bp_time_weighted',
  'spread_share_at_1_tick',
  'spread_ticks_p99',
  'effective_spread_over_quoted',
  'p_up_given_bid_heavy',
  'p_up_given_ask_heavy',
  'response_lag1_bp',
  'response_lag1_over_half_spread',
  'response_lag5_bp',
  'response_lag5_over_half_spread',
  'response_lag20_bp',
  'response_lag20_over_half_spread',
  'response_lag100_bp',
  'response_lag100_over_half_spread',
  'impact_1s_corr',
  'impact_1s_bp_per_std_flow',
  'impact_1s_exponent',
  'volume_absret_spearman_1s',
  'ofi_1s_r2',
  'mid_return_acf1_1s',
  'mid_return_excess_kurtosis_1s',
  'impact_10s_corr',
  'impact_10s_bp_per_std_flow',
  'impact_10s_exponent',
  'volume_absret_spearman_10s',
  'ofi_10s_r2',
  'mid_return_acf1_10s',
  'mid_return_excess_kurtosis_10s',
] as const

/** Definitions of the names that do not explain themselves: facts.decision.md. */
export function tickFacts(tape: TickTape): TickFacts {
  return { ...orderFlowFacts(tape), ...quoteFacts(tape), ...impactFacts(tape) }
}
