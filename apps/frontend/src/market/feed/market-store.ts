import type {
  marketChannels,
  MarketAgent,
  MarketAgentDecision,
  MarketBook,
  MarketCandle,
  MarketEventNote,
  MarketFrame,
  MarketState,
  MarketStatus,
  MarketTrade,
  Ticker,
} from '@strategraph/protocol'
import { mergeById, sampleResults, type ResultTrails } from './merge.ts'

export type Channel = (typeof marketChannels)[number]

/** What may be listened to. `reset`: the market began anew, everything before it is forgotten. */
export type Topic = 'status' | 'ticker' | Channel | 'reset' | 'connection' | 'loading'
/** What the server keeps of a channel: being asked for, here, or refused. */
export type Loading = 'loading' | 'ready' | { readonly error: unknown }

/** As many as anybody scrolls through; the server keeps more. */
export const tradeLimit = 1000
export const decisionLimit = 500
export const eventLimit = 1000

export interface MarketData {
  readonly connection: 'connecting' | 'open' | 'lost'
  readonly loading: ReadonlyMap<Channel, Loading>
  /** The market that book, trades and candle are of. */
  readonly symbol: string
  readonly status: MarketStatus | undefined
  /** By symbol. */
  readonly tickers: ReadonlyMap<string, Ticker>
  readonly book: MarketBook | undefined
  /** Newest last. */
  readonly trades: readonly MarketTrade[]
  /** Newest minute. */
  readonly candle: MarketCandle | undefined
  readonly agents: readonly MarketAgent[]
  readonly trails: ResultTrails
  /** Newest last. */
  readonly decisions: readonly MarketAgentDecision[]
  /** Newest last. */
  readonly events: readonly MarketEventNote[]
}

/**
 * The market outside React: frames come in as often as they like, whoever draws is told and looks when it draws. `data` is one
 * object whose fields are replaced, never changed in place.
 */
export interface MarketStore {
  readonly data: MarketData
  /** Counts the changes of a topic. */
  version(topic: Topic): number
  subscribe(topics: readonly Topic[], listener: () => void): () => void
  ingest(frame: MarketFrame): void
  /** Another market is looked at: what was of the former one is gone. */
  choose(symbol: string): void
  setConnection(connection: MarketData['connection']): void
  setLoading(channel: Channel, loading: Loading): void
  addState(state: MarketState): void
  /** What the server keeps from before; frames that came meanwhile stay. */
  addTrades(trades: readonly MarketTrade[]): void
  addDecisions(decisions: readonly MarketAgentDecision[]): void
  addEvents(events: readonly MarketEventNote[]): void
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

const nothing = () => ({
  book: undefined,
  trades: [],
  candle: undefined,
  agents: [],
  trails: { stride: 1, frames: 0, byAgent: new Map() },
  decisions: [],
  events: [],
})

export function createMarketStore(symbol: string): MarketStore {
  const data: Mutable<MarketData> = {
    connection: 'connecting',
    loading: new Map(),
    symbol,
    status: undefined,
    tickers: new Map(),
    ...nothing(),
  }
  const versions = new Map<Topic, number>()
  const listeners = new Map<Topic, Set<() => void>>()

  const changed = (topic: Topic) => {
    versions.set(topic, (versions.get(topic) ?? 0) + 1)
    for (const listener of listeners.get(topic) ?? []) listener()
  }
  const addTrades = (trades: readonly MarketTrade[]) => {
    data.trades = mergeById(
      data.trades,
      trades.filter((trade) => trade.symbol === data.symbol),
      (trade) => trade.id,
      tradeLimit,
    )
    changed('trades')
  }
  const addDecisions = (decisions: readonly MarketAgentDecision[]) => {
    data.decisions = mergeById(data.decisions, decisions, (decision) => decision.seq, decisionLimit)
    changed('decisions')
  }
  const addEvents = (events: readonly MarketEventNote[]) => {
    data.events = mergeById(data.events, events, (event) => event.seq, eventLimit)
    changed('events')
  }
  const setStatus = (status: MarketStatus) => {
    data.status = status
    changed('status')
  }

  return {
    data,
    version: (topic) => versions.get(topic) ?? 0,
    subscribe(topics, listener) {
      for (const topic of topics) {
        const set = listeners.get(topic) ?? new Set()
        set.add(listener)
        listeners.set(topic, set)
      }
      return () => {
        for (const topic of topics) listeners.get(topic)?.delete(listener)
      }
    },
    ingest(frame) {
      switch (frame.type) {
        case 'ticker':
          data.tickers = new Map(data.tickers).set(frame.data.symbol, frame.data)
          return changed('ticker')
        case 'status':
          return setStatus(frame.data)
        case 'book':
          if (frame.data.symbol !== data.symbol) return
          data.book = frame.data
          return changed('book')
        case 'trades':
          return addTrades(frame.data)
        case 'candle':
          if (frame.data.symbol !== data.symbol) return
          data.candle = frame.data
          return changed('candle')
        case 'agents':
          data.agents = frame.data
          data.trails = sampleResults(data.trails, frame.data)
          return changed('agents')
        case 'decisions':
          return addDecisions(frame.data)
        case 'events':
          return addEvents(frame.data)
        case 'reset':
          Object.assign(data, nothing(), { tickers: new Map() })
          setStatus(frame.data)
          for (const topic of ['ticker', 'book', 'trades', 'candle', 'agents', 'decisions', 'events', 'reset'] as const) changed(topic)
          return
        case 'error':
          return
        default:
          return unreachable(frame)
      }
    },
    choose(next) {
      if (next === data.symbol) return
      Object.assign(data, { symbol: next, book: undefined, trades: [], candle: undefined })
      for (const topic of ['book', 'trades', 'candle', 'ticker'] as const) changed(topic)
    },
    setConnection(connection) {
      if (connection === data.connection) return
      data.connection = connection
      changed('connection')
    },
    setLoading(channel, loading) {
      data.loading = new Map(data.loading).set(channel, loading)
      changed('loading')
    },
    addState({ status, markets, books }) {
      for (const book of books) {
        // Few levels, but at once.
        if (book.symbol === data.symbol) data.book = book
      }
      data.tickers = new Map(markets.map((ticker) => [ticker.symbol, ticker]))
      changed('ticker')
      setStatus(status)
    },
    addTrades,
    addDecisions,
    addEvents,
  }
}

function unreachable(frame: never): never {
  throw new Error(`unknown frame ${JSON.stringify(frame)}`)
}
