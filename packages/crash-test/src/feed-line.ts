import type { Time } from '@strategraph/market-model'
import type { FeedBar } from '@strategraph/trading-engine'
import type { BarMakers } from './bar-makers.ts'

/** The way of the bars to the strategy: while it is cut they wait, and then come all at once, as feeds fill their gaps. */
export interface FeedLine {
  readonly nextClose: Time
  /** Bars wait. */
  readonly isHolding: boolean
  /** Takes the bars that close now. */
  close(): void
  /** What the strategy sees now, moment by moment, oldest first. */
  take(): readonly (readonly FeedBar[])[]
}

export function createFeedLine(makers: BarMakers, isLive: () => boolean): FeedLine {
  let waiting: (readonly FeedBar[])[] = []
  return {
    get nextClose() {
      return makers.nextClose
    },
    get isHolding() {
      return waiting.length > 0
    },
    close: () => void waiting.push(makers.close()),
    take() {
      if (waiting.length === 0 || !isLive()) return []
      const moments = waiting
      waiting = []
      return moments
    },
  }
}
