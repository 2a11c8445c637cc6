import { type BarColumns, type Interval, intervals, sliceColumns } from '@strategraph/market-model'
import { simulatedStart } from './simulated-feed.ts'

/** Bars of a simulated backtest where nobody says how many. */
export const defaultSimulatedBars = 5000
export const maxSimulatedBars = 5_000_000

/**
 * How many bars each simulated feed makes, so that all of them span the same time: up to `to`, or `bars` of the feed that
 * asks for most time.
 */
export function simulatedCounts(
  feeds: readonly { readonly interval: Interval; readonly bars: number | undefined }[],
  to: number | undefined,
): readonly number[] {
  if (to !== undefined) return feeds.map(({ interval }) => clampCount(Math.floor((to - simulatedStart) / intervals[interval])))
  const asked = feeds.filter(({ bars }) => bars !== undefined)
  const shortest = Math.min(...feeds.map(({ interval }) => intervals[interval]))
  const span =
    asked.length === 0 ? defaultSimulatedBars * shortest : Math.max(...asked.map(({ bars = 0, interval }) => bars * intervals[interval]))
  return feeds.map(({ interval }) => clampCount(Math.floor(span / intervals[interval])))
}

const clampCount = (count: number) => Math.max(0, Math.min(maxSimulatedBars, count))

/** Rows whose OPEN stamp is within [from, to): a view, not a copy. */
export function rowsWithin(columns: BarColumns, interval: Interval, from: number | undefined, to: number | undefined): BarColumns {
  const firstOpenAt = (moment: number) => lowerBound(columns.time, moment + intervals[interval])
  const start = from === undefined ? 0 : firstOpenAt(from)
  const end = to === undefined ? columns.time.length : firstOpenAt(to)
  return sliceColumns(columns, start, Math.max(start, end))
}

/** First row whose time is at or after `time`. */
export function lowerBound(times: ArrayLike<number>, time: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? Number.NaN) < time) low = middle + 1
    else high = middle
  }
  return low
}
