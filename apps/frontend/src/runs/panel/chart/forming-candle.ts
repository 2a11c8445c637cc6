import type { CandlePoint } from './chart-rows.ts'

/** The candle that live quotes are forming: shown, never decided on. `openTime` in seconds: where the last closed candle ended. */
export function formCandle(before: CandlePoint | undefined, openTime: number, last: number): CandlePoint {
  if (before === undefined || before.time !== openTime) return { time: openTime, open: last, high: last, low: last, close: last }
  return { ...before, high: Math.max(before.high, last), low: Math.min(before.low, last), close: last }
}
