import { type Interval, intervals } from '@strategraph/market-model'
import type { MarketIndex, Simulation } from '@strategraph/market-sim'
import { mergeCandles } from './merge-candles.ts'
import type { MarketCandle, SandboxMarket } from './sandbox-market.ts'

/** The market full of agents; commands go through its door, so that they are recorded. */
export function simulationMarket(simulation: Simulation): SandboxMarket {
  const view = (market: MarketIndex) => simulation.markets().find((candidate) => candidate.market === market)
  return {
    venue: simulation.venue,
    door: simulation.door,
    now: () => simulation.now,
    trades: (market, limit) => simulation.trades(market, limit),
    candles(market, minutes, limit) {
      const interval = intervalNames.find((name) => intervals[name] === minutes * 60_000)
      if (interval !== undefined) return simulation.candles(market, interval, limit).map(toCandle)
      // Kraken's half month (and its week, which begins on a Thursday) are made of days.
      const days = simulation.candles(market, '1d', limit * Math.ceil(minutes / 1440)).map(toCandle)
      return mergeCandles(days, minutes).slice(-limit)
    },
    day(market) {
      const found = view(market)
      return {
        open: found?.open ?? undefined,
        high: found?.high ?? undefined,
        low: found?.low ?? undefined,
        vwap: found?.vwap ?? undefined,
        volume: found?.volume ?? 0,
        trades: found?.trades ?? 0,
      }
    },
    feedIsLive: (market) => view(market)?.feedIsLive ?? true,
  }
}

const intervalNames: readonly Interval[] = ['1m', '5m', '15m', '30m', '1h', '4h', '1d']

function toCandle(candle: ReturnType<Simulation['candles']>[number]): MarketCandle {
  const { openTime, open, high, low, close, volume, vwap, trades } = candle
  return { openTime, open, high, low, close, volume, vwap, trades }
}
