import type { CandleExpressions, Kernel, Num } from '@strategraph/strategy-core'

/** Where the close lies in the candle, -1 at the low to 1 at the high, 0 where high = low: the money flow multiplier (Chaikin). */
export function closeLocation(k: Kernel, { high, low, close }: CandleExpressions): Num {
  return k.ratio(close.minus(low).minus(high.minus(close)), high.minus(low), { ifZero: 0 })
}
