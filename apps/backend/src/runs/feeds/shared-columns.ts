import { type BarColumns, barColumns, barFields } from '@strategraph/market-model'

/** Over shared memory nothing is copied again: not between threads, not back. */
export function shared(values: Float64Array): Float64Array {
  if (values.buffer instanceof SharedArrayBuffer) return values
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength))
  copy.set(values)
  return copy
}

export function sharedColumns(columns: BarColumns): BarColumns {
  const copy = { ...barColumns(0) }
  for (const field of barFields) copy[field] = shared(columns[field])
  return copy
}
