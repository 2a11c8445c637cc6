import type { BarColumns } from '@strategraph/market-model'
import type { RunBar, TradingRun } from './trading-run.ts'

/** Brings a run forward through recorded bars, as lazily as nobody notices. */
export interface TickFeeder {
  /** Until the tick (inclusive) is closed. */
  advance(tick: number): void
  finish(): void
}

/** `feeds` in the order of `plan.domains`. */
export function createTickFeeder(run: TradingRun, feeds: readonly BarColumns[]): TickFeeder {
  const [only] = feeds
  return feeds.length === 1 && only !== undefined ? singleFeed(run, only) : mergedFeeds(run, feeds)
}

/** One feed: rows in which no order can fill and no end of data is near are valued in one loop. */
function singleFeed(run: TradingRun, columns: BarColumns): TickFeeder {
  const total = columns.time.length
  const { curve, account } = run
  const [market] = run.markets
  const closing = total - 2

  // One bar for all rows: the run reads it while it closes the tick and keeps nothing of it.
  const bar = { domain: 0, open: Number.NaN, high: Number.NaN, low: Number.NaN, close: Number.NaN }
  const bars = [bar]

  function closeRow(row: number): void {
    bar.open = columns.open[row] ?? Number.NaN
    bar.high = columns.high[row] ?? Number.NaN
    bar.low = columns.low[row] ?? Number.NaN
    bar.close = columns.close[row] ?? Number.NaN
    run.closeTick(row, columns.time[row] ?? Number.NaN, bars)
  }

  function advance(last: number): void {
    while (curve.length <= last) {
      const next = curve.length
      const attention = market === undefined ? undefined : run.attention(market)
      if (market !== undefined && attention?.nextBar === false) {
        const to = next <= closing ? Math.min(last + 1, closing) : last + 1
        curve.scan(columns, to, { base: account.base(), quantity: market.quantity, below: attention.below, above: attention.above })
        run.skipRows(columns, curve.length)
        if (curve.length > last) return
      }
      closeRow(curve.length)
    }
  }
  return { advance, finish: () => advance(total - 1) }
}

/** Several feeds: moment by moment, in time. */
function mergedFeeds(run: TradingRun, feeds: readonly BarColumns[]): TickFeeder {
  const rows = feeds.map(() => 0)
  const timeAt = (domain: number) => feeds[domain]?.time[rows[domain] ?? 0] ?? Number.POSITIVE_INFINITY

  function closeNext(): boolean {
    let moment = Number.POSITIVE_INFINITY
    for (let domain = 0; domain < feeds.length; domain++) moment = Math.min(moment, timeAt(domain))
    if (moment === Number.POSITIVE_INFINITY) return false
    const bars: RunBar[] = []
    feeds.forEach((columns, domain) => {
      if (timeAt(domain) !== moment) return
      const row = rows[domain] ?? 0
      rows[domain] = row + 1
      bars.push(barOf(columns, row, domain))
    })
    run.closeTick(run.tick + 1, moment, bars)
    return true
  }

  return {
    advance(tick) {
      while (run.tick < tick && closeNext());
    },
    finish() {
      while (closeNext());
    },
  }
}

function barOf({ open, high, low, close }: BarColumns, row: number, domain: number): RunBar {
  return {
    domain,
    open: open[row] ?? Number.NaN,
    high: high[row] ?? Number.NaN,
    low: low[row] ?? Number.NaN,
    close: close[row] ?? Number.NaN,
  }
}
