import type { OperationName } from '../operations.ts'
import type { Binder, Bound } from './binder.ts'
import { addValue, at, sumOf } from './cells.ts'

const isMissing = (value: number): boolean => value !== value

/** The only primitives that remember rows without a value too: one row ago means one row ago. */
const previous: Binder =
  ({ slots, state, to, a, cell }) =>
  () => {
    slots[to] = at(state, cell)
    state[cell] = at(slots, a)
  }

const delay: Binder =
  ({ slots, state, to, a, ring, rows, cursor }) =>
  () => {
    const position = at(state, cursor)
    slots[to] = at(state, ring + position)
    state[ring + position] = at(slots, a)
    state[cursor] = position + 1 === rows ? 0 : position + 1
  }

/** An infinite value spoils the smoothed value for good, as it would on paper. */
const smooth: Binder = ({ slots, state, to, a, cell, parameters, parameter }) => {
  const value = cell + 1
  return () => {
    const x = at(slots, a)
    const seedRows = at(parameters, parameter)
    slots[to] = Number.NaN
    if (isMissing(x)) return
    if (at(state, cell) < seedRows) {
      state[cell] = at(state, cell) + 1
      state[value] = at(state, value) + x
      if (at(state, cell) < seedRows) return
      state[value] = at(state, value) / seedRows
    } else {
      state[value] = at(state, value) + at(parameters, parameter + 1) * (x - at(state, value))
    }
    slots[to] = at(state, value)
  }
}

const count: Binder =
  ({ slots, state, to, a, cell }) =>
  () => {
    if (!isMissing(at(slots, a))) state[cell] = at(state, cell) + 1
    slots[to] = at(state, cell)
  }

/** Rows in which the flag has no value are not counted. The cell is NaN until the flag was true, and NaN + 1 stays NaN. */
const rowsSince: Binder =
  ({ slots, state, to, a, cell }) =>
  () => {
    const when = at(slots, a)
    slots[to] = Number.NaN
    if (isMissing(when)) return
    state[cell] = when === 1 ? 0 : at(state, cell) + 1
    slots[to] = at(state, cell)
  }

/** x counts only where the flag is true; if it has no value there, the row is skipped and the value of before stays. */
const valueWhen: Binder =
  ({ slots, state, to, a, b, cell }) =>
  () => {
    const when = at(slots, a)
    const x = at(slots, b)
    slots[to] = Number.NaN
    if (isMissing(when) || (when === 1 && isMissing(x))) return
    if (when === 1) state[cell] = x
    slots[to] = at(state, cell)
  }

/** Running total over all rows since a reset; compensated like a window's sum. */
const accumulate = ({ state, cell }: Bound, value: number): number => {
  addValue(state, cell, value)
  return sumOf(state, cell)
}

export const recurrences = {
  previous,
  previousFlag: previous,
  delay,
  delayFlag: delay,
  smooth,
  count,
  countFlag: count,
  rowsSince,
  valueWhen,
  total: (bound) => {
    const { slots, to, a } = bound
    return () => {
      const value = at(slots, a)
      slots[to] = isMissing(value) ? Number.NaN : accumulate(bound, value)
    }
  },
  // A true reset always counts, else a session that starts in a row without a value would never start.
  totalSince: (bound) => {
    const { slots, state, to, a, b, cell } = bound
    return () => {
      const value = at(slots, a)
      const reset = at(slots, b)
      if (reset === 1) state.fill(0, cell, cell + 2)
      slots[to] = isMissing(value) || isMissing(reset) ? Number.NaN : accumulate(bound, value)
    }
  },
  cell:
    ({ slots, state, to, cell }) =>
    () => {
      slots[to] = at(state, cell)
    },
} satisfies Partial<Record<OperationName, Binder>>
