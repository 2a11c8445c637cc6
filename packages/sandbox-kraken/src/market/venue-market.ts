import { instrumentScale, priceOf, quantityOf } from '@strategraph/market-model'
import type { MarketIndex, Venue, VenueTrade } from '@strategraph/market-sim'
import { mergeCandles } from './merge-candles.ts'
import type { MarketCandle, SandboxMarket } from './sandbox-market.ts'

/** A bare venue as a market: trades and minute candles are collected from now on. Nobody trades in it but its customers. */
export function venueMarket(venue: Venue): SandboxMarket {
  const tapes = new Map<MarketIndex, Tape>()
  const tapeOf = (market: MarketIndex): Tape => {
    const tape = tapes.get(market) ?? { trades: [], minutes: [] }
    tapes.set(market, tape)
    return tape
  }
  venue.observe({ onTrade: (trade) => record(tapeOf(trade.market), venue, trade) })
  return {
    venue,
    door: venue,
    now: () => venue.now,
    trades: (market, limit) => newest(tapeOf(market).trades, limit),
    candles: (market, minutes, limit) => newest(mergeCandles(tapeOf(market).minutes, minutes), limit),
    day(market) {
      const since = Math.floor(venue.now / 1000) - 86_400_000
      const [day] = mergeCandles(
        tapeOf(market)
          .minutes.filter(({ openTime }) => openTime > since)
          .map((candle) => ({ ...candle, openTime: 0 })),
        1440,
      )
      if (day === undefined) return { open: undefined, high: undefined, low: undefined, vwap: undefined, volume: 0, trades: 0 }
      return day
    },
    feedIsLive: () => true,
  }
}

interface Tape {
  readonly trades: VenueTrade[]
  readonly minutes: MarketCandle[]
}

const kept = 10_000

function record(tape: Tape, venue: Venue, trade: VenueTrade): void {
  const instrument = venue.instruments[trade.market]
  if (instrument === undefined) return
  const scale = instrumentScale(instrument)
  const price = priceOf(trade.price, scale)
  const openTime = Math.floor(trade.time / 60_000_000) * 60_000
  const candle = {
    openTime,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: quantityOf(trade.quantity, scale),
    vwap: price,
    trades: 1,
  }
  const last = tape.minutes.at(-1)
  const [joined = candle] = last?.openTime === openTime ? mergeCandles([last, candle], 1) : [candle]
  if (last?.openTime === openTime) tape.minutes[tape.minutes.length - 1] = joined
  else tape.minutes.push(joined)
  tape.trades.push(trade)
  if (tape.trades.length > kept) tape.trades.shift()
  if (tape.minutes.length > kept) tape.minutes.shift()
}

const newest = <T>(records: readonly T[], limit: number): readonly T[] => (limit <= 0 ? [] : records.slice(-limit))
