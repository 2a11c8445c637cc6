import type { MarketIndex, VenueTrade } from '@strategraph/market-sim'
import type { MarketEventNote, MarketFrame } from '@strategraph/protocol'
import type { MarketHost } from '../market-host.ts'

/** Frames as text, each made once for all clients that want the same; emptied after every beat. */
export interface MarketFrames {
  status(): string
  tickers(): readonly string[]
  agents(): string
  book(symbol: string, depth: number): string | undefined
  /** The closed candles since the last beat, oldest first, and the forming one. */
  candles(symbol: string): readonly string[]
  /** Undefined where nothing was traded since the last beat; so for the next two. */
  trades(symbol: string): string | undefined
  decisions(): string | undefined
  events(): string | undefined
  /** Begins the next beat. */
  clear(): void
  stop(): void
}

/** More than that of one beat is not shown to anybody: a market may make a hundred thousand trades a second. */
const mostPerBeat = 200
const interval = '1m'

export function createMarketFrames(host: MarketHost): MarketFrames {
  const trades = new Map<MarketIndex, VenueTrade[]>()
  const closedMinutes = new Map<number, number>()
  /** Number of the last decision that was shown; NaN = nobody has asked yet. */
  let decided = Number.NaN
  let events: MarketEventNote[] = []
  const texts = new Map<string, readonly string[]>()
  const once = (key: string, make: () => readonly MarketFrame[]): readonly string[] => {
    const known = texts.get(key)
    if (known !== undefined) return known
    const made = make().map((frame) => JSON.stringify(frame))
    texts.set(key, made)
    return made
  }
  const forget = () => {
    trades.clear()
    closedMinutes.clear()
    events = []
  }
  const stopListening = host.observe({
    onTrade(trade) {
      const list = trades.get(trade.market)
      if (list === undefined) trades.set(trade.market, [trade])
      else keepNewest(list, trade)
    },
    onMinute: (market) => void closedMinutes.set(market, (closedMinutes.get(market) ?? 0) + 1),
    onEvent: (note) => keepNewest(events, note),
    onReset() {
      forget()
      decided = Number.NaN
    },
  })
  const marketOf = (symbol: string): MarketIndex | undefined => host.simulation.venue.marketOf(symbol)

  return {
    status: () => once('status', () => [{ type: 'status', data: host.status() }])[0] ?? '',
    tickers: () => once('tickers', () => host.reader.tickers().map((data) => ({ type: 'ticker', data }))),
    agents: () => once('agents', () => [{ type: 'agents', data: [...host.reader.agents()] }])[0] ?? '',
    book(symbol, depth) {
      return once(`book ${symbol} ${depth}`, () => {
        const data = host.reader.book(symbol, depth)
        return data === undefined ? [] : [{ type: 'book', data }]
      })[0]
    },
    candles(symbol) {
      return once(`candle ${symbol}`, () => {
        const market = marketOf(symbol)
        const closed = Math.min(mostPerBeat, market === undefined ? 0 : (closedMinutes.get(market) ?? 0))
        return (host.reader.candles(symbol, interval, closed + 1) ?? []).map((data) => ({ type: 'candle', data }))
      })
    },
    trades(symbol) {
      return once(`trades ${symbol}`, () => {
        const market = marketOf(symbol)
        const list = market === undefined ? [] : (trades.get(market) ?? [])
        return list.length === 0 ? [] : [{ type: 'trades', data: list.slice(-mostPerBeat).map(host.reader.tradeOf) }]
      })[0]
    },
    decisions() {
      return once('decisions', () => {
        // Asked for instead of listened to: a market puts its reasons into words only where somebody reads them.
        const newest = host.reader.decisions(mostPerBeat)
        const isFirst = Number.isNaN(decided)
        const data = newest.filter(({ seq }) => isFirst || seq > decided)
        decided = newest.at(-1)?.seq ?? (isFirst ? 0 : decided)
        return isFirst || data.length === 0 ? [] : [{ type: 'decisions', data }]
      })[0]
    },
    events: () => once('events', () => (events.length === 0 ? [] : [{ type: 'events', data: events.slice(-mostPerBeat) }]))[0],
    clear() {
      texts.clear()
      forget()
    },
    stop: stopListening,
  }
}

/** Without a copy per item: the list is cut when it is twice too long. */
function keepNewest<Item>(list: Item[], item: Item): void {
  list.push(item)
  if (list.length >= 2 * mostPerBeat) list.splice(0, mostPerBeat)
}
