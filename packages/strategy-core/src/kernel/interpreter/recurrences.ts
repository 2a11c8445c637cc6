import type { OperationName } from '../operations.ts'
import type { Binder } from './binder.ts'
import { at } from './cells.ts'

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
  cell:
    ({ slots, state, to, cell }) =>
    () => {
      slots[to] = at(state, cell)
    },
} satisfies Partial<Record<OperationName, Binder>>
