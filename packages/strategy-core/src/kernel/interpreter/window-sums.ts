import type { Bound } from './binder.ts'
import { addValue, at, plainSumOf, sumOf } from './cells.ts'

/** Adds up a full window, oldest value first. */
export function sumUp(bound: Bound): void {
  const { state, cell } = bound
  state.fill(0, cell, cell + 2)
  eachRow(bound, (value) => addValue(state, cell, value))
}

/** A sum in two cells while a loop runs; not state. */
const sum = new Float64Array(2)

/** Adds up a full window plainly and by weight, the oldest value with weight 1. */
export function sumUpWeighted(bound: Bound): void {
  const { state, cell } = bound
  sumUp(bound)
  sum.fill(0)
  eachRow(bound, (value, weight) => addValue(sum, 0, weight * value))
  state[cell + 2] = sumOf(sum, 0)
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
  sum.fill(0)
  eachRow(bound, (value) => addValue(sum, 0, value - shift))
  state[cell + 1] = plainSumOf(sum, 0)
  sum.fill(0)
  eachRow(bound, (value) => addValue(sum, 0, (value - shift) * (value - shift)))
  state[cell + 2] = plainSumOf(sum, 0)
  state[cell + 3] = plainSumOf(sum, 0)
}

/** Visits a full window from the oldest value (weight 1) to the newest. */
function eachRow({ state, ring, rows, cursor }: Bound, visit: (value: number, weight: number) => void): void {
  const start = at(state, cursor)
  for (let row = 0; row < rows; row++) {
    const position = start + row
    visit(at(state, ring + (position < rows ? position : position - rows)), row + 1)
  }
}
