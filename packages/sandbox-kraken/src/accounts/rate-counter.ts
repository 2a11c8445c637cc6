/** A count that decays with time, as Kraken's limits do. Times in milliseconds. */
export interface RateCounter {
  value(now: number): number
  add(count: number, now: number): void
}

export function createRateCounter(decayPerSecond: number): RateCounter {
  let count = 0
  let since = 0
  const settle = (now: number) => {
    count = Math.max(0, count - (Math.max(0, now - since) / 1000) * decayPerSecond)
    since = now
    return count
  }
  return {
    value: settle,
    add(added, now) {
      count = settle(now) + added
    },
  }
}
