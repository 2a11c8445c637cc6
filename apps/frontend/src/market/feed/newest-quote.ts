import type { MarketData } from './market-store.ts'

export interface NewestQuote {
  readonly last: number | null
  readonly bid: number | null
  readonly ask: number | null
}

/** Last, bid and ask of the market that is looked at. Its trades and book come more often than tickers; whichever is newer counts. */
export function newestQuote({ symbol, tickers, trades, book }: MarketData): NewestQuote {
  const ticker = tickers.get(symbol)
  const trade = trades.at(-1)
  const time = ticker?.time ?? Number.NEGATIVE_INFINITY
  const last = trade !== undefined && trade.time >= time ? trade.price : (ticker?.last ?? null)
  if (book === undefined || book.time < time) return { last, bid: ticker?.bid ?? null, ask: ticker?.ask ?? null }
  return { last, bid: book.bids[0]?.[0] ?? null, ask: book.asks[0]?.[0] ?? null }
}
