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
  let previous = first
  let peak = Math.max(initial, first)
  let sum = 0
  let squares = 0
  let signedSquares = 0
  // A drawdown is settled when its peak is passed, so that nothing is divided for it in between.
  let lowest = first
  let worstRatio = 1
  let worstFall = 0
  for (let row = 1; row < bars; row++) {
    const value = equity[row] ?? Number.NaN
    const change = value / previous - 1
    sum += change
    squares += change * change
    // Losses are told apart without a branch: the sign of a return is a coin toss, and processors guess those badly.
    signedSquares += change * Math.abs(change)
    previous = value
    if (value > peak) {
      worstRatio = Math.min(worstRatio, lowest / peak)
      worstFall = Math.max(worstFall, peak - lowest)
      peak = value
      lowest = value
    } else if (value < lowest) lowest = value
  }
  const returns = bars - 1
  const mean = returns >= 1 ? sum / returns : Number.NaN
  const variance = returns >= 2 ? Math.max(0, (squares - returns * mean * mean) / (returns - 1)) : Number.NaN
  return {
    final: equity.at(-1) ?? initial,
    meanReturn: mean,
    deviation: Math.sqrt(variance),
    downsideDeviation: Math.sqrt((squares - signedSquares) / 2 / returns),
    maxDrawdown: 1 - Math.min(worstRatio, lowest / peak),
    maxDrawdownMoney: Math.max(worstFall, peak - lowest),
  }
}
