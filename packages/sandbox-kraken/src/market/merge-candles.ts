import type { MarketCandle } from './sandbox-market.ts'

/** Candles of a longer interval, aligned to 1970; oldest first like what they are made from. */
export function mergeCandles(candles: readonly MarketCandle[], minutes: number): readonly MarketCandle[] {
  const length = minutes * 60_000
  const merged: MarketCandle[] = []
  for (const candle of candles) {
    const openTime = Math.floor(candle.openTime / length) * length
    const last = merged.at(-1)
    if (last?.openTime === openTime) merged[merged.length - 1] = joinCandles(last, candle)
    else merged.push({ ...candle, openTime })
  }
  return merged
}

function joinCandles(first: MarketCandle, second: MarketCandle): MarketCandle {
  const volume = first.volume + second.volume
  return {
    openTime: first.openTime,
    open: first.open,
    high: Math.max(first.high, second.high),
    low: Math.min(first.low, second.low),
    close: second.close,
    volume,
    vwap: volume > 0 ? (first.vwap * first.volume + second.vwap * second.volume) / volume : second.vwap,
    trades: first.trades + second.trades,
  }
}
