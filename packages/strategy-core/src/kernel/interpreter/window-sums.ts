import type { Bound } from './binder.ts'
import { addValue, at } from './cells.ts'

/** Adds up a full window, oldest value first. */
export function sumUp(bound: Bound): void {
  const { state, cell } = bound
  state.fill(0, cell, cell + 2)
  eachRow(bound, (value) => addValue(state, cell, value))
}

/** Adds up a full window plainly and by weight, the oldest value with weight 1. */
export function sumUpWeighted(bound: Bound): void {
  const { state, cell } = bound
  state.fill(0, cell, cell + 4)
  eachRow(bound, (value, weight) => {
    addValue(state, cell, value)
    addValue(state, cell + 2, weight * value)
  })
}

/** Takes the window's mean as the new shift, and sums distances from it and their squares. */
export function sumUpDeviation(bound: Bound, newest: number): void {
  const { state, cell, rows } = bound
  let distance = 0
  eachRow(bound, (value) => {
    distance += value - newest
  })
  const shift = newest + distance / rows
  state[cell] = shift
  state.fill(0, cell + 1, cell + 5)
  eachRow(bound, (value) => {
    addValue(state, cell + 1, value - shift)
    addValue(state, cell + 3, (value - shift) * (value - shift))
  })
}

/** Visits a full window from the oldest value (weight 1) to the newest. */
function eachRow({ state, ring, rows, cursor }: Bound, visit: (value: number, weight: number) => void): void {
  const start = at(state, cursor)
  for (let row = 0; row < rows; row++) {
    const position = start + row
    visit(at(state, ring + (position < rows ? position : position - rows)), row + 1)
  }
}
