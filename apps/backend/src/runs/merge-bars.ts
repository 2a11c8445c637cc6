import { type BarColumns, barColumns } from '@strategraph/market-model'

/** Last row of each stretch of `every` rows in [from, to); the last stretch may be shorter. */
export function stretchEnds(from: number, to: number, every: number): Int32Array {
  const count = Math.ceil(Math.max(0, to - from) / every)
  return Int32Array.from({ length: count }, (_, index) => Math.min(from + (index + 1) * every, to) - 1)
}

/** Bars of `every` rows each: what a longer interval would show, were it not for where the stretches begin. */
export function mergeBars(columns: BarColumns, from: number, to: number, every: number): BarColumns {
  const ends = stretchEnds(from, to, every)
  const merged = barColumns(ends.length)
  ends.forEach((end, index) => {
    const start = from + index * every
    let high = Number.NEGATIVE_INFINITY
    let low = Number.POSITIVE_INFINITY
    let volume = 0
    for (let row = start; row <= end; row += 1) {
      high = Math.max(high, columns.high[row] ?? high)
      low = Math.min(low, columns.low[row] ?? low)
      volume += columns.volume[row] ?? 0
    }
    merged.time[index] = columns.time[end] ?? 0
    merged.open[index] = columns.open[start] ?? 0
    merged.high[index] = high
    merged.low[index] = low
    merged.close[index] = columns.close[end] ?? 0
    merged.volume[index] = volume
  })
  return merged
}
