/**
 * So many numbers of a column from a place on as a plain list, for snapshots; what goes beyond its end begins at the front, as in a ring. The list has
 * its length from the beginning: `Array.from` takes six times as long, and whoever takes the snapshot of a market holds everybody up meanwhile.
 */
export function numbersOf(column: Float64Array, from = 0, count = column.length): number[] {
  const numbers: number[] = []
  numbers.length = count
  let place = from
  for (let index = 0; index < count; index += 1) {
    numbers[index] = column[place] ?? 0
    place = place + 1 === column.length ? 0 : place + 1
  }
  return numbers
}
