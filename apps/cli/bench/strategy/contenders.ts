import { createRequire } from 'node:module'
import type { BarColumns } from '@strategraph/market-model'
import { runBacktest } from '@strategraph/trading-engine'
import { referenceInstrument } from './reference-market.ts'
import { planOf, referenceDocument } from './reference-plan.ts'
import { type Outcome, reference, tradeOnColumns } from './reference-strategy.ts'

/** Prepares what is not measured (imports, bars in the shape the library wants) and gives the run that is. */
export type Contender = (bars: BarColumns) => Promise<() => Outcome>

function graph(backEnd: 'interpreter' | 'wasm'): Contender {
  return async (columns) => {
    const document = referenceDocument()
    const instrument = referenceInstrument()
    return () => {
      // From the graph's JSON to the metrics each time: parse, validate, compile, emit, run.
      const feed = { columns, instrument, provenance: 'simulated', source: 'bench' } as const
      const { metrics } = runBacktest(planOf(document), new Map([['feed', feed]]), undefined, { backEnd })
      return { trades: metrics.trades, finalEquity: metrics.finalEquity, maxDrawdownPercent: metrics.maxDrawdownPercent }
    }
  }
}

/** One hand-written fused loop: what a good programmer writes for this one strategy and no other. */
const plainLoop: Contender = async ({ open, close }) => {
  return () => {
    const { fast: fastPeriod, slow: slowPeriod, rsi: rsiPeriod, fee, overbought, cash: initialCash } = reference
    const bars = close.length
    const equity = new Float64Array(bars)
    const fastAlpha = 2 / (fastPeriod + 1)
    const slowAlpha = 2 / (slowPeriod + 1)
    let fast = 0
    let slow = 0
    let gain = 0
    let loss = 0
    let cash: number = initialCash
    let position = 0
    let pending = 0
    let trades = 0
    let peak = cash
    let drawdown = 0
    for (let row = 0; row < bars; row++) {
      const last = close[row] ?? Number.NaN
      if (pending !== 0) {
        const price = open[row] ?? Number.NaN
        cash -= pending * price + fee * price
        position += pending
        if (pending < 0) trades += 1
        pending = 0
      }
      const previousFast = fast
      const previousSlow = slow
      if (row < fastPeriod) fast += last
      if (row === fastPeriod - 1) fast /= fastPeriod
      else if (row >= fastPeriod) fast += fastAlpha * (last - fast)
      if (row < slowPeriod) slow += last
      if (row === slowPeriod - 1) slow /= slowPeriod
      else if (row >= slowPeriod) slow += slowAlpha * (last - slow)
      if (row > 0) {
        const change = last - (close[row - 1] ?? Number.NaN)
        const up = change > 0 ? change : 0
        const down = change < 0 ? -change : 0
        if (row <= rsiPeriod) {
          gain += up
          loss += down
          if (row === rsiPeriod) {
            gain /= rsiPeriod
            loss /= rsiPeriod
          }
        } else {
          gain += (up - gain) / rsiPeriod
          loss += (down - loss) / rsiPeriod
        }
      }
      if (row === bars - 2) pending = -position
      else if (row >= slowPeriod) {
        if (position === 0) {
          if (previousFast <= previousSlow && fast > slow && row < bars - 3) {
            const rsi = gain + loss === 0 ? 0 : (100 * gain) / (gain + loss)
            if (rsi < overbought) pending = 1
          }
        } else if (previousFast >= previousSlow && fast < slow) pending = -1
      }
      const value = cash + position * last
      equity[row] = value
      if (value > peak) peak = value
      const fall = 1 - value / peak
      if (fall > drawdown) drawdown = fall
    }
    return { trades, finalEquity: equity[bars - 1] ?? Number.NaN, maxDrawdownPercent: 100 * drawdown }
  }
}

/** A library's column that starts late, on the rows of the bars. */
function aligned(values: readonly number[], bars: number): Float64Array {
  const column = new Float64Array(bars).fill(Number.NaN)
  column.set(values, bars - values.length)
  return column
}

