import { KernelError } from './errors.ts'
import { specOf, type Initial, type OperationName } from './operations.ts'
import type { KernelProgram } from './program.ts'

/** The shape of a program: no number that a parameter could change. Instruction `i` writes slot `i`. */
export interface KernelCode {
  readonly format: 'strategraph-kernel-1'
  readonly instructions: readonly Instruction[]
  /** Slots of the outputs, in the program's order. */
  readonly outputs: readonly number[]
  /** At the end of a row the value in slot `value` becomes the state of the `cell` instruction. */
  readonly feedback: readonly Feedback[]
  readonly scalarCount: number
  readonly ringCount: number
}

export interface Instruction {
  readonly operation: OperationName
  /** Slots; for `input` and `inputFlag` empty. */
  readonly operands: readonly number[]
  /** First of its numbers in the parameter block; for inputs the index of the column. */
  readonly parameter: number
  /** First of its cells in the state. */
  readonly scalar: number
  /** Its ring in the layout; -1 without one. */
  readonly ring: number
}

export interface Feedback {
  readonly cell: number
  readonly value: number
}

/** Where state lives: all scalar cells first, then the rings one after another. One number is 8 bytes. */
export interface StateLayout {
  readonly scalarCount: number
  readonly rings: readonly Ring[]
  readonly length: number
}

export interface Ring {
  readonly offset: number
  readonly length: number
  /** Numbers per row of the window; `length` is a multiple. */
  readonly perRow: number
  /** The scalar cell with the next position, always in 0 .. length / perRow - 1. */
  readonly cursor: number
}

/** The code of a program; refuses what no builder of this version sealed. */
export function codeOf(program: KernelProgram): KernelCode {
  const { code } = program
  if (!isKernelCode(code)) throw new KernelError('UNKNOWN_PROGRAM', 'The program was not sealed by this version of the kernel builder.')
  return code
}

function isKernelCode(code: unknown): code is KernelCode {
  return typeof code === 'object' && code !== null && 'format' in code && code.format === 'strategraph-kernel-1'
}

/** The instruction that writes a slot. */
export function instructionAt(code: KernelCode, slot: number): Instruction {
  const instruction = code.instructions[slot]
  if (instruction === undefined) throw new KernelError('UNKNOWN_PROGRAM', `The program has no slot ${slot}.`)
  return instruction
}

export function layoutOf(program: KernelProgram): StateLayout {
  const code = codeOf(program)
  const rings: Ring[] = []
  let length = code.scalarCount
  for (const { operation, parameter, scalar } of code.instructions) {
    const { ring } = specOf(operation)
    if (ring === undefined) continue
    const ringLength = (program.parameters[parameter] ?? 0) * ring.perRow
    rings.push({ offset: length, length: ringLength, perRow: ring.perRow, cursor: scalar })
    length += ringLength
  }
  return { scalarCount: code.scalarCount, rings, length }
}

/** Writes the state before row 0 into `state`, from `start` on. */
export function writeInitialState(program: KernelProgram, layout: StateLayout, state: Float64Array, start = 0): void {
  for (const { operation, parameter, scalar, ring } of codeOf(program).instructions) {
    const { scalars, ring: ringSpec } = specOf(operation)
    const firstParameter = program.parameters[parameter] ?? 0
    for (const [index, initial] of scalars.entries()) state[start + scalar + index] = initialValue(initial, firstParameter)
    const place = ringSpec === undefined ? undefined : layout.rings[ring]
    if (ringSpec === undefined || place === undefined) continue
    state.fill(initialValue(ringSpec.fill, firstParameter), start + place.offset, start + place.offset + place.length)
  }
}

function initialValue(initial: Initial, parameter: number): number {
  if (initial === 'parameter') return parameter
  return initial === 'zero' ? 0 : Number.NaN
}
