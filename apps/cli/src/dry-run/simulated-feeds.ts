import type { Bar, Quote } from '@strategraph/market-model'
import type { SimulatedMarket } from '@strategraph/market-sim'
import type { Checked, FeedPlan, Plan, Problem } from '@strategraph/strategy-core'
import type { FeedBinding } from '@strategraph/trading-engine'
import { simulatedMarketOf } from '../data/simulated-candles.ts'

export interface SimulatedFeed {
  readonly feed: FeedPlan
  readonly market: SimulatedMarket
}

/** The markets of all feeds of a plan, of bars and of quotes; problems where one is not simulated. */
export function simulatedFeeds(plan: Plan, startTime: number): Checked<readonly SimulatedFeed[]> {
  const problems: Problem[] = []
  const feeds: SimulatedFeed[] = []
  for (const feed of plan.feeds) {
    const market = simulatedMarketOf(feed, startTime)
    if (market.ok) feeds.push({ feed, market: market.value })
    else problems.push(...market.problems)
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: feeds, warnings: [] }
}

export function bindingsOf(feeds: readonly SimulatedFeed[]): ReadonlyMap<string, FeedBinding> {
  const seedOf = ({ spec: { origin } }: FeedPlan) => (origin.kind === 'simulated' ? origin.seed : 0)
  return new Map(
    feeds
      .filter(({ feed }) => feed.spec.stream === 'bars')
      .map(({ feed, market }) => [
        feed.nodeId,
        { instrument: market.instrument, provenance: market.provenance, source: `simulated market, seed ${seedOf(feed)}` },
      ]),
  )
}

/** One trade of every market at the same moment (they all trade every ten seconds): the quotes, and the bars that closed. */
export function stepFeeds(feeds: readonly SimulatedFeed[]): {
  readonly time: number
  readonly quotes: readonly { readonly feed: string; readonly quote: Quote }[]
  readonly bars: readonly { readonly feed: string; readonly bar: Bar }[]
} {
  const steps = feeds.map(({ feed, market }) => ({ feed, step: market.step() }))
  return {
    time: steps[0]?.step.quote.time ?? 0,
    quotes: steps.filter(({ feed }) => feed.spec.stream === 'quotes').map(({ feed, step }) => ({ feed: feed.nodeId, quote: step.quote })),
    bars: steps
      .filter(({ feed, step }) => feed.spec.stream === 'bars' && step.isClosed)
      .map(({ feed, step }) => ({ feed: feed.nodeId, bar: step.bar })),
  }
}
