import { type Bar, type Instrument, instrumentId, type Interval, type Quote } from '@strategraph/market-model'
import type { RunningMarket } from '../runs/feeds/running-market.ts'
import type { MarketHost } from './market-host.ts'
import { toMs } from './micros.ts'

/** As many as a simulation keeps. */
const mostBars = 10_000
/** Least real ms between two quotes of a market. */
const quoteEveryMs = 100

/** The market of this server as runs see it: bars and quotes and nothing of what only an operator may know. Without a host it has no symbols. */
export function runningMarketOf(host: MarketHost | undefined): RunningMarket {
  const bars = (symbol: string, interval: Interval): readonly Bar[] =>
    (host?.reader.candles(symbol, interval, mostBars) ?? [])
      .filter(({ isClosed }) => isClosed)
      .map(({ time, open, high, low, close, volume }) => ({ time, open, high, low, close, volume }))
  return {
    get symbols() {
      return host?.reader.symbols ?? []
    },
    instrument(symbol) {
      const found = host?.simulation.venue.instruments.find((instrument) => instrument.symbol === symbol)
      return found === undefined ? undefined : asVenue(found)
    },
    now: () => (host === undefined ? 0 : toMs(host.simulation.now)),
    bars,
    watch(symbol, listener) {
      if (host === undefined) return () => {}
      let shown: Quote | undefined
      let shownAt = Number.NEGATIVE_INFINITY
      return host.observe({
        onMinute(market) {
          if (market === host.simulation.venue.marketOf(symbol)) listener.onMinute()
        },
        onSlice() {
          const now = performance.now()
          if (now - shownAt < quoteEveryMs) return
          shownAt = now
          const quote = host.reader.quote(symbol)
          if (quote === undefined || (quote.bid === shown?.bid && quote.ask === shown.ask && quote.last === shown.last)) return
          shown = quote
          listener.onQuote(quote)
        },
        onReset: () => listener.onReset(),
      })
    },
  }
}

/** Under the name by which feeds ask for it, without the venue's fees. */
function asVenue({ symbol, base, quote, tickSize, lotSize, minQuantity, minNotional }: Instrument): Instrument {
  return {
    id: instrumentId('simulator', symbol),
    venue: 'simulator',
    symbol,
    base,
    quote,
    tickSize,
    lotSize,
    ...(minQuantity === undefined ? {} : { minQuantity }),
    ...(minNotional === undefined ? {} : { minNotional }),
  }
}
