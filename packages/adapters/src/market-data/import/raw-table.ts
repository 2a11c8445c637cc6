import type { Cell } from './read-number.ts'

export interface RowVisitor {
  /** `line` as in `RowProblem.line`. */
  row(cells: readonly Cell[], line: number): void
  blank(line: number): void
  broken(line: number, text: string): void
}

/** A file as rows of cells, before anybody knows which column is what. */
export interface RawTable {
  /** Set where the container alone says what it is (the answer of an exchange, an Arrow schema). */
  readonly known?: { readonly layout: string; readonly reason: string; readonly columns?: readonly string[] }
  readonly header?: readonly string[]
  readonly separator?: string
  /** Most common number of cells of a row. */
  readonly width: number
  /** First data rows, many enough to see past a quiet beginning. */
  readonly sample: readonly (readonly Cell[])[]
  readonly notes: readonly string[]
  /** No visit brings more rows than this, where that can be known beforehand. */
  readonly rowsAtMost?: number
  /** Stamp (s) after which bars are unfinished, where the source says so. */
  readonly lastFinishedSecond?: number
  visit(visitor: RowVisitor): void
}

export const sampleSize = 1000

/** The value that occurs most often; of equally frequent ones the least. */
export function mostCommon<Value extends number | string>(
  values: Iterable<Value>,
): { readonly value: Value; readonly count: number; readonly of: number } | undefined {
  const counts = new Map<Value, number>()
  let of = 0
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1)
    of += 1
  }
  let best: { value: Value; count: number } | undefined
  for (const [value, count] of counts)
    if (best === undefined || count > best.count || (count === best.count && value < best.value)) best = { value, count }
  return best === undefined ? undefined : { ...best, of }
}
