import { marketFrameSchema, type MarketState, type MarketSubscribe } from '@strategraph/protocol'
import { api } from '../../api/client.ts'
import { reconnectingSocket } from '../../api/reconnecting-socket.ts'
import { toast } from '../../ui/toast.tsx'
import { type Channel, createMarketStore, decisionLimit, eventLimit, type MarketStore, tradeLimit } from './market-store.ts'

/** The page's connection to the market: owns socket and store from opening to closing. */
export interface MarketSession {
  readonly store: MarketStore
  /** Somebody looks at a channel: it is loaded and followed until nobody does. Returns the way out. */
  want(channel: Channel): () => void
  reload(channel: Channel): void
  choose(symbol: string): void
  /** Levels of the book a side. */
  setDepth(levels: number): void
  close(): void
}

export const usualDepth = 100
/** Channels that belong to one market: another market, another content. */
const ofSymbol: readonly Channel[] = ['book', 'trades', 'candle']

export function openMarketSession(symbol: string, state: MarketState): MarketSession {
  const store = createMarketStore(symbol)
  store.addState(state)
  const wanted = new Map<Channel, number>()
  let depth = usualDepth
  let isTelling = false
  // Answers to questions about what has been forgotten since are dropped.
  let epoch = 0

  const subscribeNow = () => {
    const frame: MarketSubscribe = { type: 'subscribe', channels: [...wanted.keys()], symbol: store.data.symbol, depth }
    socket.send(JSON.stringify(frame))
  }
  /** Panels come and go together: told once. */
  const subscribe = () => {
    if (isTelling) return
    isTelling = true
    queueMicrotask(() => {
      isTelling = false
      subscribeNow()
    })
  }

  const read = async (channel: Channel): Promise<(() => void) | undefined> => {
    const { symbol: of } = store.data
    if (channel === 'book') {
      const book = await api.marketBook({ query: { symbol: of, depth } })
      // The stream's may be newer.
      return () => ((store.data.book?.time ?? 0) <= book.time ? store.ingest({ type: 'book', data: book }) : undefined)
    }
    if (channel === 'trades') {
      const trades = await api.marketTrades({ query: { symbol: of, limit: tradeLimit / 2 } })
      return () => store.addTrades(trades)
    }
    if (channel === 'agents') {
      const agents = await api.marketAgents({})
      return () => (store.data.agents.length === 0 ? store.ingest({ type: 'agents', data: agents }) : undefined)
    }
    if (channel === 'decisions') {
      const decisions = await api.marketDecisions({ query: { limit: decisionLimit / 2 } })
      return () => store.addDecisions(decisions)
    }
    if (channel === 'events') {
      const events = await api.marketEvents({ query: { limit: eventLimit } })
      return () => store.addEvents(events)
    }
    // Candles: the chart loads its own interval.
    return undefined
  }

  const load = async (channel: Channel): Promise<void> => {
    const asked = epoch
    store.setLoading(channel, 'loading')
    try {
      const add = await read(channel)
      if (asked !== epoch) return
      add?.()
      store.setLoading(channel, 'ready')
    } catch (error) {
      if (asked === epoch) store.setLoading(channel, { error })
    }
  }
  const loadAll = (channels: Iterable<Channel>) => {
    for (const channel of channels) void load(channel)
  }

  let wasLost = false
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`
  const socket = reconnectingSocket({
    open: () => new WebSocket(url),
    onOpen() {
      store.setConnection('open')
      subscribeNow()
      // What happened while there was no connection.
      if (wasLost) loadAll(wanted.keys())
      wasLost = false
    },
    onLost() {
      wasLost = true
      store.setConnection('lost')
    },
    onMessage(text) {
      const frame = marketFrameSchema.safeParse(parseJson(text))
      if (!frame.success) return
      if (frame.data.type === 'error') return toast({ tone: 'error', topic: 'market-stream', text: frame.data.data.message })
      store.ingest(frame.data)
      if (frame.data.type !== 'reset') return
      epoch += 1
      loadAll(wanted.keys())
    },
  })

  return {
    store,
    want(channel) {
      const count = wanted.get(channel) ?? 0
      wanted.set(channel, count + 1)
      if (count === 0) {
        subscribe()
        void load(channel)
      }
      return () => {
        const left = (wanted.get(channel) ?? 1) - 1
        if (left > 0) return void wanted.set(channel, left)
        wanted.delete(channel)
        subscribe()
      }
    },
    reload: (channel) => void load(channel),
    choose(next) {
      if (next === store.data.symbol) return
      epoch += 1
      store.choose(next)
      subscribe()
      loadAll(ofSymbol.filter((channel) => wanted.has(channel)))
    },
    setDepth(levels) {
      if (levels === depth) return
      depth = levels
      subscribe()
    },
    close: () => socket.close(),
  }
}

function parseJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}
