import type { MarketCandle, MarketStatus } from '@strategraph/protocol'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMarketStore } from '../feed/market-store.ts'
import type { Candle } from './candle-fold.ts'
import { type CandlesState, type ChartInterval, followCandles } from './follow-candles.ts'

const minuteMs = 60_000
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => void vi.useRealTimers())

const candle = (index: number, close: number, { volume = 1, interval = '1m', length = minuteMs } = {}): MarketCandle => ({
  symbol: 'BTC/USD',
  interval,
  openTime: index * length,
  time: (index + 1) * length,
  open: close,
  high: close,
  low: close,
  close,
  volume,
  trades: 1,
  isClosed: true,
})

function setup(interval: ChartInterval, server: { candles: Record<string, readonly MarketCandle[]> }) {
  const store = createMarketStore('BTC/USD')
  const states: CandlesState[] = []
  const drawn: Candle[] = []
  let all: readonly Candle[] = []
  const asked: string[] = []
  const followed = followCandles({
    store,
    symbol: 'BTC/USD',
    interval,
    read: async (of) => {
      asked.push(of)
      return server.candles[of] ?? []
    },
    onState: (state) => states.push(state),
    onAll: (candles) => {
      all = candles
    },
    onCandle: (next) => drawn.push(next),
  })
  const frame = async () => void (await vi.advanceTimersByTimeAsync(200))
  const put = (data: MarketCandle) => store.ingest({ type: 'candle', data })
  return { store, states, drawn, asked, followed, frame, put, all: () => all }
}

it('begins with the history, then draws a forming candle at most a few times a second', async () => {
  const { states, drawn, frame, put, all } = setup('1m', { candles: { '1m': [candle(0, 10), candle(1, 11)] } })
  await frame()
  expect(states).toEqual(['loading', 'ready'])
  expect(all().map(({ close }) => close)).toEqual([10, 11])
  for (const close of [12, 13, 14]) put(candle(2, close))
  await frame()
  expect(drawn.map(({ openTime, close }) => [openTime, close])).toEqual([[2 * minuteMs, 14]])
})

it('an hour that is half over when the page opens has the volume of all of its minutes', async () => {
  const minutes = Array.from({ length: 30 }, (_, index) => candle(index, 100 + index, { volume: 2 }))
  const hour = candle(0, 129, { volume: 60, interval: '1h', length: 60 * minuteMs })
  const { drawn, frame, put } = setup('1h', { candles: { '1h': [hour], '1m': minutes } })
  await frame()
  put(candle(30, 200, { volume: 5 }))
  await frame()
  expect(drawn.at(-1)).toMatchObject({ openTime: 0, close: 200, high: 200, volume: 65 })
})

it('reads again where minutes are missing, instead of drawing a hole', async () => {
  const server = { candles: { '1m': [candle(0, 10)] } }
  const { drawn, asked, frame, put, all } = setup('1m', server)
  await frame()
  put(candle(7, 17))
  await frame()
  expect(drawn).toEqual([])
  server.candles = { '1m': Array.from({ length: 8 }, (_, index) => candle(index, 10 + index)) }
  await vi.advanceTimersByTimeAsync(2000)
  expect(asked).toEqual(['1m', '1m'])
  expect(all()).toHaveLength(8)
})

it('a market that begins anew is read anew', async () => {
  const server = { candles: { '1m': [candle(0, 10)] } }
  const { store, states, frame, all } = setup('1m', server)
  await frame()
  server.candles = { '1m': [] }
  store.ingest({ type: 'reset', data: { state: 'paused' } as MarketStatus })
  await frame()
  expect(all()).toEqual([])
  expect(states.at(-1)).toBe('empty')
})

it('says why the history is not there, and tries again when asked', async () => {
  const store = createMarketStore('BTC/USD')
  const states: CandlesState[] = []
  let isBroken = true
  const followed = followCandles({
    store,
    symbol: 'BTC/USD',
    interval: '1m',
    read: async () => {
      if (isBroken) throw new Error('broken')
      return [candle(0, 1)]
    },
    onState: (state) => states.push(state),
    onAll: () => {},
    onCandle: () => {},
  })
  await vi.advanceTimersByTimeAsync(1)
  expect(states.at(-1)).toMatchObject({ error: new Error('broken') })
  isBroken = false
  followed.reload()
  await vi.advanceTimersByTimeAsync(1)
  expect(states.at(-1)).toBe('ready')
})
