import { codeOf } from '../code.ts'
import type { KernelProgram } from '../program.ts'

/** Room for columns at the start of memory; every run of every instance uses it, one after another. */
export const STAGING_BYTES = 1 << 19
const MOST_ROWS = 1024
/** Columns start one cache line apart in their pages: columns exactly 4 KiB apart would compete for the same cache sets. */
const COLUMN_GAP = 64

/** How the columns of a program lie in the staging area: inputs first, then outputs. */
export interface Staging {
  readonly rows: number
  /** Bytes from one column to the next. */
  readonly stride: number
}

export function stagingOf(program: KernelProgram): Staging {
  const columns = program.inputs.length + program.outputs.length
  let rows = MOST_ROWS
  while (rows > 1 && columns * (rows * 8 + COLUMN_GAP) > STAGING_BYTES) rows /= 2
  return { rows, stride: rows * 8 + COLUMN_GAP }
}

/** Byte offsets of one instance's block: parameters, the table of rings (address and length of each), then the state. */
export interface BlockLayout {
  readonly rings: number
  readonly state: number
}

export function blockLayoutOf(program: KernelProgram): BlockLayout {
  const rings = program.parameters.length * 8
  return { rings, state: rings + codeOf(program).ringCount * 8 }
}
