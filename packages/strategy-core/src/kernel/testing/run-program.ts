import { instantiate } from '../instantiate.ts'
import type { BackEnd, KernelInstance, KernelProgram } from '../program.ts'

export const BACK_ENDS: readonly BackEnd[] = ['interpreter', 'wasm']

/** Empty output columns for a program. */
export function outputColumns(program: KernelProgram, rows: number): readonly Float64Array[] {
  return program.outputs.map(() => new Float64Array(rows))
}

export interface Columns {
  readonly inputs: readonly Float64Array[]
  readonly rows: number
}

/** Runs all rows, in parts that end at the given rows. */
export function runProgram(
  program: KernelProgram,
  { inputs, rows }: Columns,
  { backEnd, cuts = [] }: { readonly backEnd: BackEnd; readonly cuts?: readonly number[] },
): readonly Float64Array[] {
  const outputs = outputColumns(program, rows)
  runParts(instantiate(program, backEnd), inputs, outputs, [0, ...cuts, rows])
  return outputs
}

/** Runs from each of the rows to the next. */
export function runParts(
  instance: KernelInstance,
  inputs: readonly Float64Array[],
  outputs: readonly (Float64Array | null)[],
  bounds: readonly number[],
): void {
  const ordered = bounds.toSorted((a, b) => a - b)
  for (const [index, from] of ordered.entries()) instance.run(inputs, outputs, from, ordered[index + 1] ?? from)
}

/** Columns as bits, so that NaN equals NaN and -0 is not 0. */
export function bitsOf(columns: readonly Float64Array[]): readonly (readonly string[])[] {
  return columns.map((column) =>
    Array.from(new BigUint64Array(column.buffer, column.byteOffset, column.length), (bits) => bits.toString(16)),
  )
}
