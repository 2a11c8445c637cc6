/**
 * So many numbers of a column from a place on as a plain list, for snapshots; what goes beyond its end begins at the front, as in a ring. The list has
 * its length from the beginning: `Array.from` takes six times as long, and whoever takes the snapshot of a market holds everybody up meanwhile.
 */
export function numbersOf(column: Float64Array, from = 0, count = column.length): number[] {
  const numbers: number[] = []
  numbers.length = count
  const toEnd = Math.min(count, column.length - from)
  for (let index = 0; index < toEnd; index += 1) numbers[index] = column[from + index] ?? 0
  for (let index = toEnd; index < count; index += 1) numbers[index] = column[index - toEnd] ?? 0
  return numbers
}
