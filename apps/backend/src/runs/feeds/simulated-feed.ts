import {
  type Bar,
  barAt,
  type BarColumns,
  barColumns,
  barFields,
  type Instrument,
  type Interval,
  intervals,
  type Quote,
  sliceColumns,
  type Time,
} from '@strategraph/market-model'
import {
  createSimulatedMarket,
  findSimulatedInstrument,
  type MarketStep,
  type SimulatedMarket,
  type SimulatedMarketState,
} from '@strategraph/market-sim'
import { unusable } from '../../http/refusal.ts'

/**
 * Open of the first simulated bar: 2024-01-01 00:00 UTC. One constant for all runs, so that a bar is a function of seed,
 * symbol and index alone: a dry-run, its continuation after a restart and a backtest of the same seed see the same market.
 */
export const simulatedStart: Time = 1_704_067_200_000

export interface SimulatedChoice {
  readonly seed: number
  readonly symbol: string
  readonly interval: Interval
}

/** Throws Refusal SYMBOL_NOT_SIMULATED where the simulated market does not have the symbol. */
export function simulatedInstrument(symbol: string): Instrument {
  const found = findSimulatedInstrument(symbol)
  if (found === undefined) throw unusable('SYMBOL_NOT_SIMULATED', `The simulated market does not have ${symbol}.`)
  return found.instrument
}

function openMarket({ seed, symbol, interval }: SimulatedChoice): SimulatedMarket {
  const found = findSimulatedInstrument(symbol)
  if (found === undefined) throw unusable('SYMBOL_NOT_SIMULATED', `The simulated market does not have ${symbol}.`)
  return createSimulatedMarket({ ...found, seed, interval, startTime: simulatedStart })
}

/** Market minutes between two reports: some 50 ms of work. */
const minutesPerReport = 10_000

/** The first `count` bars. Takes about 5 us per market minute: for large counts, in a worker. `onProgress` gets 0..1; false ends it early. */
export function simulatedBars(choice: SimulatedChoice, count: number, onProgress: (done: number) => boolean = () => true): BarColumns {
  const market = openMarket(choice)
  const columns = barColumns(count)
  const barsPerReport = Math.max(1, Math.floor((minutesPerReport * intervals['1m']) / intervals[choice.interval]))
  for (let from = 0; from < count; from += barsPerReport) {
    if (!onProgress(from / count)) return sliceColumns(columns, 0, from)
    const part = market.bars(Math.min(barsPerReport, count - from))
    for (const field of barFields) columns[field].set(part[field], from)
  }
  return columns
}

/** Bars of the simulated market one by one, in between the forming market. Plain state, so that a run can go on after a restart. */
export interface SimulatedFeed {
  /** Close time of the next bar. */
  readonly nextClose: Time
  /** Trades up to `time` (within the forming bar); the newest quote, or undefined where nothing traded since the last call. */
  quoteUntil(time: Time): Quote | undefined
  closeBar(): Bar
  /** State at the last bar's close. */
  checkpoint(): SimulatedMarketState
}

export function openSimulatedFeed(
  choice: SimulatedChoice,
  from: { readonly bars: number; readonly state?: SimulatedMarketState },
): SimulatedFeed {
  const market = openMarket(choice)
  if (from.state !== undefined) market.restore(from.state)
  // Without a stored state the market is made again from its seed: slower, the same.
  else if (from.bars > 0) market.bars(from.bars)
  let closed = from.bars
  let atClose = market.snapshot()
  /** The next trade, made already but not due yet. */
  let ahead: MarketStep | undefined

  return {
    get nextClose() {
      return simulatedStart + (closed + 1) * intervals[choice.interval]
    },
    quoteUntil(time) {
      let newest: Quote | undefined
      for (;;) {
        ahead ??= market.step()
        // The closing trade belongs to `closeBar`.
        if (ahead.isClosed || ahead.quote.time > time) return newest
        newest = ahead.quote
        ahead = undefined
      }
    },
    closeBar() {
      const bar = ahead?.isClosed === true ? ahead.bar : barAt(market.bars(1), 0)
      ahead = undefined
      closed += 1
      atClose = market.snapshot()
      return bar
    },
    checkpoint: () => atClose,
  }
}
