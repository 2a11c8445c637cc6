import { type Interval, intervals, type Quote } from '@strategraph/market-model'
import type { MarketIndex, VenueTrade } from '@strategraph/market-sim'
import type {
  MarketAgent,
  MarketAgentDecision,
  MarketAgentDetail,
  MarketBook,
  MarketCandle,
  MarketState,
  MarketStatus,
  MarketTrade,
  Ticker,
} from '@strategraph/protocol'
import type { RunningSimulation } from './running-simulation.ts'

/** What the API tells of a simulation. Undefined: there is no such market, interval or agent. */
export interface MarketReader {
  readonly symbols: readonly string[]
  state(status: MarketStatus): MarketState
  tickers(): readonly Ticker[]
  book(symbol: string, depth: number): MarketBook | undefined
  trades(symbol: string, limit: number): readonly MarketTrade[] | undefined
  candles(symbol: string, interval: string, limit: number): readonly MarketCandle[] | undefined
  agents(): readonly MarketAgent[]
  agent(id: number): MarketAgentDetail | undefined
  decisions(limit: number): readonly MarketAgentDecision[]
  /** Undefined while the feed is frozen or a side of the book is empty. */
  quote(symbol: string): Quote | undefined
  readonly tradeOf: (trade: VenueTrade) => MarketTrade
}

const stateDepth = 10

export const isInterval = (name: string): name is Interval => Object.hasOwn(intervals, name)

export function createMarketReader({ simulation, words, frozen }: RunningSimulation): MarketReader {
  const { symbols } = words
  const marketOf = (symbol: string): MarketIndex | undefined => simulation.venue.marketOf(symbol)
  const bookOf = (market: MarketIndex, depth: number): MarketBook => {
    const past = frozen(market)?.book
    return past === undefined ? words.book(market, depth) : { ...past, bids: past.bids.slice(0, depth), asks: past.asks.slice(0, depth) }
  }
  const tickers = () => simulation.markets().map((view) => frozen(view.market)?.ticker ?? words.ticker(view))
  return {
    symbols,
    tickers,
    state(status) {
      const markets = tickers()
      return {
        status,
        assets: [...new Set(simulation.venue.instruments.flatMap(({ base, quote }) => [base, quote]))],
        tickCount: simulation.ticks,
        prices: Object.fromEntries(markets.map(({ symbol, last }) => [symbol, last])),
        markets,
        books: simulation.markets().map(({ market }) => bookOf(market, stateDepth)),
        population: simulation.config.population.map(({ persona, count, parameters }) => ({
          persona,
          count,
          ...(parameters === undefined ? {} : { parameters: { ...parameters } }),
        })),
      }
    },
    book(symbol, depth) {
      const market = marketOf(symbol)
      return market === undefined ? undefined : bookOf(market, depth)
    },
    trades(symbol, limit) {
      const market = marketOf(symbol)
      return market === undefined ? undefined : simulation.trades(market, limit).map(words.trade)
    },
    candles(symbol, interval, limit) {
      const market = marketOf(symbol)
      if (market === undefined || !isInterval(interval)) return undefined
      return simulation.candles(market, interval, limit).map((candle) => words.candle(market, interval, candle))
    },
    agents: () => simulation.agents().map(words.agent),
    agent(id) {
      const found = simulation.agent(id)
      return found === undefined ? undefined : words.agentDetail(found)
    },
    decisions: (limit) => simulation.decisions(limit).map(words.decision),
    quote(symbol) {
      const market = marketOf(symbol)
      return market === undefined || frozen(market) !== undefined ? undefined : words.quote(market)
    },
    tradeOf: words.trade,
  }
}
