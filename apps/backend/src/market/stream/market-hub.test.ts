import type { MarketFrame, MarketSubscribe } from '@strategraph/protocol'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import type { MarketHost } from '../market-host.ts'
import type { MarketListener } from '../market-listeners.ts'
import { createMarketHub } from './market-hub.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A market whose book is another one at every look. */
function fakeHost() {
  const calls = { book: 0, tickers: 0 }
  const listeners = new Set<MarketListener>()
  const host = {
    status: () => ({ state: 'running', time: calls.book }),
    observe(listener: MarketListener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    reader: {
      symbols: ['BTC/USD'],
      tickers() {
        calls.tickers += 1
        return [{ symbol: 'BTC/USD' }]
      },
      book(symbol: string, depth: number) {
        calls.book += 1
        return { symbol, depth, version: calls.book }
      },
      decisions: () => [],
    },
  }
  return { host: host as unknown as MarketHost, calls, listeners }
}

function fakeSocket() {
  const sent: string[] = []
  const socket = { bufferedAmount: 0, send: (text: string) => void sent.push(text), close: vi.fn<() => void>() }
  const of = (type: MarketFrame['type']) => sent.map((text) => JSON.parse(text) as MarketFrame).filter((frame) => frame.type === type)
  return { socket, sent, of }
}
const subscribe = (frame: Omit<MarketSubscribe, 'type'>) => JSON.stringify({ type: 'subscribe', ...frame })

it('a frame is made once for all clients that want the same', () => {
  const { host, calls } = fakeHost()
  const hub = createMarketHub(host)
  onTestFinished(() => hub.close())
  const sockets = [fakeSocket(), fakeSocket(), fakeSocket()]
  for (const { socket } of sockets) hub.connect(socket).receive(subscribe({ channels: ['book'], symbol: 'BTC/USD', depth: 5 }))
  vi.advanceTimersByTime(1000)
  expect([calls.book, calls.tickers]).toEqual([10, 2])
  expect(sockets.map(({ of }) => [of('book').length, of('ticker').length, of('status').length])).toEqual([1, 1, 1].map(() => [10, 2, 2]))
})

it('who does not read is left out, so that nothing piles up, and gets the newest when there is room again', () => {
  const { host } = fakeHost()
  const hub = createMarketHub(host, { highWaterMark: 1000 })
  onTestFinished(() => hub.close())
  const slow = fakeSocket()
  hub.connect(slow.socket).receive(subscribe({ channels: ['book', 'decisions'], symbol: 'BTC/USD' }))
  vi.advanceTimersByTime(300)
  const before = slow.sent.length
  slow.socket.bufferedAmount = 1000
  vi.advanceTimersByTime(60_000)
  expect(slow.sent.length).toBe(before)
  slow.socket.bufferedAmount = 0
  vi.advanceTimersByTime(100)
  expect(slow.of('book').length).toBe(4)
})

it('without clients nothing is made; a closed hub listens to nothing and closes its sockets', () => {
  const { host, calls, listeners } = fakeHost()
  const hub = createMarketHub(host)
  vi.advanceTimersByTime(2000)
  expect([calls.book, calls.tickers]).toEqual([0, 0])
  const { socket } = fakeSocket()
  hub.connect(socket)
  hub.close()
  expect([listeners.size, vi.getTimerCount(), socket.close.mock.calls.length]).toEqual([0, 0, 1])
})
