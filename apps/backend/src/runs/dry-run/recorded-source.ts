import { type BarColumns, barAt } from '@strategraph/market-model'
import type { MarketSource } from './market-source.ts'

/** Recorded bars, given out moment by moment; ends with the data. */
export function createRecordedSource(
  feeds: readonly { readonly feed: string; readonly columns: BarColumns }[],
  barsTaken: ReadonlyMap<string, number>,
): MarketSource {
  const rows = feeds.map(({ feed, columns }) => ({ feed, columns, row: barsTaken.get(feed) ?? 0 }))
  const timeAt = ({ columns, row }: (typeof rows)[number]) => columns.time[row] ?? Number.POSITIVE_INFINITY
  const nextMoment = () => Math.min(...rows.map(timeAt))
  return {
    get hasEnded() {
      return nextMoment() === Number.POSITIVE_INFINITY
    },
    get nextMoment() {
      const moment = nextMoment()
      return moment === Number.POSITIVE_INFINITY ? undefined : moment
    },
    take() {
      const moment = nextMoment()
      return rows.flatMap((each) => {
        if (timeAt(each) !== moment) return []
        const bar = barAt(each.columns, each.row)
        each.row += 1
        return [{ feed: each.feed, bar }]
      })
    },
    quotes: () => [],
  }
}
