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
  let previous = equity[0] ?? initial
  let peak = Math.max(initial, previous)
  let sum = 0
  let squares = 0
  let downside = 0
  let lowestRatio = 1
  let fall = 0
  for (let row = 0; row < equity.length; row++) {
    const value = equity[row] ?? Number.NaN
    // Most bars of most strategies are flat: they cost one comparison.
    if (value === previous && row > 0) continue
    const change = value / previous - 1
    if (row > 0) {
      sum += change
      squares += change * change
      if (change < 0) downside += change * change
    }
    if (value > peak) peak = value
    else {
      const ratio = value / peak
      if (ratio < lowestRatio) lowestRatio = ratio
      if (peak - value > fall) fall = peak - value
    }
    previous = value
  }
  const returns = equity.length - 1
  const mean = returns >= 1 ? sum / returns : Number.NaN
  const variance = returns >= 2 ? Math.max(0, (squares - returns * mean * mean) / (returns - 1)) : Number.NaN
  return {
    final: equity.at(-1) ?? initial,
    meanReturn: mean,
    deviation: Math.sqrt(variance),
    downsideDeviation: Math.sqrt(downside / returns),
    maxDrawdown: 1 - lowestRatio,
    maxDrawdownMoney: fall,
  }
}
