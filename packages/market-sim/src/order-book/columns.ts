/** A longer column with the same beginning. */
export function longerIntegers(column: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length)
  longer.set(column)
  return longer
}

/** A longer column with the same beginning. */
export function longerDoubles(column: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(length)
  longer.set(column)
  return longer
}

/**
 * Indices of the book are always inside its columns: the `??` is for the compiler's `noUncheckedIndexedAccess` and costs nothing. One
 * function for each kind of column, as one for both would be compiled for either.
 */
export function at(column: Int32Array, index: number): number {
  return column[index] ?? 0
}

export function amountAt(column: Float64Array, index: number): number {
  return column[index] ?? 0
}
