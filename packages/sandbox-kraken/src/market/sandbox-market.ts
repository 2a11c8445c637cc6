import type { MarketIndex, Micros, Venue, VenueCommands, VenueTrade } from '@strategraph/market-sim'

/** The market behind the exchange: a matching engine and its public history. */
export interface SandboxMarket {
  /** For looking and listening. */
  readonly venue: Venue
  /** For commands; a simulation records them here. */
  readonly door: VenueCommands
  /** The market's own clock. */
  now(): Micros
  /** Newest last, the forming one included; `minutes` is one of Kraken's intervals. */
  candles(market: MarketIndex, minutes: number, limit: number): readonly MarketCandle[]
  /** Newest last. */
  trades(market: MarketIndex, limit: number): readonly VenueTrade[]
  day(market: MarketIndex): MarketDay
  /** False while nobody gets market data: sockets stay silent. */
  feedIsLive(market: MarketIndex): boolean
}

export interface MarketCandle {
  /** Milliseconds. */
  readonly openTime: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly vwap: number
  readonly trades: number
}

/** The last 24 hours; zeros and undefined where nothing traded. */
export interface MarketDay {
  readonly open: number | undefined
  readonly high: number | undefined
  readonly low: number | undefined
  readonly vwap: number | undefined
  readonly volume: number
  readonly trades: number
}

export const krakenIntervals: readonly number[] = [1, 5, 15, 30, 60, 240, 1440, 10_080, 21_600]
