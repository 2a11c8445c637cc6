import { type Bar, barAt } from '@strategraph/market-model'
import type { FeedData } from '../data/load-candles.ts'

export interface Moment {
  readonly time: number
  readonly bars: readonly { readonly feed: string; readonly bar: Bar }[]
}

/** The closed bars of all feeds, moment by moment, in order of time. */
export function* momentsOf(feeds: readonly FeedData[]): Iterable<Moment> {
  const next = feeds.map(() => 0)
  for (;;) {
    const time = Math.min(...feeds.map(({ columns }, index) => columns.time[next[index] ?? 0] ?? Number.POSITIVE_INFINITY))
    if (time === Number.POSITIVE_INFINITY) return
    const bars: Moment['bars'][number][] = []
    feeds.forEach(({ feed, columns }, index) => {
      const row = next[index] ?? 0
      if (columns.time[row] !== time) return
      bars.push({ feed: feed.nodeId, bar: barAt(columns, row) })
      next[index] = row + 1
    })
    yield { time, bars }
  }
}
