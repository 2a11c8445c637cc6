import type { OperationName } from '../operations.ts'
import type { Binder, Bound } from './binder.ts'
import { addDifference, at, plainSumOf, sumOf } from './cells.ts'
import { sumUp, sumUpDeviation, sumUpWeighted } from './window-sums.ts'

const isMissing = (value: number): boolean => value !== value

/** Moves a ring's position on; the ring is full once the position has come round. */
function advance({ state, cursor, rows }: Bound): void {
  const next = at(state, cursor) + 1
  state[cursor] = next === rows ? 0 : next
  if (next === rows) state[cursor + 1] = 1
}

/**
 * Figures over a full window. Once per turn of the ring they are computed anew from the values, in between they follow the value that
 * enters and the one that leaves. So rounding cannot pile up, and what an extreme value took away comes back. Where infinity was in the
 * window or came out of it, a running sum is spoilt for good, and the window is added up anew at once.
 */
const sum: Binder = (bound) => {
  const { slots, state, to, a, b, cell, cursor } = bound
  return () => {
    const newest = at(slots, b)
    slots[to] = Number.NaN
    if (isMissing(newest) || at(state, cursor + 1) === 0) return
    if (at(state, cursor) === 0) sumUp(bound)
    else addDifference(state, cell, newest, at(slots, a))
    if (!Number.isFinite(sumOf(state, cell))) sumUp(bound)
    slots[to] = sumOf(state, cell)
  }
}

const weightedMean: Binder = (bound) => {
  const { slots, state, to, a, b, cell, cursor, rows, parameters, parameter } = bound
  const weighted = cell + 2
  return () => {
    const newest = at(slots, b)
    slots[to] = Number.NaN
    if (isMissing(newest) || at(state, cursor + 1) === 0) return
    if (at(state, cursor) === 0) {
      sumUpWeighted(bound)
    } else {
      // Every value's weight falls by one: that is the sum of the window so far.
      state[weighted] = at(state, weighted) + (rows * newest - plainSumOf(state, cell))
      addDifference(state, cell, newest, at(slots, a))
    }
    if (!Number.isFinite(at(state, weighted))) sumUpWeighted(bound)
    slots[to] = at(state, weighted) / at(parameters, parameter)
  }
}

/**
 * Variance from distances to a shift near the mean. The shift is renewed (`sumUpDeviation`) once per turn and whenever the spread has
 * become small against the largest sum of squares since then: rounding at that size, or a mean that has moved away from the shift,
 * would show. A window of equal values is recognised by counting, and its deviation is 0 exactly.
 */
const deviation: Binder = (bound) => {
  const { slots, state, to, a, b, cell, cursor, rows, parameters, parameter } = bound
  const [shift, distances, squares, peak, last, unchanged] = [cell, cell + 1, cell + 2, cell + 3, cell + 4, cell + 5]
  return () => {
    const newest = at(slots, b)
    slots[to] = Number.NaN
    if (isMissing(newest)) return
    state[unchanged] = newest === at(state, last) ? at(state, unchanged) + 1 : 1
    state[last] = newest
    if (at(state, cursor + 1) === 0) return
    if (at(state, cursor) === 0) {
      sumUpDeviation(bound, newest)
    } else {
      const entering = newest - at(state, shift)
      const leaving = at(slots, a) - at(state, shift)
      state[distances] = at(state, distances) + (entering - leaving)
      state[squares] = at(state, squares) + (entering * entering - leaving * leaving)
      if (at(state, peak) < at(state, squares)) state[peak] = at(state, squares)
      const isTrusted = spreadOf(bound) >= at(state, peak) * at(parameters, parameter + 1)
      if (!isTrusted) sumUpDeviation(bound, newest)
    }
    slots[to] = at(state, unchanged) >= rows ? 0 : Math.sqrt(Math.max(spreadOf(bound), 0) * at(parameters, parameter))
  }
}

/** Sum of squared distances from the mean. */
function spreadOf({ state, cell, parameters, parameter }: Bound): number {
  const distance = at(state, cell + 1)
  return at(state, cell + 2) - distance * distance * at(parameters, parameter)
}

