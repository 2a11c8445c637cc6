import { intervals } from '@strategraph/market-model'
import type { Plan } from '@strategraph/strategy-core'
import type { FeedData } from '../data/load-candles.ts'

/** Rows of an evaluation: the bars of the fastest feeds, and for every domain the row that is known at each of them. */
export interface RowClock {
  readonly rows: number
  /** Open time of a row, as in the data. */
  readonly timestamp: (row: number) => number
  /** Row of a domain as of the close of this row; -1 before its first bar. */
  readonly rowOf: (domain: number, row: number) => number
}

/** The feeds of the shortest interval: where several markets share it, a bar of any of them is a row. */
export function fastestFeeds(feeds: readonly FeedData[]): readonly FeedData[] {
  const shortest = Math.min(...feeds.map(({ interval }) => intervals[interval]))
  return feeds.filter(({ interval }) => intervals[interval] === shortest)
}

/** Close times of the rows, ascending. */
export function rowTimes(feeds: readonly FeedData[]): Float64Array {
  const [first, ...others] = fastestFeeds(feeds).map(({ columns }) => columns.time)
  if (first === undefined) return new Float64Array()
  return others.length === 0 ? first : new Float64Array(new Set([...first, ...others.flatMap((time) => [...time])])).sort()
}

export function rowClock(plan: Plan, feeds: readonly FeedData[]): RowClock {
  const clock = rowTimes(feeds)
  const [fastest] = fastestFeeds(feeds)
  const interval = fastest === undefined ? 0 : intervals[fastest.interval]
  const times = plan.domains.map(({ feed }) => feeds.find((data) => data.feed.nodeId === feed)?.columns.time ?? new Float64Array())
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
