import type { Instruction } from '../code.ts'
import { type Code, i32 } from './assembler.ts'
import type { CellForm, Locals } from './function-builder.ts'
import type { HelperName } from './helpers.ts'

/** Functions that the module calls from JavaScript. */
export type ImportName = 'exponential' | 'logarithm' | 'power' | 'sine' | 'cosine' | 'arctangent' | 'modulo'

export interface RingLocals {
  readonly address: Code
  readonly bytes: Code
}

/**
 * Conditions (i32 of 0 or 1, by name) that must all hold for a slot to have a value. Flags carry theirs along unevaluated: a decision
 * made of a dozen comparisons asks once, where its value is used, and once per number instead of once per comparison. The local of a
 * flag is 0 or 1 and means nothing where the flag has no value.
 */
export type Presence = ReadonlyMap<string, Code>

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
  /** When the slot has a value; no conditions: in every row, whatever the data. */
  presence(slot: number): Presence
  /** Says when a flag has a value, if not simply when its operands have. */
  declarePresence(slot: number, presence: Presence): void
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

/** Code for all conditions together; nothing where there are none. */
export function allOf(presence: Presence): Code | undefined {
  const [first, ...others] = presence.values()
  return first === undefined ? undefined : others.reduce((all, condition) => i32.and(all, condition), first)
}

/** The conditions of several slots, each once. */
export function presenceOf(e: Emission, slots: readonly number[]): Presence {
  return new Map(slots.flatMap((slot) => [...e.presence(slot)]))
}
