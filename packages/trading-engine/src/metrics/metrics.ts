import type { Money } from '@strategraph/market-model'
import { moneyToNumber } from '@strategraph/market-model'
import { power } from '@strategraph/strategy-core'
import type { Metrics } from '../journal/event.ts'
import { medianDistance } from './bar-distance.ts'
import { equityStatistics } from './equity-statistics.ts'
import { tradeStatistics } from './trade-statistics.ts'

export interface RunFigures {
  readonly initialCash: number
  /** Equity at the close of each bar, and the bars' close times. */
  readonly equity: Float64Array
  readonly time: Float64Array
  /** Net profits of the trades, in the order of closing. */
  readonly netProfits: Float64Array
  readonly fees: Money
  /** Sum of price x quantity of all fills. */
  readonly traded: Money
  /** Bars at whose close a position was open. */
  readonly barsInPosition: number
  /** First and last close of each instrument. */
  readonly closes: readonly { readonly first: number; readonly last: number }[]
}

const day = 86_400_000
const year = 365.25 * day

/**
 * Plain definitions (golden backtests, README "Metrics"). Sharpe = mean / sample deviation of the per-bar returns over all bars
 * x sqrt(bars per year); Sortino divides by sqrt(mean(min(return, 0)^2)) instead; no risk-free rate in either.
 * Bars per year = 365.25 days / median bar distance. CAGR over calendar years of 365.25 days from first to last bar.
 * Turnover = traded value / initial cash. Buy and hold: first to last close, instruments in equal parts, no fee.
 */
export function metricsOf({ initialCash, equity, time, netProfits, fees, traded, barsInPosition, closes }: RunFigures): Metrics {
  const bars = equity.length
  const { final, meanReturn, deviation, downsideDeviation, maxDrawdown, maxDrawdownMoney } = equityStatistics(equity, initialCash)
  const barsPerYear = year / medianDistance(time)
  const growth = final / initialCash
  const span = (time.at(-1) ?? 0) - (time[0] ?? 0)
  return {
    initialCash,
    finalEquity: final,
    netProfit: final - initialCash,
    returnPercent: 100 * (growth - 1),
    cagrPercent: span >= day && growth > 0 ? finiteOrNull(100 * (power(growth, year / span) - 1)) : null,
    sharpe: finiteOrNull((meanReturn / deviation) * Math.sqrt(barsPerYear)),
    sortino: finiteOrNull((meanReturn / downsideDeviation) * Math.sqrt(barsPerYear)),
    maxDrawdownPercent: 100 * maxDrawdown,
    maxDrawdownMoney,
    exposurePercent: bars === 0 ? 0 : (100 * barsInPosition) / bars,
    ...tradeStatistics(netProfits),
    totalFees: moneyToNumber(fees),
    turnover: moneyToNumber(traded) / initialCash,
    buyAndHoldPercent: finiteOrNull(buyAndHold(closes)),
    bars,
    barsPerYear: finiteOrNull(barsPerYear),
  }
}

function buyAndHold(closes: RunFigures['closes']): number {
  let sum = 0
  for (const { first, last } of closes) sum += last / first - 1
  return (100 * sum) / closes.length
}

const finiteOrNull = (value: number) => (Number.isFinite(value) ? value : null)
