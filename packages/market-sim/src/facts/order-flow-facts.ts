import { logarithm } from '../logarithm.ts'
import { autocorrelation, decay } from './autocorrelation.ts'
import { type Column, mean, quantile, standardDeviation } from './statistics.ts'
import { tailExponent } from './tail-exponent.ts'
import { aggressiveOrders, tapeSpan, type TickTape } from './tick-tape.ts'

/** Trades and the orders that made them: how often, which side, how large. */
export function orderFlowFacts(tape: TickTape) {
  const { trades } = tape
  const orders = aggressiveOrders(tape)
  const span = tapeSpan(tape)
  const acf = autocorrelation(orders.sign, 100)
  const { slope, r2 } = decay(acf)
  const gaps = steps(orders.time).map((gap) => gap / 1e6)
  const at = (column: Column, lag: number) => column[lag] ?? Number.NaN
  // Orders may come in the same instant: 0.1 ms more gives every gap a logarithm.
  const logGaps = gaps.map((gap) => logarithm(gap + 1e-4))
  return {
    trades_per_s: trades.time.length / ((span.to - span.from) / 1e6),
    fills_per_aggressive_order: trades.time.length / orders.time.length,
    sign_acf_lag1: at(acf, 1),
    sign_acf_lag10: at(acf, 10),
    sign_acf_lag50: at(acf, 50),
    sign_acf_mean_1_100: mean(acf.subarray(1)),
    sign_acf_decay_exponent: slope,
    sign_acf_decay_r2: r2,
    gap_mean_s: mean(gaps),
    gap_cv: standardDeviation(gaps) / mean(gaps),
    gap_acf_lag1: at(autocorrelation(logGaps, 1), 1),
    size_mean_over_median: mean(orders.quantity) / quantile(orders.quantity, 0.5),
    'size_hill_top_5%': tailExponent(orders.quantity, 0.05),
    trade_price_change_acf1: at(autocorrelation(steps(trades.price), 1), 1),
  }
}

function steps(column: Column): Column {
  return column.subarray(1).map((value, row) => value - (column[row] ?? Number.NaN))
}
