export interface EquityStatistics {
  readonly final: number
  /** Arithmetic mean of the per-bar returns; NaN for fewer than two bars. */
  readonly meanReturn: number
  /** Sample standard deviation of the per-bar returns; NaN for fewer than three bars. */
  readonly deviation: number
  /** sqrt(mean(min(return, 0)^2)) over all bars. */
  readonly downsideDeviation: number
  /** Largest fall from a peak, as a fraction of that peak. */
  readonly maxDrawdown: number
  /** Largest fall from a peak in money; not necessarily the same fall. */
  readonly maxDrawdownMoney: number
}

/** One pass over the equity at bar closes. A bar in which equity does not change has the return 0 and counts. */
export function equityStatistics(equity: Float64Array, initial: number): EquityStatistics {
  const first = equity[0] ?? initial
  const bars = equity.length
  const sums = { previous: first, peak: Math.max(initial, first), lowest: first, sum: 0, squares: 0, signedSquares: 0, ratio: 1, fall: 0 }
  for (let from = 1; from < bars; from += chunk) addRows(sums, equity, from, Math.min(bars, from + chunk))
  const { sum, squares, signedSquares, lowest, peak, ratio, fall } = sums
  const returns = bars - 1
  const mean = returns >= 1 ? sum / returns : Number.NaN
  const variance = returns >= 2 ? Math.max(0, (squares - returns * mean * mean) / (returns - 1)) : Number.NaN
  return {
    final: equity.at(-1) ?? initial,
    meanReturn: mean,
    deviation: Math.sqrt(variance),
    downsideDeviation: Math.sqrt((squares - signedSquares) / 2 / returns),
    maxDrawdown: 1 - Math.min(ratio, lowest / peak),
    maxDrawdownMoney: Math.max(fall, peak - lowest),
  }
}

/** Rows of one call: a loop that runs once over all rows would be left by the optimizer's code at its end and start anew in each run. */
const chunk = 4096

interface RunningSums {
  previous: number
  peak: number
  /** Since the peak. */
  lowest: number
  sum: number
  squares: number
  signedSquares: number
  /** Smallest lowest / peak of the drawdowns that are over, and their largest peak - lowest. */
  ratio: number
  fall: number
}

function addRows(sums: RunningSums, equity: Float64Array, from: number, to: number): void {
  let { previous, peak, lowest, sum, squares, signedSquares, ratio, fall } = sums
  for (let row = from; row < to; row++) {
    const value = equity[row] ?? Number.NaN
    // While no position is open nothing changes: the sums would get zeros, the extremes what they have.
    if (value === previous && value > 0 && value < Number.POSITIVE_INFINITY) continue
    const change = value / previous - 1
    sum += change
    squares += change * change
    // Losses are told apart without a branch: the sign of a return is a coin toss, and processors guess those badly.
    signedSquares += change * Math.abs(change)
    previous = value
    // A drawdown is settled when its peak is passed, so that nothing is divided for it in between.
    if (value > peak) {
      ratio = Math.min(ratio, lowest / peak)
      fall = Math.max(fall, peak - lowest)
      peak = value
      lowest = value
    } else if (value < lowest) lowest = value
  }
  Object.assign(sums, { previous, peak, lowest, sum, squares, signedSquares, ratio, fall })
}
