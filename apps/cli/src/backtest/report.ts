import type { Plan } from '@strategraph/strategy-core'
import type { BacktestResult, RunSettings } from '@strategraph/trading-engine'
import { intervals } from '@strategraph/market-model'
import type { FeedData } from '../data/load-candles.ts'
import { fastestFeeds, rowTimes } from '../evaluate/row-clock.ts'

/**
 * What `backtest --json` prints, piece by piece: a year of minutes is 30 MB of equity. Times of trades and of equity rows are OPEN times
 * of bars, as in the data files. `entryBar` and `exitBar` count the bars of the trade's own market, `bar` of the equity those of the
 * fastest feeds, as in `eval`.
 */
export function* backtestJson(
  plan: Plan,
  feeds: readonly FeedData[],
  settings: RunSettings,
  result: BacktestResult,
): Generator<string, void> {
  const { trades, metrics, denialCounts, canceled } = result
  const head = {
    ok: !canceled,
    mode: 'backtest',
    workflow: { id: plan.document.id, name: plan.document.name, graphHash: plan.graphHash },
    assumptions: assumptionsOf(feeds, settings),
    metrics,
    denials: denialCounts,
    trades,
  }
  yield `${JSON.stringify(head).slice(0, -1)},"equity":[`
  let part = ''
  for (const row of equityRows(feeds, result)) {
    part += `${row.bar === 0 ? '' : ','}${JSON.stringify(row)}`
    if (part.length < partLength) continue
    yield part
    part = ''
  }
  yield `${part}]}\n`
}

const partLength = 1 << 18

/** Equity at the close of every bar of the fastest feeds. A slower feed may close where none of them does: no row of anybody's data. */
function* equityRows(feeds: readonly FeedData[], { equity: { time, equity } }: BacktestResult) {
  const [fastest] = fastestFeeds(feeds)
  const interval = fastest === undefined ? 0 : intervals[fastest.interval]
  let tick = 0
  for (const [bar, close] of rowTimes(feeds).entries()) {
    while (tick < time.length && (time[tick] ?? Number.NaN) < close) tick += 1
    // A run that was canceled ends before the data.
    if (time[tick] !== close) return
    yield { bar, timestamp: close - interval, equity: equity[tick] }
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
