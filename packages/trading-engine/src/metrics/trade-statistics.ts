import type { Metrics } from '../journal/event.ts'

type TradeMetrics = Pick<
  Metrics,
  'trades' | 'wins' | 'losses' | 'winRatePercent' | 'profitFactor' | 'averageTrade' | 'bestTrade' | 'worstTrade' | 'maxConsecutiveLosses'
>

/** Of closed pieces, in the order of closing. A win has a net profit above 0, a loss one below 0; fees are deducted. */
export function tradeStatistics(netProfits: Float64Array): TradeMetrics {
  let wins = 0
  let losses = 0
  let won = 0
  let lost = 0
  let best = Number.NEGATIVE_INFINITY
  let worst = Number.POSITIVE_INFINITY
  let run = 0
  let longestRun = 0
  for (const netPnl of netProfits) {
    if (netPnl > 0) {
      wins += 1
      won += netPnl
    } else if (netPnl < 0) {
      losses += 1
      lost -= netPnl
    }
    run = netPnl < 0 ? run + 1 : 0
    longestRun = Math.max(longestRun, run)
    best = Math.max(best, netPnl)
    worst = Math.min(worst, netPnl)
  }
  const trades = netProfits.length
  const none = trades === 0
  return {
    trades,
    wins,
    losses,
    winRatePercent: none ? null : (100 * wins) / trades,
    profitFactor: lost > 0 ? won / lost : null,
    averageTrade: none ? null : (won - lost) / trades,
    bestTrade: none ? null : best,
    worstTrade: none ? null : worst,
    maxConsecutiveLosses: longestRun,
  }
}
