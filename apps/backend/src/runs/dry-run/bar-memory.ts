import { type Bar, type BarColumns, barColumns, barFields, sliceColumns } from '@strategraph/market-model'

/** Bars of the feeds of a run as columns that grow: what the chart and the time slider look at while it goes on. */
export interface BarMemory {
  push(feed: string, bar: Bar): void
  /** A view; later bars do not change it. */
  columns(feed: string): BarColumns
  readonly counts: ReadonlyMap<string, number>
}

export function createBarMemory(feeds: readonly string[]): BarMemory {
  const stored = new Map(feeds.map((feed) => [feed, barColumns(256)]))
  const counts = new Map(feeds.map((feed) => [feed, 0]))
  return {
    counts,
    push(feed, bar) {
      let columns = stored.get(feed)
      if (columns === undefined) return
      const row = counts.get(feed) ?? 0
      if (row === columns.time.length) {
        columns = grown(columns)
        stored.set(feed, columns)
      }
      for (const field of barFields) columns[field][row] = bar[field]
      counts.set(feed, row + 1)
    },
    columns: (feed) => sliceColumns(stored.get(feed) ?? barColumns(0), 0, counts.get(feed) ?? 0),
  }
}

function grown(columns: BarColumns): BarColumns {
  const larger = barColumns(columns.time.length * 2)
  for (const field of barFields) larger[field].set(columns[field])
  return larger
}
