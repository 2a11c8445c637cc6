import { type BarColumns, intervals } from '@strategraph/market-model'
import { logarithm } from '../logarithm.ts'
import { autocorrelation, crossCorrelation, decay } from './autocorrelation.ts'
import { aggregatedReturns, type CandleGrid, candleGrid } from './candle-grid.ts'
import {
  centralMoment,
  type Column,
  correlation,
  excessKurtosis,
  lKurtosis,
  mean,
  quantile,
  rankCorrelation,
  ranks,
  skewness,
  standardDeviation,
  withoutHoles,
} from './statistics.ts'
import { tailExponent } from './tail-exponent.ts'

/** Facts by the names they have in stylised_facts.json; NaN where the bars do not say (no volume, too few). */
export type CandleFacts = Readonly<Record<CandleFact, number>>
export type CandleFact = (typeof candleFactNames)[number]

/** `_5m` and so on: of the return over that horizon, in the JSON under `aggregation`. */
export const candleFactNames = [
  'std_bp',
  'mean_abs_bp',
  'zero_return_share',
  'skew',
  'excess_kurtosis',
  'excess_kurtosis_clipped_0.1pct',
  'l_kurtosis',
  'share_beyond_5_sigma',
  'hill_abs_top_1%',
  'hill_abs_top_2.5%',
  'hill_abs_top_5%',
  'hill_gain_top_2.5%',
  'hill_loss_top_2.5%',
  'excess_kurtosis_5m',
  'l_kurtosis_5m',
  'excess_kurtosis_15m',
  'l_kurtosis_15m',
  'excess_kurtosis_1h',
  'l_kurtosis_1h',
  'excess_kurtosis_4h',
  'l_kurtosis_4h',
  'acf_r_lag1',
  'acf_r_mean_abs_lag2_20',
  'variance_ratio_5',
  'variance_ratio_15',
  'variance_ratio_60',
  'acf_abs_lag1',
  'acf_abs_lag5',
  'acf_abs_lag10',
  'acf_abs_lag20',
  'acf_abs_lag50',
  'acf_abs_lag100',
  'acf_abs_mean_1_100',
  'acf_rank_abs_lag1',
  'acf_rank_abs_lag100',
  'acf_sq_lag1',
  'acf_abs_decay_exponent',
  'acf_abs_decay_r2',
  'leverage_mean_lag1_20',
  'corr_volume_abs_r',
  'spearman_volume_abs_r',
  'spearman_volume_range',
  'acf_log_volume_lag1',
  'hill_volume_top_2.5%',
  'std_log_block_vol',
  'acf_log_block_vol_lag1',
  'parkinson_over_close_vol',
  'mean_body_over_range',
  'hour_of_day_abs_r_max_over_min',
] as const

/** Of bars of one length (ms). Definitions of the names that do not explain themselves: facts.decision.md. */
export function candleFacts(bars: BarColumns, interval: number): CandleFacts {
  const grid = candleGrid(bars, interval)
  return { ...returnFacts(grid), ...horizonFacts(grid), ...memoryFacts(grid), ...volumeFacts(grid, bars), ...shapeFacts(grid, bars) }
}

function returnFacts(grid: CandleGrid) {
  const returns = withoutHoles(grid.returns)
  const sizes = returns.map(Math.abs)
  const center = mean(returns)
  const deviation = standardDeviation(returns)
  const share = (test: (value: number) => boolean) => returns.filter(test).length / returns.length
  const [low, high] = [quantile(returns, 0.0005), quantile(returns, 0.9995)]
  const moved = sizes.filter((size) => size > 0)
  return {
    std_bp: deviation * 10_000,
    mean_abs_bp: mean(sizes) * 10_000,
    zero_return_share: share((value) => value === 0),
    skew: skewness(returns),
    excess_kurtosis: excessKurtosis(returns),
    'excess_kurtosis_clipped_0.1pct': excessKurtosis(returns.map((value) => Math.min(high, Math.max(low, value)))),
    l_kurtosis: lKurtosis(returns),
    share_beyond_5_sigma: share((value) => Math.abs(value - center) > 5 * deviation),
    'hill_abs_top_1%': tailExponent(moved, 0.01),
    'hill_abs_top_2.5%': tailExponent(moved, 0.025),
    'hill_abs_top_5%': tailExponent(moved, 0.05),
    // The largest 2.5 % of all moves are about the largest 5 % of the gains, or of the losses.
    'hill_gain_top_2.5%': tailExponent(
      returns.filter((value) => value > 0),
      0.05,
    ),
    'hill_loss_top_2.5%': tailExponent(returns.filter((value) => value < 0).map(Math.abs), 0.05),
  }
}

function horizonFacts(grid: CandleGrid) {
  const { interval } = grid
  const variance = centralMoment(withoutHoles(grid.returns), 2)
  const over = (horizon: number) => (horizon % interval === 0 ? aggregatedReturns(grid, horizon) : new Float64Array())
  const ratio = (bars: number) => centralMoment(over(bars * interval), 2) / (bars * variance)
  const [m5, m15, h1, h4] = [over(intervals['5m']), over(intervals['15m']), over(intervals['1h']), over(intervals['4h'])]
  return {
    excess_kurtosis_5m: excessKurtosis(m5),
    l_kurtosis_5m: lKurtosis(m5),
    excess_kurtosis_15m: excessKurtosis(m15),
    l_kurtosis_15m: lKurtosis(m15),
    excess_kurtosis_1h: excessKurtosis(h1),
    l_kurtosis_1h: lKurtosis(h1),
    excess_kurtosis_4h: excessKurtosis(h4),
    l_kurtosis_4h: lKurtosis(h4),
    variance_ratio_5: ratio(5),
    variance_ratio_15: ratio(15),
    variance_ratio_60: ratio(60),
  }
}

