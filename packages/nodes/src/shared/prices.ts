import type { CandleExpressions, Kernel, Num } from '@strategraph/strategy-core'

export function typicalPrice({ high, low, close }: CandleExpressions): Num {
  return high.plus(low).plus(close).over(3)
}

export function medianPrice({ high, low }: CandleExpressions): Num {
  return high.plus(low).over(2)
}

/** The larger of the candle's range and its distance from the previous close; no value in the first row (Wilder 1978). */
export function trueRange(k: Kernel, { high, low, close }: CandleExpressions): Num {
  const before = k.previous(close)
  return k.max(high.minus(low), k.max(k.abs(high.minus(before)), k.abs(low.minus(before))))
}

/** Where the close lies in the candle, -1 at the low to 1 at the high, 0 where high = low: the money flow multiplier (Chaikin). */
export function closeLocation(k: Kernel, { high, low, close }: CandleExpressions): Num {
  return k.ratio(close.minus(low).minus(high.minus(close)), high.minus(low), { ifZero: 0 })
}
