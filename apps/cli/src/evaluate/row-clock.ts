import type { FeedData } from '../data/load-candles.ts'
import { intervals } from '@strategraph/market-model'
import type { Plan } from '@strategraph/strategy-core'

/** Rows of an evaluation: the bars of the fastest feed, and for every domain the row that is known at each of them. */
export interface RowClock {
  readonly rows: number
  /** Open time of a row, as in the data. */
  readonly timestamp: (row: number) => number
  /** Row of a domain as of the close of this row; -1 before its first bar. */
  readonly rowOf: (domain: number, row: number) => number
}

export function rowClock(plan: Plan, feeds: readonly FeedData[]): RowClock {
  const times = plan.domains.map(({ feed }) => feeds.find((data) => data.feed.nodeId === feed)?.columns.time ?? new Float64Array())
  // Domains are sorted slowest first.
  const last = plan.domains.length - 1
  const clock = times[last] ?? new Float64Array()
  const interval = plan.domains[last] === undefined ? 0 : intervals[plan.domains[last].interval]
  const asOf = times.map((time) => {
    const rows = new Int32Array(clock.length)
    let at = -1
    clock.forEach((now, row) => {
      while (at + 1 < time.length && (time[at + 1] ?? 0) <= now) at += 1
      rows[row] = at
    })
    return rows
  })
  return {
    rows: clock.length,
    timestamp: (row) => (clock[row] ?? 0) - interval,
    rowOf: (domain, row) => asOf[domain]?.[row] ?? -1,
  }
}
