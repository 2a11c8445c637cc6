import type { Quote } from '@strategraph/market-model'
import { type Interval, intervals } from '@strategraph/market-model'
import { z } from 'zod'
import { openSimulatedFeed, type SimulatedFeed, simulatedStart } from '../feeds/simulated-feed.ts'
import type { MarketSource } from './market-source.ts'

export interface SimulatedSourceFeed {
  readonly feed: string
  readonly interval: Interval
  readonly seed: number
  readonly symbol: string
}

const checkpointSchema = z.record(
  z.string(),
  z.object({
    bars: z.int().min(0),
    state: z.object({
      process: z.looseObject({ random: z.looseObject({}) }),
      forming: z.object({ open: z.number(), high: z.number(), low: z.number(), lots: z.number() }),
    }),
  }),
)

/** The seeded market for all feeds of a run. `barsTaken`: bars of each feed that the run has seen before. */
export function createSimulatedSource(
  feeds: readonly SimulatedSourceFeed[],
  barsTaken: ReadonlyMap<string, number>,
  checkpoint?: unknown,
): MarketSource {
  const known = checkpointSchema.safeParse(checkpoint)
  const opened = feeds.map(({ feed, ...choice }) => {
    const bars = barsTaken.get(feed) ?? 0
    const stored = known.success && Object.hasOwn(known.data, feed) ? known.data[feed] : undefined
    return { feed, market: openAt(choice, bars, stored), bars, interval: choice.interval }
  })
  const nextMoment = () => Math.min(...opened.map(({ market }) => market.nextClose))
  return {
    hasEnded: false,
    get nextMoment() {
      return nextMoment()
    },
    take() {
      const moment = nextMoment()
      return opened.flatMap((each) => {
        if (each.market.nextClose !== moment) return []
        each.bars += 1
        return [{ feed: each.feed, bar: each.market.closeBar() }]
      })
    },
    quotes: (until) =>
      opened.flatMap(({ feed, market }) => {
        const quote: Quote | undefined = market.quoteUntil(Math.min(until, market.nextClose - 1))
        return quote === undefined ? [] : [{ feed, quote }]
      }),
    checkpoint: () => Object.fromEntries(opened.map(({ feed, market, bars }) => [feed, { bars, state: market.checkpoint() }])),
  }
}

type Stored = z.output<typeof checkpointSchema>[string]

/** From the stored state as far as it goes, the rest is made again; without one, all of it. The bars are the same either way. */
function openAt(choice: Omit<SimulatedSourceFeed, 'feed'>, bars: number, stored: Stored | undefined): SimulatedFeed {
  if (stored === undefined || stored.bars > bars) return openSimulatedFeed(choice, { bars })
  const feed = openSimulatedFeed(choice, {
    bars: stored.bars,
    state: stored.state as Parameters<typeof openSimulatedFeed>[1]['state'] & object,
  })
  while (feed.nextClose <= simulatedStart + bars * intervals[choice.interval]) feed.closeBar()
  return feed
}
