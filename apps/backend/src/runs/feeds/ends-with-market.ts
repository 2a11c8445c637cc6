import type { MarketFeed } from '@strategraph/market-model'
import type { RunningMarket } from './running-market.ts'

/** Told once, by a feed that is over. */
export const marketReset = [
  'MARKET_RESET',
  'The simulated market was reset or restored: this run gets no more candles. Start a new one.',
] as const

/** A feed of the running market by way of a client, who cannot know that another market has taken its place: bars of that one must never continue these. */
export function endsWithMarket(feed: MarketFeed, market: RunningMarket, symbol: string): MarketFeed {
  let stopWatching = () => {}
  return {
    instrument: feed.instrument,
    provenance: feed.provenance,
    async start(listener) {
      let isOver = false
      stopWatching = market.watch(symbol, {
        onMinute() {},
        onQuote() {},
        onReset() {
          if (!isOver) listener.onProblem(...marketReset)
          isOver = true
        },
      })
      await feed.start({
        onBar: (bar) => void (isOver || listener.onBar(bar)),
        onQuote: (quote) => void (isOver || listener.onQuote(quote)),
        onProblem: (code, message) => void (isOver || listener.onProblem(code, message)),
      })
    },
    async stop() {
      stopWatching()
      await feed.stop()
    },
  }
}