function memoryFacts({ returns }: CandleGrid) {
  const sizes = returns.map(Math.abs)
  const returnsAcf = autocorrelation(returns, 20)
  const sizesAcf = autocorrelation(sizes, 100)
  const ranksAcf = autocorrelation(ranks(sizes), 100)
  const at = (acf: Column, lag: number) => acf[lag] ?? Number.NaN
  const { slope, r2 } = decay(sizesAcf)
  return {
    acf_r_lag1: at(returnsAcf, 1),
    acf_r_mean_abs_lag2_20: mean(returnsAcf.subarray(2).map(Math.abs)),
    acf_abs_lag1: at(sizesAcf, 1),
    acf_abs_lag5: at(sizesAcf, 5),
    acf_abs_lag10: at(sizesAcf, 10),
    acf_abs_lag20: at(sizesAcf, 20),
    acf_abs_lag50: at(sizesAcf, 50),
    acf_abs_lag100: at(sizesAcf, 100),
    acf_abs_mean_1_100: mean(sizesAcf.subarray(1)),
    acf_rank_abs_lag1: at(ranksAcf, 1),
    acf_rank_abs_lag100: at(ranksAcf, 100),
    acf_sq_lag1: at(
      autocorrelation(
        returns.map((value) => value * value),
        1,
      ),
      1,
    ),
    acf_abs_decay_exponent: slope,
    acf_abs_decay_r2: r2,
    leverage_mean_lag1_20: mean(Float64Array.from({ length: 20 }, (_, lag) => crossCorrelation(returns, sizes, lag + 1))),
  }
}

function volumeFacts({ returns, volume }: CandleGrid, bars: BarColumns) {
  const rows = Uint32Array.from(returns.keys()).filter((row) => !Number.isNaN(returns[row]))
  const sizes = Float64Array.from(rows, (row) => Math.abs(returns[row] ?? Number.NaN))
  const traded = Float64Array.from(rows, (row) => volume[row] ?? Number.NaN)
  // As the published facts have it: without the first slot, which has no return.
  const later = volume.subarray(1)
  const logVolume = later.map((value) => (value > 0 ? logarithm(value) : Number.NaN))
  const ranges = bars.high.map((high, row) => logarithm(high / (bars.low[row] ?? Number.NaN)))
  return {
    corr_volume_abs_r: correlation(traded, sizes),
    spearman_volume_abs_r: rankCorrelation(traded, sizes),
    spearman_volume_range: rankCorrelation(bars.volume, ranges),
    acf_log_volume_lag1: autocorrelation(logVolume, 1)[1] ?? Number.NaN,
    'hill_volume_top_2.5%': tailExponent(
      later.filter((value) => value > 0),
      0.025,
    ),
  }
}

function shapeFacts(grid: CandleGrid, { open, high, low, close }: BarColumns) {
  const deviation = standardDeviation(withoutHoles(grid.returns))
  const ranges = high.map((top, row) => logarithm(top / (low[row] ?? Number.NaN)))
  const bodies = close.map((last, row) => Math.abs(logarithm(last / (open[row] ?? Number.NaN))) / (ranges[row] ?? Number.NaN))
  const blocks = logBlockVolatility(grid)
  return {
    // Parkinson 1980: E(range^2) = 4 ln 2 sigma^2 for a Brownian motion.
    parkinson_over_close_vol: Math.sqrt(mean(ranges.map((range) => range * range)) / (4 * Math.LN2)) / deviation,
    // NaN where the bar has no range.
    mean_body_over_range: mean(withoutHoles(bodies)),
    std_log_block_vol: standardDeviation(blocks),
    acf_log_block_vol_lag1: autocorrelation(blocks, 1)[1] ?? Number.NaN,
    hour_of_day_abs_r_max_over_min: hourOfDayRatio(grid),
  }
}

/** Log of the root mean square return of every day (every 20 of daily bars), of those that have more than half of their returns and moved. */
function logBlockVolatility({ interval, returns }: CandleGrid): Column {
  const rows = (interval < intervals['1d'] ? intervals['1d'] : 20 * intervals['1d']) / interval
  // The first slot has no return.
  const blocks = Float64Array.from({ length: Math.floor((returns.length - 1) / rows) }, (_, block) => {
    const present = withoutHoles(returns.subarray(1 + block * rows, 1 + (block + 1) * rows))
    const square = mean(present.map((value) => value * value))
    return present.length > 0.5 * rows && square > 0 ? logarithm(Math.sqrt(square)) : Number.NaN
  })
  return withoutHoles(blocks)
}

/** Mean size of the return in the wildest hour of the day (UTC, by the bar's open) over that in the quietest. */
function hourOfDayRatio({ interval, openTime, returns }: CandleGrid): number {
  const hours = Array.from({ length: 24 }, () => ({ sum: 0, count: 0 }))
  returns.forEach((value, slot) => {
    const hour = hours[Math.floor((openTime + slot * interval) / intervals['1h']) % 24]
    if (hour === undefined || value !== value) return
    hour.sum += Math.abs(value)
    hour.count += 1
  })
  const means = hours.map(({ sum, count }) => sum / count)
  return Math.max(...means) / Math.min(...means)
}
