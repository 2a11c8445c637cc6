import type { MarketAgent, MarketCandle, MarketFrame, MarketStatus, MarketTrade, Ticker } from '@strategraph/protocol'
import { describe, expect, it } from 'vitest'
import { createMarketStore, tradeLimit } from './market-store.ts'
import { newestQuote } from './newest-quote.ts'

const status: MarketStatus = {
  state: 'running',
  simulated: true,
  seed: 7,
  speed: 1,
  measuredSpeed: 1,
  time: 1_800_000_000_000,
  startedAt: 1_800_000_000_000,
  ticks: 10,
  agents: 2,
  openAsks: 0,
  scenarios: [],
}
const ticker = (symbol: string, last: number | null): Ticker => ({
  symbol,
  time: 1,
  mode: 'online',
  priceDecimals: 1,
  quantityDecimals: 8,
  bid: null,
  ask: null,
  bidQuantity: 0,
  askQuantity: 0,
  last,
  open: null,
  high: null,
  low: null,
  vwap: null,
  volume: 0,
  trades: 0,
  feedIsLive: true,
})
const trade = (id: number, symbol = 'BTC/USD'): MarketTrade => ({
  id,
  symbol,
  time: id,
  price: 60_000,
  quantity: 0.1,
  side: 'buy',
  taker: 'noise 1',
  maker: 'market-maker 1',
})
const candle = (symbol: string): MarketCandle => ({
  symbol,
  interval: '1m',
  openTime: 0,
  time: 60_000,
  open: 1,
  high: 1,
  low: 1,
  close: 1,
  volume: 1,
  trades: 1,
  isClosed: false,
})
const agent = (id: number, equity: number): MarketAgent => ({
  id,
  name: `noise ${id}`,
  persona: 'noise',
  mind: 'rule',
  initialCapital: 100,
  equity,
  roi: equity / 100 - 1,
  roiByTrading: equity / 100 - 1,
  trades: 0,
  openOrders: 0,
  lastDecision: null,
})

describe('the market outside React', () => {
  it('tells whoever listens to a topic, and nobody else', () => {
    const store = createMarketStore('BTC/USD')
    const heard: string[] = []
    const stop = store.subscribe(['trades'], () => heard.push('trades'))
    store.subscribe(['book', 'ticker'], () => heard.push('book or ticker'))
    store.ingest({ type: 'trades', data: [trade(1)] })
    store.ingest({ type: 'ticker', data: ticker('ETH/USD', 3000) })
    stop()
    store.ingest({ type: 'trades', data: [trade(2)] })
    expect(heard).toEqual(['trades', 'book or ticker'])
    expect(store.version('trades')).toBe(2)
  })

  it('late frames of a market that is no longer looked at are dropped', () => {
    const store = createMarketStore('BTC/USD')
    store.ingest({ type: 'book', data: { symbol: 'BTC/USD', time: 1, bids: [[60_000, 1, 1]], asks: [] } })
    store.choose('ETH/USD')
    expect(store.data.book).toBeUndefined()
    const late: MarketFrame[] = [
      { type: 'book', data: { symbol: 'BTC/USD', time: 2, bids: [[60_001, 1, 1]], asks: [] } },
      { type: 'candle', data: candle('BTC/USD') },
      { type: 'trades', data: [trade(5), trade(9, 'ETH/USD')] },
    ]
    for (const frame of late) store.ingest(frame)
    expect(store.data.book).toBeUndefined()
    expect(store.data.candle).toBeUndefined()
    expect(store.data.trades.map(({ id }) => id)).toEqual([9])
  })

  it('history from the server and frames become one tape, bounded', () => {
    const store = createMarketStore('BTC/USD')
    store.ingest({ type: 'trades', data: [trade(500), trade(501)] })
    store.addTrades(Array.from({ length: 501 }, (_, index) => trade(index)))
    expect(store.data.trades.map(({ id }) => id)).toEqual(Array.from({ length: 502 }, (_, index) => index))
    store.ingest({ type: 'trades', data: Array.from({ length: 5000 }, (_, index) => trade(1000 + index)) })
    expect(store.data.trades).toHaveLength(tradeLimit)
    expect(store.data.trades.at(-1)?.id).toBe(5999)
  })

  it('a market that begins anew leaves nothing of the old one', () => {
    const store = createMarketStore('BTC/USD')
    store.ingest({ type: 'trades', data: [trade(500)] })
    store.ingest({ type: 'agents', data: [agent(1, 100)] })
    store.ingest({ type: 'events', data: [{ seq: 3, time: 1, kind: 'story', symbol: null, title: 'Old', text: '' }] })
    store.ingest({ type: 'reset', data: { ...status, seed: 8 } })
    expect(store.data).toMatchObject({ trades: [], agents: [], events: [], status: { seed: 8 } })
    // Ids begin at 1 again: they are not older ones of the market before.
    store.ingest({ type: 'trades', data: [trade(1)] })
    expect(store.data.trades.map(({ id }) => id)).toEqual([1])
  })

  it('collects what the trading of each agent made while it listens', () => {
    const store = createMarketStore('BTC/USD')
    for (const equity of [100, 101, 99]) store.ingest({ type: 'agents', data: [agent(1, equity), agent(2, 50)] })
    expect(store.data.trails.byAgent.get(1)).toEqual([0, expect.closeTo(0.01), expect.closeTo(-0.01)])
  })

  it('the newest of ticker, trades and book is shown', () => {
    const store = createMarketStore('BTC/USD')
    expect(newestQuote(store.data)).toEqual({ last: null, bid: null, ask: null })
    store.ingest({ type: 'ticker', data: { ...ticker('BTC/USD', 60_000), time: 100, bid: 59_999, ask: 60_001 } })
    store.ingest({ type: 'trades', data: [{ ...trade(1), time: 90, price: 59_000 }] })
    expect(newestQuote(store.data)).toEqual({ last: 60_000, bid: 59_999, ask: 60_001 })
    store.ingest({ type: 'trades', data: [{ ...trade(2), time: 110, price: 60_100 }] })
    store.ingest({ type: 'book', data: { symbol: 'BTC/USD', time: 120, bids: [[60_099, 1, 1]], asks: [] } })
    expect(newestQuote(store.data)).toEqual({ last: 60_100, bid: 60_099, ask: null })
  })
})
