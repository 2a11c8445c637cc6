import type { Metrics, Trade } from '../journal/event.ts'
import type { TradingRun } from '../run/trading-run.ts'
import type { GoldenBacktest, GoldenTrade } from './golden-backtests.ts'

export interface Reproduction {
  readonly golden: GoldenBacktest
  readonly run: TradingRun
}

export const goldenExitReasons: Record<Trade['exitReason'], string> = {
  signal: 'signal',
  'stop-loss': 'sl',
  'take-profit': 'tp',
  'end-of-data': 'end',
  netting: 'netting',
}

/** The tolerance that the references state for prices and money. */
export const isClose = (actual: number, expected: number): boolean => Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected))

const exactly = ['side', 'entryBar', 'exitBar', 'entryTime', 'exitTime', 'exitReason'] as const
const closely = ['entryPrice', 'exitPrice', 'grossPnl', 'fees', 'netPnl', 'returnPercent', 'stopLoss', 'takeProfit'] as const

/** The order of trades that close in one bar has no meaning. */
const inOrder = (trades: readonly GoldenTrade[]) =>
  trades.toSorted((a, b) => a.exitBar - b.exitBar || a.entryBar - b.entryBar || a.size - b.size)

const comparable = (trade: Trade, nettingIsSignal: boolean): GoldenTrade => ({
  ...trade,
  size: trade.quantity,
  exitReason: nettingIsSignal && trade.exitReason === 'netting' ? 'signal' : goldenExitReasons[trade.exitReason],
  stopLoss: trade.stopLoss,
  takeProfit: trade.takeProfit,
})

/** What of trades and equity is not as in the reference; empty where everything is. */
export function goldenDifferences({ golden, run }: Reproduction, { sizeTolerance = 0, nettingIsSignal = false } = {}): readonly string[] {
  const found: string[] = []
  const compare = (what: string, actual: unknown, expected: unknown, isEqual: boolean) => {
    if (!isEqual) found.push(`${what}: ${String(actual)} instead of ${String(expected)}`)
  }
  const actual = inOrder(run.trades.map((trade) => comparable(trade, nettingIsSignal)))
  compare('trades', actual.length, golden.trades.length, actual.length === golden.trades.length)
  inOrder(golden.trades).forEach((wanted, index) => {
    const trade = actual[index]
    if (trade === undefined) return
    for (const name of exactly) compare(`trade ${index} ${name}`, trade[name], wanted[name], trade[name] === wanted[name])
    for (const name of closely) compare(`trade ${index} ${name}`, trade[name], wanted[name], isClose(trade[name] ?? 0, wanted[name] ?? 0))
    compare(`trade ${index} size`, trade.size, wanted.size, Math.abs(trade.size / wanted.size - 1) <= sizeTolerance)
  })
  compare('bars', run.curve.length, golden.equity.length, run.curve.length === golden.equity.length)
  golden.equity.forEach((value, bar) => {
    const equity = run.curve.values[bar] ?? Number.NaN
    compare(`equity at bar ${bar}`, equity, value, isClose(equity, value))
  })
  return found
}

const metricNames = {
  finalEquity: 'final_equity',
  returnPercent: 'return_pct',
  totalFees: 'total_fees',
  trades: 'trades',
  wins: 'wins',
  losses: 'losses',
  winRatePercent: 'win_rate_pct',
  profitFactor: 'profit_factor_money',
  maxDrawdownPercent: 'max_drawdown_pct',
  maxDrawdownMoney: 'max_drawdown_money',
  exposurePercent: 'bars_in_position_at_close_pct',
  sharpe: 'sharpe_annualised_bars',
  barsPerYear: 'bars_per_year',
  averageTrade: 'avg_trade_net',
  bestTrade: 'best_trade_net',
  worstTrade: 'worst_trade_net',
  maxConsecutiveLosses: 'max_consecutive_losses',
} as const satisfies Partial<Record<keyof Metrics, string>>

/** Metrics that are not as in the reference. Runs of losses depend on the order of trades that close in one bar. */
export function goldenMetricDifferences({ golden: { plainMetrics }, run }: Reproduction, { orderMatters = true } = {}): readonly string[] {
  const metrics: Readonly<Record<string, number | null>> = run.metrics()
  return Object.entries(metricNames).flatMap(([mine, theirs]) => {
    const expected = plainMetrics[theirs]
    if (theirs === 'max_consecutive_losses' && (expected === undefined || !orderMatters)) return []
    return isClose(metrics[mine] ?? Number.NaN, expected ?? Number.NaN) ? [] : [`${mine}: ${metrics[mine]} instead of ${expected}`]
  })
}
