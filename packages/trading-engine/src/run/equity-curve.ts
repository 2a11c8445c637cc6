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
  scan(
    columns: BarColumns,
    to: number,
    holding: { readonly base: number; readonly quantity: number; readonly below: number; readonly above: number },
  ): void
}

/** `capacity`: rows expected. `time`: the ticks' times where they are known beforehand (not copied). */
export function createEquityCurve(initial: number, capacity: number, time?: Float64Array): EquityCurve {
  let values = new Float64Array(capacity)
  let times = time ?? new Float64Array(capacity)
  const state = { length: 0, peak: initial, day: Number.NaN, dayStart: initial, ticksInPosition: 0 }

  const grow = () => {
    const longer = (column: Float64Array) => {
      const copy = new Float64Array(Math.max(1024, column.length * 2))
      copy.set(column)
      return copy
    }
    values = longer(values)
    times = longer(times)
  }

  /** The day of the last row, and the equity of that day's first row, which lies at or after `from`. */
  function markDay(from: number): void {
    const present = Math.floor((times[state.length - 1] ?? Number.NaN) / day)
    if (present === state.day) return
    let low = from
    let high = state.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((times[middle] ?? 0) < present * day) low = middle + 1
      else high = middle
    }
    state.day = present
    state.dayStart = values[low] ?? Number.NaN
  }

  return {
    get values() {
      return values
    },
    get time() {
      return times
    },
    get length() {
      return state.length
    },
    get peak() {
      return state.peak
    },
    get dayStart() {
      return state.dayStart
    },
    get ticksInPosition() {
      return state.ticksInPosition
    },
    push(now, equity, isInPosition) {
      if (state.length >= values.length) grow()
      values[state.length] = equity
      if (time === undefined) times[state.length] = now
      state.length += 1
      if (equity > state.peak) state.peak = equity
      if (isInPosition) state.ticksInPosition += 1
      markDay(state.length - 1)
    },
    scan({ low, high, close }, to, { base, quantity, below, above }) {
      const from = state.length
      const isWatching = below > Number.NEGATIVE_INFINITY || above < Number.POSITIVE_INFINITY
      const end = isWatching ? firstTouch(low, high, { from, to, below, above }) : to
      if (end === from) return
      state.length = end
      if (quantity === 0) {
        values.fill(base, from, end)
        if (base > state.peak) state.peak = base
      } else {
        state.peak = valuate(values, close, { from, to: end, base, quantity, peak: state.peak })
        state.ticksInPosition += end - from
      }
      markDay(from)
    },
  }
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
