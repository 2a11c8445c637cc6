import { KernelError } from './errors.ts'
import type { KernelProgram } from './program.ts'

type Columns = readonly (Float64Array | null)[]

/** Refuses columns that do not fit the program, before anything is read or written. */
export function checkColumns(
  program: KernelProgram,
  inputs: Columns,
  outputs: Columns,
  rows: { readonly from: number; readonly to: number },
): void {
  if (inputs.length !== program.inputs.length || outputs.length !== program.outputs.length) {
    throw new KernelError(
      'COLUMN_MISMATCH',
      `The program has ${program.inputs.length} inputs and ${program.outputs.length} outputs, not ${inputs.length} and ${outputs.length}.`,
    )
  }
  const { from, to } = rows
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0)
    throw new KernelError('COLUMN_MISMATCH', `No rows are numbered from ${from} to ${to}.`)
  for (const column of inputs) if (column !== null && column.length < to) throw tooShort(column, to)
  for (const column of outputs) if (column !== null && column.length < to) throw tooShort(column, to)
}

function tooShort(column: Float64Array, rows: number): KernelError {
  return new KernelError('COLUMN_MISMATCH', `A column holds ${column.length} rows, ${rows} are asked for.`)
}
