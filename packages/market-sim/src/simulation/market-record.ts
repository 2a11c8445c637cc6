import type { Bar } from '@strategraph/market-model'
import type { TradedMarket } from '../agents/traded-market.ts'
import { type CandleBook, type CandleBookSnapshot, createCandleBook } from '../candles/candle-book.ts'
import type { Venue } from '../venue/venue-types.ts'
import { TradeTape } from './trade-tape.ts'

/** What is kept of one market beside its book. */
export interface MarketRecord {
  readonly market: TradedMarket
  readonly candles: CandleBook
  readonly tape: TradeTape
  /** Best prices after the last trade: when they change, watchers look up. */
  bid: number
  ask: number
  /** Order that took last: its further fills are not news. */
  lastTaker: number
}

export interface MarketRecordSnapshot {
  readonly candles: CandleBookSnapshot
  readonly tape: readonly number[]
  readonly bid: number
  readonly ask: number
  readonly lastTaker: number
}

export function createMarketRecord(
  market: TradedMarket,
  venue: Venue,
  onMinute: (bar: Bar) => void,
  saved?: MarketRecordSnapshot,
): MarketRecord {
  return {
    market,
    candles: createCandleBook(market.scale, onMinute, saved?.candles),
    tape: new TradeTape(market.index, venue, saved?.tape),
    bid: saved?.bid ?? 0,
    ask: saved?.ask ?? 0,
    lastTaker: saved?.lastTaker ?? 0,
  }
}

export function recordSnapshot({ candles, tape, bid, ask, lastTaker }: MarketRecord): MarketRecordSnapshot {
  return { candles: candles.snapshot(), tape: tape.snapshot(), bid, ask, lastTaker }
}
