/** A number of a typed array whose index is known to be inside. V8 drops the second half once it has seen no index outside. */
export function at(numbers: Float64Array, index: number): number {
  return numbers[index] ?? Number.NaN
}

/** What rounding took from `a + b = sum` (Knuth's TwoSum, The Art of Computer Programming vol. 2, 4.2.2): exact, no branch. */
export function lostInSum(a: number, b: number, sum: number): number {
  const second = sum - a
  return a - (sum - second) + (b - second)
}

/** What rounding took from `a - b = difference`. */
export function lostInDifference(a: number, b: number, difference: number): number {
  const second = a - difference
  return a - (difference + second) + (second - b)
}

/**
 * A sum in two cells: what plain addition gives, and all that rounding took from it. As long as the values lie within some 30
 * orders of magnitude, both cells are exact, and so their sum is the exact sum rounded once, whatever was added and taken off
 * before: a restart from other history gives the same bits.
 */
export function addValue(cells: Float64Array, sum: number, value: number): void {
  const before = at(cells, sum)
  const after = before + value
  cells[sum] = after
  cells[sum + 1] = at(cells, sum + 1) + lostInSum(before, value, after)
}

/** Adds `entering - leaving` to a sum in two cells. */
export function addDifference(cells: Float64Array, sum: number, entering: number, leaving: number): void {
  const difference = entering - leaving
  const lost = lostInDifference(entering, leaving, difference)
  const before = at(cells, sum)
  const after = before + difference
  cells[sum] = after
  cells[sum + 1] = at(cells, sum + 1) + (lostInSum(before, difference, after) + lost)
}

/** The value of a sum in two cells; an infinite sum has no compensation. */
export function sumOf(cells: Float64Array, sum: number): number {
  const value = at(cells, sum)
  return Number.isFinite(value) ? value + at(cells, sum + 1) : value
}

/** The same where an infinite sum is computed anew by the caller anyway. */
export function plainSumOf(cells: Float64Array, sum: number): number {
  return at(cells, sum) + at(cells, sum + 1)
}
