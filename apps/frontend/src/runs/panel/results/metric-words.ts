import { formatFixed } from '../../../ui/format.ts'
import type { Figures } from './live-figures.ts'

export interface Metric {
  readonly id: string
  readonly title: string
  readonly says: string
  readonly value: (figures: Figures) => number | null | undefined
  readonly unit: 'percent' | 'money' | 'ratio' | 'count'
  /** Coloured and signed: above zero is good. */
  readonly isResult?: boolean
}

/** Every metric with one line on what it is; definitions as in the trading engine's metrics. */
export const metrics: readonly Metric[] = [
  {
    id: 'return',
    title: 'Return',
    says: 'Change of equity from start to end, after all fees.',
    value: (f) => f.returnPercent,
    unit: 'percent',
    isResult: true,
  },
  { id: 'profit', title: 'Net profit', says: 'The same in money.', value: (f) => f.netProfit, unit: 'money', isResult: true },
  {
    id: 'hold',
    title: 'Buy and hold',
    says: 'Buying at the first close and holding to the last, without fees.',
    value: (f) => f.buyAndHoldPercent,
    unit: 'percent',
    isResult: true,
  },
  {
    id: 'cagr',
    title: 'Return per year',
    says: 'Compound annual growth (CAGR) over years of 365.25 days.',
    value: (f) => f.cagrPercent,
    unit: 'percent',
    isResult: true,
  },
  {
    id: 'drawdown',
    title: 'Max drawdown',
    says: 'Largest fall of equity from a peak.',
    value: (f) => f.maxDrawdownPercent,
    unit: 'percent',
  },
  {
    id: 'sharpe',
    title: 'Sharpe',
    says: 'Mean return of a bar over its deviation, per year, without a risk-free rate.',
    value: (f) => f.sharpe,
    unit: 'ratio',
  },
  { id: 'sortino', title: 'Sortino', says: 'As Sharpe, but only losses count as deviation.', value: (f) => f.sortino, unit: 'ratio' },
  {
    id: 'profit-factor',
    title: 'Profit factor',
    says: 'All gains of trades over all losses; above 1 is a gain.',
    value: (f) => f.profitFactor,
    unit: 'ratio',
  },
  { id: 'win-rate', title: 'Win rate', says: 'Share of closed trades that gained.', value: (f) => f.winRatePercent, unit: 'percent' },
  { id: 'trades', title: 'Trades', says: 'Closed positions.', value: (f) => f.trades, unit: 'count' },
  {
    id: 'average',
    title: 'Average trade',
    says: 'Mean result of a trade, after fees.',
    value: (f) => f.averageTrade,
    unit: 'money',
    isResult: true,
  },
  { id: 'best', title: 'Best trade', says: 'Largest result of a single trade.', value: (f) => f.bestTrade, unit: 'money', isResult: true },
  {
    id: 'worst',
    title: 'Worst trade',
    says: 'Smallest result of a single trade.',
    value: (f) => f.worstTrade,
    unit: 'money',
    isResult: true,
  },
  { id: 'streak', title: 'Losses in a row', says: 'Longest series of losing trades.', value: (f) => f.maxConsecutiveLosses, unit: 'count' },
  {
    id: 'exposure',
    title: 'Exposure',
    says: 'Share of bars that ended with a position.',
    value: (f) => f.exposurePercent,
    unit: 'percent',
  },
  { id: 'fees', title: 'Fees', says: 'All that the market charged.', value: (f) => f.totalFees, unit: 'money' },
  {
    id: 'turnover',
    title: 'Turnover',
    says: 'Value of everything traded, as a multiple of the initial cash.',
    value: (f) => f.turnover,
    unit: 'ratio',
  },
]

/** "+12.35 %"; an en dash where the run is too short for the number. */
export function metricText({ unit, isResult, value }: Metric, figures: Figures): string {
  const number = value(figures)
  if (number === null || number === undefined || !Number.isFinite(number)) return '–'
  const sign = isResult === true && number > 0 ? '+' : ''
  if (unit === 'percent') return `${sign}${formatFixed(number, 2)} %`
  if (unit === 'count') return formatFixed(number, 0)
  return `${sign}${formatFixed(number, 2)}`
}
