/** Indicators that many nodes build on: ordinary functions from expressions to expressions. */
import type { CandleExpressions, Flag, Kernel, Num, NumLike } from './language.ts'

/** Exponential moving average, alpha 2 / (period + 1), seeded by the simple mean of the first `period` values. */
export function ema(k: Kernel, x: Num, period: number): Num {
  return k.smooth(x, { seedRows: period, alpha: 2 / (period + 1) })
}

/** Wilder's smoothing, alpha 1 / period, seeded by the simple mean of the first `period` values (New Concepts, 1978). */
export function wilder(k: Kernel, x: Num, period: number): Num {
  return k.smooth(x, { seedRows: period, alpha: 1 / period })
}

/** Range of a candle including the gap to the close before; no value in the first row (Wilder 1978). */
export function trueRange(k: Kernel, candles: CandleExpressions): Num {
  const close = k.previous(candles.close)
  return k.max(candles.high, close).minus(k.min(candles.low, close))
}

/** Average true range: Wilder's smoothing of the true range. */
export function averageTrueRange(k: Kernel, candles: CandleExpressions, period: number): Num {
  return wilder(k, trueRange(k, candles), period)
}

/** True in the row in which a comes to stand above b: at most b one row ago, above now. */
export function crossesAbove(k: Kernel, a: Num, b: NumLike): Flag {
  return k.previous(a).isAtMost(before(k, b)).and(a.isGreaterThan(b))
}

/** True in the row in which a comes to stand below b: at least b one row ago, below now. */
export function crossesBelow(k: Kernel, a: Num, b: NumLike): Flag {
  return k.previous(a).isAtLeast(before(k, b)).and(a.isLessThan(b))
}

/** True in the first row in which a flag is true after it was false. */
export function becomesTrue(k: Kernel, flag: Flag): Flag {
  return k.previousFlag(flag).not().and(flag)
}

/** (high + low + close) / 3 */
export function typicalPrice(candles: CandleExpressions): Num {
  return candles.high.plus(candles.low).plus(candles.close).over(3)
}

/** (high + low) / 2 */
export function medianPrice(candles: CandleExpressions): Num {
  return candles.high.plus(candles.low).over(2)
}

/** (high + low + 2 close) / 4 */
export function weightedClose(candles: CandleExpressions): Num {
  return candles.high.plus(candles.low).plus(candles.close).plus(candles.close).over(4)
}

/** (open + high + low + close) / 4 */
export function averagePrice(candles: CandleExpressions): Num {
  return candles.open.plus(candles.high).plus(candles.low).plus(candles.close).over(4)
}

/** x minus x `rows` rows ago. */
export function change(k: Kernel, x: Num, rows?: number): Num {
  return x.minus(k.previous(x, rows))
}

/** Change over `rows` rows as a fraction of the earlier value; 0 where that was 0. */
export function relativeChange(k: Kernel, x: Num, rows?: number): Num {
  return k.ratio(change(k, x, rows), k.previous(x, rows), { ifZero: 0 })
}

/** Distance from the moving mean in standard deviations; 0 in a window of equal values. */
export function zScore(k: Kernel, x: Num, window: number): Num {
  return k.ratio(x.minus(k.mean(x, window)), k.deviation(x, window), { ifZero: 0 })
}

/** Highest high of the last `window` candles. */
export function highestHigh(k: Kernel, candles: CandleExpressions, window: number): Num {
  return k.highest(candles.high, window)
}

/** Lowest low of the last `window` candles. */
export function lowestLow(k: Kernel, candles: CandleExpressions, window: number): Num {
  return k.lowest(candles.low, window)
}

/** x kept between two limits; `low` wins where they are crossed. */
export function clamp(k: Kernel, x: Num, limits: { readonly low: NumLike; readonly high: NumLike }): Num {
  return k.max(k.min(x, limits.high), limits.low)
}

const before = (k: Kernel, x: NumLike): NumLike => (typeof x === 'number' ? x : k.previous(x))
