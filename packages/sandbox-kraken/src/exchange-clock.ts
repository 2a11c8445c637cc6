/** The clock that `Time` tells: nonces, deadlines, tokens and everything that belongs to an account live on it. */
export interface ExchangeClock {
  /** Milliseconds, the fault's shift included. */
  now(): number
  /** Microseconds of `now`, ascending within a millisecond, so that records of one burst stay in order. */
  stamp(): number
  /** Without the shift: for measuring durations. */
  real(): number
  shiftBy(milliseconds: number): void
}

export function createExchangeClock(realNow: () => number): ExchangeClock {
  let shift = 0
  let last = 0
  const now = () => realNow() + shift
  return {
    now,
    real: realNow,
    stamp() {
      const start = Math.floor(now()) * 1000
      last = last >= start && last < start + 999 ? last + 1 : start
      return last
    },
    shiftBy(milliseconds) {
      shift = milliseconds
    },
  }
}
