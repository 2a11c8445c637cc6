/**
 * The strategy that every contender runs: buy 1 unit when EMA 20 crosses above EMA 50 and RSI 14 is below 70, close when it crosses
 * back; market orders at the next bar's open, a fee per side, closed at the last open. Numbers shared by all, so that none does less.
 */
export const reference = { fast: 20, slow: 50, rsi: 14, overbought: 70, fee: 0.0005, cash: 10_000_000 } as const

/** What a contender must agree on. */
export interface Outcome {
  readonly trades: number
  readonly finalEquity: number
  readonly maxDrawdownPercent: number
}

export interface Signals {
  readonly fast: ArrayLike<number>
  readonly slow: ArrayLike<number>
  readonly rsi: ArrayLike<number>
}

/** Fills, fees, equity at every close and drawdown, from indicator columns (NaN = no value yet): what libraries without a backtester leave to the user. */
export function tradeOnColumns(open: Float64Array, close: Float64Array, { fast, slow, rsi }: Signals): Outcome {
  const bars = close.length
  const equity = new Float64Array(bars)
  const { fee, cash: initialCash, overbought } = reference
  let cash: number = initialCash
  let position = 0
  let pending = 0
  let trades = 0
  let peak = cash
  let drawdown = 0
  for (let row = 0; row < bars; row++) {
    const price = open[row] ?? Number.NaN
    if (pending !== 0) {
      cash -= pending * price + fee * price
      position += pending
      if (pending < 0) trades += 1
      pending = 0
    }
    const f = fast[row] ?? Number.NaN
    const s = slow[row] ?? Number.NaN
    const pf = row === 0 ? Number.NaN : (fast[row - 1] ?? Number.NaN)
    const ps = row === 0 ? Number.NaN : (slow[row - 1] ?? Number.NaN)
    if (row === bars - 2) pending = -position
    else if (position === 0) {
      if (pf <= ps && f > s && (rsi[row] ?? Number.NaN) < overbought && row < bars - 3) pending = 1
    } else if (pf >= ps && f < s) pending = -1
    const value = cash + position * (close[row] ?? Number.NaN)
    equity[row] = value
    if (value > peak) peak = value
    const fall = 1 - value / peak
    if (fall > drawdown) drawdown = fall
  }
  return { trades, finalEquity: equity[bars - 1] ?? Number.NaN, maxDrawdownPercent: 100 * drawdown }
}
