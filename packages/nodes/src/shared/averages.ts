import type { Kernel, Num } from '@strategraph/strategy-core'

/** Exponential moving average, k = 2 / (period + 1), seeded with the mean of the first `period` values (as TA-Lib). */
export function ema(k: Kernel, x: Num, period: number): Num {
  return k.smooth(x, { seedRows: period, alpha: 2 / (period + 1) })
}

/** Wilder's smoothing, k = 1 / period, seeded with the mean of the first `period` values (Wilder 1978, New Concepts in Technical Trading Systems). */
export function wilder(k: Kernel, x: Num, period: number): Num {
  return k.smooth(x, { seedRows: period, alpha: 1 / period })
}
