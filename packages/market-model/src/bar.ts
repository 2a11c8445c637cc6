/** Milliseconds since 1970-01-01 UTC. */
export type Time = number

/** One closed candle. `time` is its CLOSE: the first moment at which it may be known. */
export interface Bar {
  readonly time: Time
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/** Many bars of one feed as columns of equal length, strictly ascending in `time`. */
export interface BarColumns {
  readonly time: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

export const barFields = ['time', 'open', 'high', 'low', 'close', 'volume'] as const
export type BarField = (typeof barFields)[number]

export function barColumns(length: number): BarColumns {
  const column = () => new Float64Array(length)
  return { time: column(), open: column(), high: column(), low: column(), close: column(), volume: column() }
}

export function barsToColumns(bars: readonly Bar[]): BarColumns {
  const columns = barColumns(bars.length)
  bars.forEach((bar, row) => {
    for (const field of barFields) columns[field][row] = bar[field]
  })
  return columns
}

/** Bar of a row; throws RangeError outside the columns. */
export function barAt(columns: BarColumns, row: number): Bar {
  const { time, open, high, low, close, volume } = columns
  if (!(row >= 0 && row < time.length)) throw new RangeError(`row ${row} of ${time.length}`)
  const at = (column: Float64Array) => column[row] ?? Number.NaN
  return { time: at(time), open: at(open), high: at(high), low: at(low), close: at(close), volume: at(volume) }
}

/** A view of rows from (inclusive) to (exclusive), not a copy. */
export function sliceColumns(columns: BarColumns, from: number, to: number): BarColumns {
  const part = (column: Float64Array) => column.subarray(from, to)
  const { time, open, high, low, close, volume } = columns
  return { time: part(time), open: part(open), high: part(high), low: part(low), close: part(close), volume: part(volume) }
}

/** Best bid and ask of a moment. */
export interface Quote {
  readonly time: Time
  readonly bid: number
  readonly ask: number
  readonly last: number
}

/** Length of a bar: "1m", "5m", "1h", "1d"... in ms. */
export const intervals = {
  '1m': 60_000,
  '3m': 180_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1h': 3_600_000,
  '2h': 7_200_000,
  '4h': 14_400_000,
  '6h': 21_600_000,
  '12h': 43_200_000,
  '1d': 86_400_000,
  '1w': 604_800_000,
} as const
export type Interval = keyof typeof intervals
