import type { MarketIndex, Simulation } from '@strategraph/market-sim'
import type { MarketBook, Ticker } from '@strategraph/protocol'
import type { MarketWords } from './to-protocol.ts'

/** What the public saw last of a market. */
export interface FrozenFeed {
  readonly ticker: Ticker
  readonly book: MarketBook
}

/** Keeps what was public when a scenario froze a feed: the venue trades on, and books and statistics with it. */
export interface FeedFreezer {
  /** A feed is about to be frozen or to go on: what is to be seen now is what was seen last. */
  expect(): void
  /** After a piece of work; looks only where something was expected. */
  look(): void
  frozen(market: MarketIndex): FrozenFeed | undefined
}

/** As deep as the API gives a book. */
const deepestBook = 1000

export function createFeedFreezer(simulation: Simulation, words: MarketWords): FeedFreezer {
  const frozen = new Map<MarketIndex, FrozenFeed>()
  let seen: readonly (readonly [MarketIndex, FrozenFeed])[] = []
  const expect = () => {
    seen = simulation
      .markets()
      .map((view) => [view.market, { ticker: { ...words.ticker(view), feedIsLive: false }, book: words.book(view.market, deepestBook) }])
  }
  const look = () => {
    if (seen.length === 0) return
    const isLive = new Set(simulation.markets().flatMap(({ market, feedIsLive }) => (feedIsLive ? [market] : [])))
    for (const [market, feed] of seen) {
      if (isLive.has(market)) frozen.delete(market)
      else if (!frozen.has(market)) frozen.set(market, feed)
    }
    seen = []
  }
  // One that goes on from a stored state may be frozen already.
  expect()
  look()
  return { expect, look, frozen: (market) => frozen.get(market) }
}
