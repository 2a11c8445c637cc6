import { type Interval, intervals } from '@strategraph/market-model'
import type { BarsPage, ValuesPage } from '@strategraph/protocol'

/** A candle for the chart; `time` = OPEN of the bar in seconds UTC, as charts have it everywhere. */
export interface CandlePoint {
  readonly time: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

/** A point of a line; without `value` the line has a gap there. */
export interface LinePoint {
  readonly time: number
  readonly value?: number
}

export const intervalMs = (name: string): number => (isInterval(name) ? intervals[name] : 60_000)
const isInterval = (name: string): name is Interval => Object.hasOwn(intervals, name)

/** The values of one output, any shape that the server sends. */
type Shown = ValuesPage['values'][string][number]

/** A number to draw: flags as 1 and 0, a candle as its close; NaN where there is none. */
export function numberOf(value: Shown | undefined): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'object' && value !== null && typeof value['close'] === 'number') return value['close']
  return Number.NaN
}

/** Open times of the page's bars in seconds, strictly ascending; a merged bar opens where the one before it closed. */
export function openTimes({ time, interval, every }: Pick<BarsPage, 'time' | 'interval' | 'every'>): number[] {
  const length = intervalMs(interval)
  return time.map((close, index) => {
    if (every === 1) return Math.round((close - length) / 1000)
    const before = time[index - 1]
    return Math.round((before ?? close - length * every) / 1000)
  })
}

export function candlePoints(page: BarsPage, times: readonly number[]): CandlePoint[] {
  return times.map((time, index) => ({
    time,
    open: page.open[index] ?? 0,
    high: page.high[index] ?? 0,
    low: page.low[index] ?? 0,
    close: page.close[index] ?? 0,
  }))
}

/** The column of an output on the chart's times; `valueTimes` (close times, ms) need not be those of the bars: the last value holds. */
export function linePoints(
  times: readonly number[],
  closeTimes: readonly number[],
  column: readonly Shown[],
  valueTimes: readonly number[],
): LinePoint[] {
  let row = -1
  return times.map((time, index) => {
    const close = closeTimes[index] ?? 0
    while ((valueTimes[row + 1] ?? Number.POSITIVE_INFINITY) <= close) row += 1
    const value = numberOf(column[row])
    return Number.isFinite(value) ? { time, value } : { time }
  })
}

/** Index of the last time at or before `time`; -1 before the first. */
export function indexAtOrBefore(times: readonly number[], time: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? Number.POSITIVE_INFINITY) <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}
