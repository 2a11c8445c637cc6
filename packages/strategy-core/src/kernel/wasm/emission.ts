import type { Instruction } from '../code.ts'
import type { Code } from './assembler.ts'
import type { CellForm, Locals } from './function-builder.ts'
import type { HelperName } from './helpers.ts'

/** Functions that the module calls from JavaScript. */
export type ImportName = 'exponential' | 'logarithm' | 'power' | 'sine' | 'cosine' | 'arctangent' | 'modulo'

export interface RingLocals {
  readonly address: Code
  readonly bytes: Code
}

/** What an emitter may ask for while it writes the code of one instruction into the row loop. */
export interface Emission extends Locals {
  /**
   * True in the function that runs once every seed and every ring of the program is full: these never empty again, so the code that
   * fills them is left out there. All other code is the same.
   */
  readonly isSteady: boolean
  /** The present row in bytes. */
  readonly row: Code
  /** Offset of a staged column. */
  columnOffset(column: number): number
  value(slot: number): Code
  /** Whether the slot has a value in every row, whatever the data. */
  isSure(slot: number): boolean
  /** The local that the instruction writes. */
  target(slot: number): number
  parameter(index: number): Code
  cell(index: number, form?: CellForm): number
  ring(index: number): RingLocals
  instruction(slot: number): Instruction
  helper(name: HelperName, ...operands: readonly Code[]): Code
  imported(name: ImportName, ...operands: readonly Code[]): Code
  /** Says that from some row on the condition (an i32 of 0 or 1) holds for good; when all such hold, the program is steady. */
  steadyWhen(condition: Code): void
}

/** Code that runs in rows in which a slot has a value, and what to do in the others. Neighbours with the same slot share the check. */
export interface Guarded {
  readonly guard: number
  readonly present: Code
  readonly missing: Code
}

export type Emitter = (emission: Emission, instruction: Instruction, slot: number) => Code | Guarded

/** Operands of an instruction; the builder gives every operation as many as it has. */
export function operandsOf({ operands }: Instruction): { readonly a: number; readonly b: number; readonly c: number } {
  const [a = -1, b = -1, c = -1] = operands
  return { a, b, c }
}
