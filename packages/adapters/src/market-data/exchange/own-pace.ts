import type { Time } from '@strategraph/market-model'

export interface OwnPaceOptions {
  /** ms UTC by the candles. */
  readonly candleTime: () => Time
  /** ms UTC of the machine. */
  readonly realNow: () => Time
  /** ms of a candle. */
  readonly length: number
}

/** Between two questions, ms: the clock may be set to any speed meanwhile, and whoever answers has other things to do. */
const longestMs = 1_000
const shortestMs = 10

/**
 * When to ask for candles whose clock runs at a speed of its own, which is measured from question to question. `due`: ms of that clock until the
 * next candle should be there. Returns ms of the machine.
 */
export function createOwnPace({ candleTime, realNow, length }: OwnPaceOptions): (due: number) => number {
  let last: { readonly market: Time; readonly real: Time } | undefined
  return (due) => {
    const now = { market: candleTime(), real: realNow() }
    // Nothing to measure from yet: a short wait makes something.
    const passed = last === undefined ? 0 : now.real - last.real
    const speed = last === undefined || passed <= 0 ? Number.POSITIVE_INFINITY : (now.market - last.market) / passed
    last = now
    // What is due and does not come (nobody traded, the feed is frozen) is looked for four times a candle.
    const pause = (due > 0 ? due : length / 4) / Math.max(1, speed)
    return Math.min(longestMs, Math.max(shortestMs, pause))
  }
}
