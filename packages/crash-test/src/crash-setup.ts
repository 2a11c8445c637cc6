import { intervals } from '@strategraph/market-model'
import { defaultPopulation, type MarketIndex, type SimulationConfig } from '@strategraph/market-sim'
import type { Plan } from '@strategraph/strategy-core'
import { type CrashFeed, type History, makeHistory } from './history.ts'
import { marketSpecOf } from './market-specs.ts'

/** What all scenarios of a test have in common. */
export interface CrashSetup {
  readonly plan: Plan
  readonly seed: number
  /** In the order of the plan's domains. */
  readonly feeds: readonly (CrashFeed & { readonly market: MarketIndex })[]
  /** Bar length of the fastest feed. */
  readonly barMs: number
  readonly history: History
  readonly simulation: Omit<SimulationConfig, 'startTime'>
}

/** Agents in each market of a test: enough for a book that moves by itself. */
const agentsPerMarket = 30

/** The workflow's feeds of bars, each bound to the simulator's market of its symbol. */
export function crashFeeds(plan: Plan): readonly CrashFeed[] {
  return plan.domains.flatMap(({ feed, interval }) => {
    const known = plan.feeds.find(({ nodeId }) => nodeId === feed)
    if (known === undefined) return []
    const spec = marketSpecOf(symbolOf(known.spec.instrument))
    const { instrument } = spec
    return [{ feed, interval, spec, binding: { instrument, provenance: 'simulated' as const, source: 'crash test' } }]
  })
}

export function crashSetup(plan: Plan, feeds: readonly CrashFeed[], seed: number): CrashSetup {
  const history = makeHistory(plan, feeds, seed)
  const specs = [...new Map(feeds.map(({ spec }) => [spec.instrument.id, spec])).values()]
  const placeOf = ({ spec }: CrashFeed) => specs.findIndex(({ instrument }) => instrument.id === spec.instrument.id) as MarketIndex
  return {
    plan,
    seed,
    history,
    feeds: feeds.map((feed) => ({ ...feed, market: placeOf(feed) })),
    barMs: Math.min(...feeds.map(({ interval }) => intervals[interval])),
    simulation: {
      seed,
      instruments: specs.map(({ instrument, startPrice, annualVolatility, volumePerMinute }) => ({
        instrument,
        annualVolatility,
        volumePerMinute,
        startPrice: history.closes.get(instrument.symbol) ?? startPrice,
      })),
      // Models are not asked in a test: what they would do instead of a rule is nobody's seed.
      population: defaultPopulation(agentsPerMarket * specs.length).filter(({ persona }) => persona !== 'llm-trader'),
    },
  }
}

/** "kraken:BTC/USD" to "BTC/USD". */
const symbolOf = (instrument: string): string => instrument.slice(instrument.indexOf(':') + 1)
