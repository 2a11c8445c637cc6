import type { CandleExpressions, Expression, Flag, Kernel, Num } from './language.ts'

/**
 * What the compiler does with the language: name the inputs, call the nodes' kernel functions, name the outputs, seal.
 * Every number that reaches an expression (periods, factors, thresholds) is data in the parameter block, not code: one
 * WebAssembly module serves every parameter set of the same shape (`shapeHash`).
 */
export interface KernelBuilder {
  readonly k: Kernel
  /** Declares an input column. The same name asked twice is the same input. */
  number(name: string): Num
  flag(name: string): Flag
  candles(name: string): CandleExpressions
  /** Names a result. Outputs not named are not stored, and dead expressions are not emitted. */
  output(name: string, value: Expression): void
  /** Rows before this expression has a value, given inputs that have one from row 0 on (plus `inputWarmUp` per input). */
  warmUpOf(value: Expression, inputWarmUp?: ReadonlyMap<string, number>): number
  seal(): KernelProgram
}

export interface KernelColumn {
  readonly name: string
  readonly type: 'number' | 'flag'
}

/** Plain data: may be posted to a worker, stored, hashed. */
export interface KernelProgram {
  /** Input columns by name; `candles(name)` declares `<name>.open` and so on; `time()` declares `time`. Unused ones are left out. */
  readonly inputs: readonly KernelColumn[]
  readonly outputs: readonly (KernelColumn & { readonly warmUp: number })[]
  /** Same for all programs that differ in parameters only. */
  readonly shapeHash: string
  readonly parameters: readonly number[]
  /** The instructions and the layout of the state; for the back ends only. */
  readonly code: unknown
}

/** One running copy of a program with its state. Rows are processed in order; a row is processed once. */
export interface KernelInstance {
  readonly program: KernelProgram
  /**
   * Processes rows `from` (inclusive) to `to` (exclusive). `inputs` and `outputs` are columns in the program's order,
   * indexed by row. An output given as `null` is not stored. Inputs are never written.
   */
  run(inputs: readonly Float64Array[], outputs: readonly (Float64Array | null)[], from: number, to: number): void
  /** The whole state, as bytes that the other back end can restore too. */
  snapshot(): Uint8Array
  restore(state: Uint8Array): void
  /** Back to row 0. */
  reset(): void
}

export type BackEnd = 'interpreter' | 'wasm'
