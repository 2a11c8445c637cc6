import { type MarketFrame, type MarketSubscribe, marketSubscribeSchema } from '@strategraph/protocol'
import type { z } from 'zod'
import type { Connection, StreamSocket } from '../../stream/socket-route.ts'
import type { MarketHost } from '../market-host.ts'
import { createMarketFrames } from './market-frames.ts'

/** Everybody on `WS /ws`. Without anybody there, nothing is made. */
export interface MarketHub {
  connect(socket: StreamSocket): Connection
  close(): void
}

interface Client {
  readonly socket: StreamSocket
  wants: Wanted | undefined
  /** What was sent last, to send nothing twice. */
  book: string | undefined
  candle: string | undefined
}
type Wanted = z.output<typeof marketSubscribeSchema>

const beatMs = 100
/** Beats between two tickers of a market: two a second, whether or not anything moves. */
const tickerBeats = 5
/** Between two looks at every agent, and two at the clock and its speed. */
const slowBeats = 10
/** Bytes waiting in a socket beyond which it is left out: whoever reads slowly sees the newest, never a queue. */
const highWaterMark = 500_000
const longestFrame = 4096

export function createMarketHub(host: MarketHost, options: { readonly highWaterMark?: number } = {}): MarketHub {
  const clients = new Set<Client>()
  const frames = createMarketFrames(host)
  const mostWaiting = options.highWaterMark ?? highWaterMark
  let beats = 0
  let isStatusNew = false

  const hasRoom = ({ socket }: Client) => socket.bufferedAmount < mostWaiting
  const fail = ({ socket }: Client, code: string, message: string) =>
    socket.send(JSON.stringify({ type: 'error', data: { code, message } } satisfies MarketFrame))

  const sendWanted = (client: Client, { channels, symbol, depth }: Wanted) => {
    const { socket } = client
    const send = (text: string | undefined) => {
      if (text !== undefined) socket.send(text)
    }
    for (const channel of new Set(channels)) {
      switch (channel) {
        case 'book': {
          const text = symbol === undefined ? undefined : frames.book(symbol, depth)
          if (text !== client.book) send(text)
          client.book = text
          break
        }
        case 'candle': {
          const texts = symbol === undefined ? [] : frames.candles(symbol)
          for (const text of texts) if (text !== client.candle) send(text)
          client.candle = texts.at(-1)
          break
        }
        case 'trades':
          send(symbol === undefined ? undefined : frames.trades(symbol))
          break
        case 'agents':
          if (beats % slowBeats === 0) send(frames.agents())
          break
        case 'decisions':
          send(frames.decisions())
          break
        case 'events':
          send(frames.events())
          break
      }
    }
  }

  const sendTo = (client: Client) => {
    if (!hasRoom(client)) return
    if (isStatusNew || beats % slowBeats === 0) client.socket.send(frames.status())
    if (beats % tickerBeats === 0) for (const text of frames.tickers()) client.socket.send(text)
    if (client.wants !== undefined) sendWanted(client, client.wants)
  }

  const beat = () => {
    for (const client of clients) sendTo(client)
    frames.clear()
    isStatusNew = false
    beats += 1
  }
  const timer = setInterval(beat, beatMs)
  timer.unref()

  const stopListening = host.observe({
    onStatus() {
      isStatusNew = true
    },
    onReset() {
      const text = JSON.stringify({ type: 'reset', data: host.status() } satisfies MarketFrame)
      for (const client of clients) {
        client.book = undefined
        client.candle = undefined
        client.socket.send(text)
      }
    },
  })

  const receive = (client: Client, text: string) => {
    if (text.length > longestFrame) return fail(client, 'FRAME_TOO_LARGE', `At most ${longestFrame} characters.`)
    const parsed = marketSubscribeSchema.safeParse(parseJson(text))
    if (!parsed.success) return fail(client, 'BAD_FRAME', 'This is not a subscription to channels of the market.')
    const { channels, symbol } = parsed.data
    if (symbol === undefined && channels.some((channel) => ofOneMarket.has(channel)))
      return fail(client, 'NO_SYMBOL', 'Book, trades and candles are of one market: name its symbol.')
    if (symbol !== undefined && !host.reader.symbols.includes(symbol))
      return fail(client, 'MARKET_UNKNOWN', `There is no such market; there are ${host.reader.symbols.join(', ')}.`)
    client.wants = parsed.data
    client.book = undefined
    client.candle = undefined
    return undefined
  }

  return {
    connect(socket) {
      const client: Client = { socket, wants: undefined, book: undefined, candle: undefined }
      clients.add(client)
      socket.send(JSON.stringify({ type: 'status', data: host.status() } satisfies MarketFrame))
      return { receive: (text) => receive(client, text), left: () => void clients.delete(client) }
    },
    close() {
      clearInterval(timer)
      stopListening()
      frames.stop()
      for (const { socket } of clients) socket.close(1001, 'the server stops')
      clients.clear()
    },
  }
}

const ofOneMarket = new Set<MarketSubscribe['channels'][number]>(['book', 'trades', 'candle'])

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
