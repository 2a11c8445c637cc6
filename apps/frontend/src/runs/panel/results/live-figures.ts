import type { RunResult } from '@strategraph/protocol'
import type { Metrics } from '@strategraph/trading-engine'

/** What can be said of a run before its end. */
export type Figures = Partial<Metrics>

/** Figures of a run that goes on, from its equity samples and closed trades; the rest waits for the end. */
export function figuresSoFar({ equity, trades, run }: Pick<RunResult, 'equity' | 'trades' | 'run'>, initialCash: number): Figures {
  const last = equity.at(-1)
  if (last === undefined) return {}
  const wins = trades.filter((trade) => trade.netPnl > 0)
  const losses = trades.filter((trade) => trade.netPnl <= 0)
  const gained = wins.reduce((sum, trade) => sum + trade.netPnl, 0)
  const lost = -losses.reduce((sum, trade) => sum + trade.netPnl, 0)
  return {
    initialCash,
    finalEquity: last.equity,
    netProfit: last.equity - initialCash,
    returnPercent: 100 * (last.equity / initialCash - 1),
    maxDrawdownPercent: 100 * Math.max(...equity.map((sample) => sample.drawdown)),
    trades: trades.length,
    wins: wins.length,
    losses: losses.length,
    winRatePercent: trades.length === 0 ? null : (100 * wins.length) / trades.length,
    profitFactor: lost > 0 ? gained / lost : null,
    averageTrade: trades.length === 0 ? null : (gained - lost) / trades.length,
    bestTrade: trades.length === 0 ? null : Math.max(...trades.map((trade) => trade.netPnl)),
    worstTrade: trades.length === 0 ? null : Math.min(...trades.map((trade) => trade.netPnl)),
    totalFees: trades.reduce((sum, trade) => sum + trade.fees, 0),
    bars: run.bars,
  }
}