/** Two passes over the window in every row. Distances from the newest value make a window of equal values come out as 0 exactly. */
const meanDeviation: Binder = ({ slots, state, to, b, ring, rows, cursor }) => {
  const overRing = (figure: (value: number) => number): number => {
    const start = at(state, cursor)
    let total = 0
    for (let row = start; row < rows; row++) total += figure(at(state, ring + row))
    for (let row = 0; row < start; row++) total += figure(at(state, ring + row))
    return total
  }
  return () => {
    const newest = at(slots, b)
    slots[to] = Number.NaN
    if (isMissing(newest) || at(state, cursor + 1) === 0) return
    const mean = newest + overRing((value) => value - newest) / rows
    slots[to] = overRing((value) => Math.abs(value - mean)) / rows
  }
}

/**
 * The extreme of two parts (van Herk 1992, Gil and Werman 1993): what came since the ring's last turn, of which the running extreme
 * is known, and the rest of the turn before, of which the ring holds the extreme from every position to its end. 0 and -0 are equal:
 * either may come out.
 */
const extreme =
  (better: (a: number, b: number) => number): Binder =>
  (bound) => {
    const { slots, state, to, a, cell, ring, rows, cursor } = bound
    return () => {
      const newest = at(slots, a)
      slots[to] = Number.NaN
      if (isMissing(newest)) return
      const position = at(state, cursor)
      const running = position === 0 ? newest : better(at(state, cell + 2), newest)
      state[cell + 2] = running
      state[ring + position] = newest
      advance(bound)
      if (at(state, cell + 1) === 0) return
      if (at(state, cursor) !== 0) {
        slots[to] = better(running, at(state, ring + position + 1))
        return
      }
      slots[to] = running
      for (let row = rows - 2; row >= 0; row--) state[ring + row] = better(at(state, ring + row), at(state, ring + row + 1))
    }
  }

/** The same with positions; on ties the later one wins. */
const rowsSinceHighest: Binder = (bound) => {
  const { slots, state, to, a, cell, ring, rows, cursor } = bound
  const positions = ring + rows
  return () => {
    const newest = at(slots, a)
    slots[to] = Number.NaN
    if (isMissing(newest)) return
    const position = at(state, cursor)
    if (position === 0 || newest >= at(state, cell + 2)) {
      state[cell + 2] = newest
      state[cell + 3] = position
    }
    state[ring + position] = newest
    state[positions + position] = position
    advance(bound)
    if (at(state, cell + 1) === 0) return
    const earlier = position + 1
    const inThisTurn = earlier === rows || at(state, cell + 2) >= at(state, ring + earlier)
    slots[to] = inThisTurn ? position - at(state, cell + 3) : position + rows - at(state, positions + earlier)
    if (earlier !== rows) return
    for (let row = rows - 2; row >= 0; row--) {
      if (at(state, ring + row) > at(state, ring + row + 1)) continue
      state[ring + row] = at(state, ring + row + 1)
      state[positions + row] = at(state, positions + row + 1)
    }
  }
}

/** Whole numbers add and take off without loss, so a plain count will do. */
const countTrue: Binder = (bound) => {
  const { slots, state, to, a, cell, ring, cursor } = bound
  return () => {
    const newest = at(slots, a)
    slots[to] = Number.NaN
    if (isMissing(newest)) return
    const position = ring + at(state, cursor)
    const count = at(state, cell + 2) + newest - at(state, position)
    state[cell + 2] = count
    state[position] = newest
    advance(bound)
    if (at(state, cell + 1) === 1) slots[to] = count
  }
}

/** Yields the value that leaves; before the ring is full nobody reads it. */
const window: Binder = (bound) => {
  const { slots, state, to, a, ring, cursor } = bound
  return () => {
    const newest = at(slots, a)
    if (isMissing(newest)) return
    const position = ring + at(state, cursor)
    slots[to] = at(state, position)
    state[position] = newest
    advance(bound)
  }
}

export const windows = {
  window,
  sum,
  weightedMean,
  deviation,
  meanDeviation,
  highest: extreme((a, b) => (a < b ? b : a)),
  lowest: extreme((a, b) => (b < a ? b : a)),
  rowsSinceHighest,
  countTrue,
} satisfies Partial<Record<OperationName, Binder>>
