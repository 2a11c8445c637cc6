import type { BarColumns, Time } from '@strategraph/market-model'

const day = 86_400_000

/** Equity at the close of each tick, with what risk rules ask of it. */
export interface EquityCurve {
  /** Filled up to `length`. */
  readonly values: Float64Array
  readonly time: Float64Array
  readonly length: number
  readonly peak: number
  /** Equity at the first tick of the present UTC day; the initial cash before the first tick. */
  readonly dayStart: number
  readonly ticksInPosition: number
  push(time: Time, equity: number, isInPosition: boolean): void
  /**
   * Adds rows of a single feed, from its own `length` on, as long as no low is at or below `below` and no high at or above
   * `above`; stops before such a row, or before `to`. The same arithmetic as `push`, without a call per row.
   */
  scan(columns: BarColumns, to: number, holding: Holding): void
}

/** Equity = base + quantity x close, as long as no bar trades at or beyond a watched price. */
interface Holding {
  readonly base: number
  readonly quantity: number
  readonly below: number
  readonly above: number
}

/** `capacity`: rows expected. `time`: the ticks' times where they are known beforehand (not copied). */
export function createEquityCurve(initial: number, capacity: number, time?: Float64Array): EquityCurve {
  // Plain fields rather than accessors: an object with accessors has a hidden class of its own, and reading it is never inlined.
  const curve = {
    values: new Float64Array(capacity),
    time: time ?? new Float64Array(capacity),
    length: 0,
    peak: initial,
    dayStart: initial,
    ticksInPosition: 0,
    push,
    scan,
  }
  let presentDay = Number.NaN

  function grow(): void {
    const longer = (column: Float64Array) => {
      const copy = new Float64Array(Math.max(1024, column.length * 2))
      copy.set(column)
      return copy
    }
    curve.values = longer(curve.values)
    curve.time = longer(curve.time)
  }

  /** The day of the last row, and the equity of that day's first row, which lies at or after `from`. */
  function markDay(from: number): void {
    const { time: times, values } = curve
    const present = Math.floor((times[curve.length - 1] ?? Number.NaN) / day)
    if (present === presentDay) return
    let low = from
    let high = curve.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((times[middle] ?? 0) < present * day) low = middle + 1
      else high = middle
    }
    presentDay = present
    curve.dayStart = values[low] ?? Number.NaN
  }

  function push(now: Time, equity: number, isInPosition: boolean): void {
    if (curve.length >= curve.values.length) grow()
    curve.values[curve.length] = equity
    if (time === undefined) curve.time[curve.length] = now
    curve.length += 1
    if (equity > curve.peak) curve.peak = equity
    if (isInPosition) curve.ticksInPosition += 1
    markDay(curve.length - 1)
  }

  function scan({ low, high, close }: BarColumns, to: number, { base, quantity, below, above }: Holding): void {
    const from = curve.length
    const isWatching = below > Number.NEGATIVE_INFINITY || above < Number.POSITIVE_INFINITY
    const end = isWatching ? firstTouch(low, high, { from, to, below, above }) : to
    if (end === from) return
    curve.length = end
    if (quantity === 0) {
      curve.values.fill(base, from, end)
      if (base > curve.peak) curve.peak = base
    } else {
      curve.peak = valuate(curve.values, close, { from, to: end, base, quantity, peak: curve.peak })
      curve.ticksInPosition += end - from
    }
    markDay(from)
  }

  return curve
}

function firstTouch(
  low: Float64Array,
  high: Float64Array,
  { from, to, below, above }: { from: number; to: number; below: number; above: number },
): number {
  for (let row = from; row < to; row++) {
    if ((low[row] ?? Number.NaN) <= below || (high[row] ?? Number.NaN) >= above) return row
  }
  return to
}

/** Writes base + quantity x close and returns the peak. */
function valuate(
  values: Float64Array,
  close: Float64Array,
  { from, to, base, quantity, peak }: { from: number; to: number; base: number; quantity: number; peak: number },
): number {
  let highest = peak
  for (let row = from; row < to; row++) {
    const equity = base + quantity * (close[row] ?? Number.NaN)
    values[row] = equity
    if (equity > highest) highest = equity
  }
  return highest
}
