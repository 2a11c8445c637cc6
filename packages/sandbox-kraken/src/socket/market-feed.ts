import type { MarketIndex, VenueTrade } from '@strategraph/market-sim'
import type { Exchange } from '../exchange.ts'
import type { Pair } from '../pairs/pair.ts'
import { wireJson, type WireObject } from '../wire/wire-json.ts'
import { bookStream } from './book-stream.ts'
import { candleStream, tickerStream, tradeStream } from './market-streams.ts'
import type { Stream } from './stream.ts'

/** Channel and options of a public subscription. */
export type StreamChoice =
  | { readonly channel: 'ticker'; readonly trigger: 'bbo' | 'trades' }
  | { readonly channel: 'book'; readonly depth: number }
  | { readonly channel: 'ohlc'; readonly minutes: number }
  | { readonly channel: 'trade' }

/** Public data of one attached market, told to many sockets. */
export interface MarketFeed {
  /** From now on; the caller sends the snapshot, which later updates go on from. */
  listen(pair: Pair, choice: StreamChoice, listener: (text: string) => void): FeedSubscription
  close(): void
}

export interface FeedSubscription {
  readonly snapshot: WireObject | undefined
  stop(): void
}

interface Published {
  readonly stream: Stream
  readonly listeners: Set<(text: string) => void>
}

/**
 * Changes are gathered and told once the command, or the slice of a simulation, that made them is over: one message per stream then, at any
 * speed of the market. `onMode` is told at once.
 */
export function createMarketFeed(exchange: Exchange, onMode: (pair: Pair) => void): MarketFeed {
  const { market } = exchange
  const published = new Map<MarketIndex, Map<string, Published>>()
  const trades = new Map<MarketIndex, VenueTrade[]>()
  const books = new Set<MarketIndex>()
  let isFlushing = false

  const flush = (index: MarketIndex) => {
    const changes = { trades: trades.get(index) ?? [], isBookChanged: books.has(index) }
    trades.delete(index)
    // A frozen feed loses its trades for good; the book catches up when it thaws.
    if (!market.feedIsLive(index)) return
    books.delete(index)
    for (const { stream, listeners } of published.get(index)?.values() ?? []) {
      const message = stream.update(changes)
      if (message === undefined) continue
      const text = wireJson(message)
      for (const listener of listeners) listener(text)
    }
  }
  const flushSoon = () => {
    if (isFlushing) return
    isFlushing = true
    exchange.defer(() => {
      isFlushing = false
      for (const index of new Set([...trades.keys(), ...books])) flush(index)
    })
  }
  const unobserve = market.venue.observe({
    onTrade(trade) {
      if (!published.has(trade.market)) return
      const waiting = trades.get(trade.market)
      if (waiting === undefined) trades.set(trade.market, [trade])
      else waiting.push(trade)
      flushSoon()
    },
    onLevel(index) {
      if (!published.has(index)) return
      books.add(index)
      flushSoon()
    },
    onMode: (index) => onMode(exchange.pairs.of(index)),
  })
  return {
    listen(pair, choice, listener) {
      const streams = published.get(pair.market) ?? new Map<string, Published>()
      const name = Object.values(choice).join(':')
      // Those who are here already hear first what is new, so that the snapshot is the state that they all have.
      if (streams.size > 0) flush(pair.market)
      const entry = streams.get(name) ?? { stream: openStream(exchange, pair, choice), listeners: new Set() }
      streams.set(name, entry)
      published.set(pair.market, streams)
      entry.listeners.add(listener)
      return {
        snapshot: entry.stream.snapshot(),
        stop() {
          entry.listeners.delete(listener)
          if (entry.listeners.size === 0) streams.delete(name)
          if (streams.size === 0) published.delete(pair.market)
        },
      }
    },
    close: unobserve,
  }
}

function openStream({ market }: Exchange, pair: Pair, choice: StreamChoice): Stream {
  switch (choice.channel) {
    case 'ticker':
      return tickerStream(market, pair, choice.trigger)
    case 'book':
      return bookStream(market, pair, choice.depth)
    case 'ohlc':
      return candleStream(market, pair, choice.minutes)
    case 'trade':
      return tradeStream(market, pair)
  }
}
