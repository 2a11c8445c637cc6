import type { Time } from '@strategraph/market-model'
import type { MarketClock } from './market-clock.ts'

/** When the next bars of a market may be seen. */
export interface Pace {
  isDue(moment: Time): boolean
  /** Market time now, given the last moment seen. */
  now(lastMoment: Time): Time
  /** Real ms until it is worth looking again. */
  delayUntil(moment: Time | undefined): number
  /** Whether the forming market is shown between bars. */
  readonly showsQuotes: boolean
}

/** How often the forming market is looked at. */
const lookEveryMs = 100

/** A made or recorded market: up to `historyEnd` as fast as it goes, then by the clock. */
export function pacedBy(clock: MarketClock, historyEnd: Time): Pace {
  let isPaced = false
  return {
    isDue(moment) {
      if (moment < historyEnd) return true
      if (!isPaced) {
        isPaced = true
        clock.anchor(historyEnd)
      }
      return moment <= clock.now()
    },
    now: (lastMoment) => (isPaced ? Math.max(lastMoment, clock.now()) : lastMoment),
    delayUntil: (moment) => (isPaced && moment !== undefined ? Math.min(lookEveryMs, Math.ceil(clock.msUntil(moment))) : 0),
    get showsQuotes() {
      return isPaced
    },
  }
}

/** Bars that come by themselves, by a clock of their market's own. */
export function pushed(marketNow: () => Time): Pace {
  return { isDue: () => true, now: (lastMoment) => Math.max(lastMoment, marketNow()), delayUntil: () => lookEveryMs * 5, showsQuotes: true }
}

/** A bounded run: one moment after another, each only when `isFree`, so that answers arrive where they belong. */
export function stepwise(isFree: () => boolean): Pace {
  return { isDue: isFree, now: (lastMoment) => lastMoment, delayUntil: () => (isFree() ? 0 : lookEveryMs), showsQuotes: false }
}
