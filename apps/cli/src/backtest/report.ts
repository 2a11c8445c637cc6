import type { Plan } from '@strategraph/strategy-core'
import type { BacktestResult, RunSettings } from '@strategraph/trading-engine'
import { intervals } from '@strategraph/market-model'
import type { FeedData } from '../data/load-candles.ts'

/** Everything that `backtest --json` prints. Times of trades and of equity rows are OPEN times of bars, as in the data files. */
export function backtestReport(plan: Plan, feeds: readonly FeedData[], settings: RunSettings, result: BacktestResult) {
  const { trades, metrics, denialCounts, equity, canceled } = result
  const interval = Math.min(...feeds.map((feed) => intervals[feed.interval]))
  return {
    ok: !canceled,
    mode: 'backtest',
    workflow: { id: plan.document.id, name: plan.document.name, graphHash: plan.graphHash },
    assumptions: assumptionsOf(feeds, settings),
    metrics,
    denials: denialCounts,
    trades,
    equity: Array.from(equity.time, (time, bar) => ({ bar, timestamp: time - interval, equity: equity.equity[bar] })),
  }
}

export function assumptionsOf(feeds: readonly FeedData[], { account, limits, endOfData }: RunSettings) {
  return {
    account,
    limits,
    endOfData,
    fills:
      'Decided at the close of a bar, filled from the next bar on: market orders at its open, limit and stop orders by its high and low.',
    feeds: feeds.map(({ feed, instrument, interval, provenance, source, columns }) => ({
      feed: feed.nodeId,
      symbol: instrument.symbol,
      interval,
      provenance,
      source,
      tickSize: instrument.tickSize,
      lotSize: instrument.lotSize,
      bars: columns.time.length,
      from: (columns.time[0] ?? 0) - intervals[interval],
      to: (columns.time.at(-1) ?? 0) - intervals[interval],
    })),
  }
}

/** The same for people. */
export function backtestText(plan: Plan, feeds: readonly FeedData[], settings: RunSettings, result: BacktestResult): string {
  const { metrics: m, denialCounts } = result
  const { account } = settings
  const number = (value: number | null, unit = '') =>
    value === null ? 'n/a' : `${value.toLocaleString('en-US', { maximumFractionDigits: 2 })}${unit}`
  const day = (time: number) => new Date(time).toISOString().slice(0, 16)
  const denials = Object.entries(denialCounts).map(([code, count]) => `${code} ${count}`)
  return [
    `BACKTEST  ${plan.document.name}  (graph ${plan.graphHash.slice(0, 12)})`,
    ...assumptionsOf(feeds, settings).feeds.map(
      ({ feed, symbol, interval, provenance, source, bars, from, to, tickSize, lotSize }) =>
        `${feed}: ${symbol} ${interval}, ${bars} bars ${day(from)} to ${day(to)} UTC, ${provenance} (${source}), tick ${tickSize}, lot ${lotSize}`,
    ),
    `Account: ${account.initialCash} ${account.currency}, fees ${100 * account.takerFee} % taker / ${100 * account.makerFee} % maker, slippage ${account.slippageBps} bps, ${account.allowShort ? 'short allowed' : 'long only'}, at the end: ${settings.endOfData}`,
    '',
    `Final equity   ${number(m.finalEquity)}  (${number(m.returnPercent, ' %')}; buy and hold ${number(m.buyAndHoldPercent, ' %')})`,
    `Max drawdown   ${number(m.maxDrawdownPercent, ' %')}`,
    `Sharpe         ${number(m.sharpe)}   Sortino ${number(m.sortino)}   CAGR ${number(m.cagrPercent, ' %')}`,
    `Trades         ${m.trades}  (won ${m.wins}, lost ${m.losses}, win rate ${number(m.winRatePercent, ' %')}, profit factor ${number(m.profitFactor)})`,
    `Fees           ${number(m.totalFees)}   Exposure ${number(m.exposurePercent, ' %')}`,
    `Refused        ${denials.length === 0 ? 'nothing' : denials.join(', ')}`,
  ].join('\n')
}
