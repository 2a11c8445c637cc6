import type { Time } from '@strategraph/market-model'

/** Market time of a made or recorded market: real time times `speed`, from an anchor on. */
export interface MarketClock {
  now(): Time
  /** The market stands at `time` now. */
  anchor(time: Time): void
  /** Real ms until the market reaches `time`. */
  msUntil(time: Time): number
}

/**
 * Real time only paces the market: after a stall longer than `longestStallMs` (a machine asleep) it goes on where it was
 * instead of racing after the clock.
 */
export function createMarketClock(realNow: () => number, speed: number, longestStallMs = 2000): MarketClock {
  let anchorMarket = 0
  let anchorReal = realNow()
  let lastLook = anchorReal
  const now = () => {
    const real = realNow()
    const stall = real - lastLook
    // Forward for a sleep, backward for a clock that was set: both are no market time.
    if (stall > longestStallMs) anchorReal += stall - longestStallMs
    else if (stall < 0) anchorReal += stall
    lastLook = real
    return anchorMarket + (real - anchorReal) * speed
  }
  return {
    now,
    anchor(time) {
      anchorMarket = time
      anchorReal = realNow()
      lastLook = anchorReal
    },
    msUntil: (time) => Math.max(0, (time - now()) / speed),
  }
}
