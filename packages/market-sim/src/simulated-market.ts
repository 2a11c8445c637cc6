import {
  type Bar,
  type BarColumns,
  barColumns,
  type Instrument,
  type InstrumentScale,
  instrumentScale,
  type Interval,
  intervals,
  isSeed,
  type Lots,
  mostSeed,
  priceOf,
  type Provenance,
  type Quote,
  quantityOf,
  type Ticks,
  type Time,
} from '@strategraph/market-model'
import { nextTrade, type ProcessParameters, type ProcessState, processParameters, startProcess, tradesPerMinute } from './price-process.ts'
import type { SimulatedInstrument } from './simulated-instruments.ts'

const minute = 60_000
const tradeEvery = minute / tradesPerMinute

export interface SimulatedMarketOptions extends SimulatedInstrument {
  /** 0 to 2^32 - 1. Seed, symbol and start price name the market: all intervals of it show the same trades. */
  readonly seed: number
  readonly interval: Interval
  /** Open time of the first bar, ms UTC. Feeds that are to agree with each other need the same one. */
  readonly startTime: Time
}

/** One trade: the quote right after it, and the bar that it belongs to so far. */
export interface MarketStep {
  readonly quote: Quote
  readonly bar: Bar
  /** The trade was the last of the bar: it is closed, and the next step opens another. */
  readonly isClosed: boolean
}

/** Plain data. */
export interface SimulatedMarketState {
  readonly process: ProcessState
  readonly forming: { readonly open: number; readonly high: number; readonly low: number; readonly lots: number }
}

/** The seeded market, trade by trade. Not a real market: everything it gives is `simulated`. */
export interface SimulatedMarket {
  readonly instrument: Instrument
  readonly interval: Interval
  readonly provenance: Provenance
  /** Close time of the bar that is forming (before any step: of the first one). */
  readonly nextClose: Time
  /** Finishes the forming bar and makes more: `count` closed bars in all. */
  bars(count: number): BarColumns
  /** The next trade. */
  step(): MarketStep
  snapshot(): SimulatedMarketState
  restore(state: SimulatedMarketState): void
}

interface Forming {
  open: number
  high: number
  low: number
  lots: number
}

/** Throws RangeError for a seed, start time or start price that cannot be. */
export function createSimulatedMarket(options: SimulatedMarketOptions): SimulatedMarket {
  const { instrument, interval, seed, startTime, startPrice } = options
  if (!isSeed(seed)) throw new RangeError(`seed ${seed} is not a whole number from 0 to ${mostSeed}`)
  if (!Number.isSafeInteger(startTime)) throw new RangeError(`start time ${startTime} is not a whole number of ms`)
  const scale = instrumentScale(instrument)
  if (!(startPrice >= 100 * scale.tickSize)) throw new RangeError(`start price ${startPrice} is below 100 ticks`)

  const parameters = processParameters({ ...options, tickSize: scale.tickSize })
  const tradesPerBar = (intervals[interval] / minute) * tradesPerMinute
  let process = startProcess({ seed, name: instrument.symbol, price: startPrice }, parameters)
  let forming: Forming = { open: 0, high: 0, low: 0, lots: 0 }
  const closeTime = (trades: number) => startTime + Math.ceil(trades / tradesPerBar) * intervals[interval]

  return {
    instrument,
    interval,
    provenance: 'simulated',
    get nextClose() {
      return closeTime(process.trades + 1)
    },
    bars(count) {
      const columns = barColumns(count)
      for (let row = 0; row < count; row += 1) {
        let ticks: number
        do ticks = tradeInto(forming, process, { parameters, scale, tradesPerBar })
        while (process.trades % tradesPerBar !== 0)
        columns.time[row] = closeTime(process.trades)
        columns.open[row] = priceOf(forming.open as Ticks, scale)
        columns.high[row] = priceOf(forming.high as Ticks, scale)
        columns.low[row] = priceOf(forming.low as Ticks, scale)
        columns.close[row] = priceOf(ticks as Ticks, scale)
        columns.volume[row] = quantityOf(forming.lots as Lots, scale)
      }
      return columns
    },
    step() {
      const ticks = tradeInto(forming, process, { parameters, scale, tradesPerBar })
      const price = (value: number) => priceOf(value as Ticks, scale)
      const { open, high, low, lots } = forming
      const bar = {
        time: closeTime(process.trades),
        open: price(open),
        high: price(high),
        low: price(low),
        close: price(ticks),
        volume: quantityOf(lots as Lots, scale),
      }
      return { quote: quoteAfter(process, { ticks, startTime, parameters, scale }), bar, isClosed: process.trades % tradesPerBar === 0 }
    },
    snapshot: () => ({ process: { ...process, random: { ...process.random } }, forming: { ...forming } }),
    restore(state) {
      process = { ...state.process, random: { ...state.process.random } }
      forming = { ...state.forming }
    },
  }
}

/** Makes one trade, counts it into the bar and returns its price in ticks. */
function tradeInto(
  forming: Forming,
  process: ProcessState,
  { parameters, scale, tradesPerBar }: { parameters: ProcessParameters; scale: InstrumentScale; tradesPerBar: number },
): number {
  const isFirst = process.trades % tradesPerBar === 0
  nextTrade(process, parameters)
  const ticks = Math.round(process.price / scale.tickSize)
  const lots = Math.max(1, Math.round(process.quantity / scale.lotSize))
  forming.open = isFirst ? ticks : forming.open
  forming.high = isFirst ? ticks : Math.max(forming.high, ticks)
  forming.low = isFirst ? ticks : Math.min(forming.low, ticks)
  forming.lots = isFirst ? lots : forming.lots + lots
  return ticks
}

/** The trade was at the ask after a step up, at the bid after a step down; the spread widens with volatility. */
function quoteAfter(
  process: ProcessState,
  { ticks, startTime, parameters, scale }: { ticks: number; startTime: Time; parameters: ProcessParameters; scale: InstrumentScale },
): Quote {
  const spreadFraction = 0.00005 * Math.sqrt(process.variance / parameters.longRunVariance)
  const spread = Math.max(1, Math.round(ticks * spreadFraction))
  const bid = process.isUp ? ticks - spread : ticks
  return {
    time: startTime + process.trades * tradeEvery,
    bid: priceOf(bid as Ticks, scale),
    ask: priceOf((bid + spread) as Ticks, scale),
    last: priceOf(ticks as Ticks, scale),
  }
}
