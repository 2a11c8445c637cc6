import { intervals, type MarketFeed, type Quote, type Time } from '@strategraph/market-model'
import type { Plan } from '@strategraph/strategy-core'
import { type FeedChoice, originOf, type FeedOrigin, type ResolvedFeed, symbolOf } from '../feeds/feed-choice.ts'
import { openSimulatedFeed, type SimulatedFeed, simulatedStart } from '../feeds/simulated-feed.ts'

export interface FeedQuote {
  /** Node id of a feed or ticker. */
  readonly feed: string
  readonly quote: Quote
}

/** The live ticker nodes of a run: quotes to look at, never to decide on. */
export interface Tickers {
  /** Adds the tickers' quotes to those that the run's own feeds brought. */
  withTickers(quotes: readonly FeedQuote[], until: Time): readonly FeedQuote[]
  start(): Promise<void>
  stop(): Promise<void>
}

export type OpenQuotes = (exchange: string, symbol: string) => Promise<MarketFeed>

/** Market minutes that a ticker catches up with per look: some 50 ms of work. */
const minutesPerLook = 10_000

/** A ticker of a market that the run has bars of shows the same quotes; others look at their market themselves. */
export function createTickers(
  plan: Plan,
  feeds: readonly ResolvedFeed[],
  choices: Readonly<Record<string, FeedChoice>>,
  openQuotes: OpenQuotes,
): Tickers {
  const mirrors = new Map<string, string[]>()
  const simulated: { readonly feed: string; market: SimulatedFeed }[] = []
  const exchanges: { readonly feed: string; readonly exchange: string; readonly symbol: string }[] = []
  const newest = new Map<string, Quote>()
  const opened: MarketFeed[] = []
  let isStopped = false

  for (const { nodeId, spec } of plan.feeds) {
    if (spec.stream !== 'quotes') continue
    const origin = originOf((Object.hasOwn(choices, nodeId) ? choices[nodeId] : undefined) ?? spec.origin, symbolOf(spec.instrument))
    const same = feeds.find((feed) => isSameMarket(feed, origin))
    if (same !== undefined) mirrors.set(same.feed, [...(mirrors.get(same.feed) ?? []), nodeId])
    else if (origin.kind === 'simulated')
      simulated.push({ feed: nodeId, market: openSimulatedFeed({ seed: origin.seed, symbol: origin.symbol, interval: '1m' }, { bars: 0 }) })
    else if (origin.kind === 'exchange') exchanges.push({ feed: nodeId, exchange: origin.exchange, symbol: origin.symbol })
  }

  const lookAtSimulated = ({ feed, market }: (typeof simulated)[number], until: Time): readonly FeedQuote[] => {
    const last = Math.min(until, market.nextClose + minutesPerLook * intervals['1m'])
    if (until < simulatedStart) return []
    while (market.nextClose <= last) market.closeBar()
    const quote = market.nextClose > until ? market.quoteUntil(until) : undefined
    return quote === undefined ? [] : [{ feed, quote }]
  }

  return {
    withTickers(quotes, until) {
      const mirrored = quotes.flatMap(({ feed, quote }) => (mirrors.get(feed) ?? []).map((ticker) => ({ feed: ticker, quote })))
      const fresh = [...newest].map(([feed, quote]) => ({ feed, quote }))
      newest.clear()
      return [...quotes, ...mirrored, ...simulated.flatMap((ticker) => lookAtSimulated(ticker, until)), ...fresh]
    },
    async start() {
      await Promise.all(
        exchanges.map(async ({ feed, exchange, symbol }) => {
          const source = await openQuotes(exchange, symbol)
          if (isStopped) return
          opened.push(source)
          await source.start({ onBar() {}, onQuote: (quote) => void newest.set(feed, quote), onProblem() {} })
        }),
      )
    },
    async stop() {
      isStopped = true
      await Promise.all(opened.map((source) => source.stop()))
    },
  }
}

function isSameMarket({ origin }: ResolvedFeed, wanted: FeedOrigin): boolean {
  if (origin.kind === 'simulated') return wanted.kind === 'simulated' && origin.seed === wanted.seed && origin.symbol === wanted.symbol
  return origin.kind === 'exchange' && wanted.kind === 'exchange' && origin.exchange === wanted.exchange && origin.symbol === wanted.symbol
}
