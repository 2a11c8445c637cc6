import type { Instruction, StateLayout } from '../code.ts'

/** What the steps of one running program share. */
export interface Frame {
  readonly slots: Float64Array
  readonly state: Float64Array
  readonly parameters: Float64Array
  readonly layout: StateLayout
}

/** An instruction with its indices at hand. */
export interface Bound extends Frame {
  readonly to: number
  /** Slots of the operands; -1 where there is none. */
  readonly a: number
  readonly b: number
  readonly c: number
  readonly parameter: number
  /** First of its cells in the state. */
  readonly cell: number
  /** Its ring (or its window's) in the state: first cell, and length in rows. */
  readonly ring: number
  readonly rows: number
  /** Cells of its ring's next position and fullness; the window's for operations over a window. */
  readonly cursor: number
}

/** Does the work of one instruction for one row. Closes over indices only: all that changes is in the frame. */
export type Step = () => void
/** Yields no step where the work is done once and for all. */
export type Binder = (bound: Bound) => Step | undefined

export function bind(frame: Frame, instruction: Instruction, to: number): Bound {
  const [a = -1, b = -1, c = -1] = instruction.operands
  const ring = frame.layout.rings[instruction.ring]
  return {
    ...frame,
    to,
    a,
    b,
    c,
    parameter: instruction.parameter,
    cell: instruction.scalar,
    ring: ring?.offset ?? -1,
    rows: ring === undefined ? 0 : ring.length / ring.perRow,
    cursor: ring?.cursor ?? -1,
  }
}