const technicalIndicators: Contender = async ({ open, close }) => {
  const { EMA, RSI } = await import('technicalindicators')
  const values = Array.from(close)
  return () => {
    const column = (result: number[]) => aligned(result, values.length)
    const fast = column(EMA.calculate({ period: reference.fast, values }))
    const slow = column(EMA.calculate({ period: reference.slow, values }))
    return tradeOnColumns(open, close, { fast, slow, rsi: column(RSI.calculate({ period: reference.rsi, values })) })
  }
}

const indicatorTs: Contender = async ({ open, close }) => {
  const { ema, rsi } = await import('indicatorts')
  const values = Array.from(close)
  return () => {
    const signals = {
      fast: ema(values, { period: reference.fast }),
      slow: ema(values, { period: reference.slow }),
      rsi: rsi(values, { period: reference.rsi }),
    }
    return tradeOnColumns(open, close, signals)
  }
}

const tradingSignals: Contender = async ({ open, close }) => {
  const { EMA, RSI } = await import('trading-signals')
  return () => {
    const column = (indicator: { add(value: number): number | null }) =>
      Float64Array.from(close, (value) => indicator.add(value) ?? Number.NaN)
    return tradeOnColumns(open, close, {
      fast: column(new EMA(reference.fast)),
      slow: column(new EMA(reference.slow)),
      rsi: column(new RSI(reference.rsi)),
    })
  }
}

/** A backtester of npm. It has no indicators: it gets columns of technicalindicators, computed inside the measured run. */
const grademark: Contender = async ({ time, open, high, low, close, volume }) => {
  const { backtest } = await import('grademark')
  // Its own copy of data-forge: the one whose frames it knows.
  const { DataFrame } = createRequire(import.meta.resolve('grademark'))('data-forge')
  const { EMA, RSI } = await import('technicalindicators')
  const values = Array.from(close)
  return () => {
    const fast = aligned(EMA.calculate({ period: reference.fast, values }), values.length)
    const slow = aligned(EMA.calculate({ period: reference.slow, values }), values.length)
    const rsi = aligned(RSI.calculate({ period: reference.rsi, values }), values.length)
    const rows = values.map((last, row) => ({
      row,
      time: new Date(time[row] ?? 0),
      open: open[row] ?? 0,
      high: high[row] ?? 0,
      low: low[row] ?? 0,
      close: last,
      volume: volume[row] ?? 0,
    }))
    const crossed = (row: number) => Math.sign((fast[row] ?? Number.NaN) - (slow[row] ?? Number.NaN))
    // grademark's types know no fields beside the candle's; the frame's own rows come back as they were given.
    const rowOf = (bar: object) => ('row' in bar ? Number(bar.row) : Number.NaN)
    const trades = backtest(
      {
        entryRule: (enter, { bar }) => {
          const row = rowOf(bar)
          if (row > 0 && crossed(row - 1) <= 0 && crossed(row) > 0 && (rsi[row] ?? 100) < reference.overbought && row < values.length - 3)
            enter({ direction: 'long' as never })
        },
        exitRule: (exit, { bar }) => {
          const row = rowOf(bar)
          if ((row > 0 && crossed(row - 1) >= 0 && crossed(row) < 0) || row === values.length - 2) exit()
        },
      },
      new DataFrame(rows),
    )
    let equity: number = reference.cash
    let peak = equity
    let drawdown = 0
    for (const { entryPrice, exitPrice } of trades) {
      equity += exitPrice - entryPrice - reference.fee * (entryPrice + exitPrice)
      peak = Math.max(peak, equity)
      drawdown = Math.max(drawdown, 1 - equity / peak)
    }
    return { trades: trades.length, finalEquity: equity, maxDrawdownPercent: 100 * drawdown }
  }
}

export const contenders: Readonly<Record<string, Contender>> = {
  'plain loop': plainLoop,
  'graph, WebAssembly': graph('wasm'),
  'graph, interpreter': graph('interpreter'),
  technicalindicators: technicalIndicators,
  indicatorts: indicatorTs,
  'trading-signals': tradingSignals,
  grademark,
}
