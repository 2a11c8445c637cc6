import { codeOf, instructionAt, layoutOf, writeInitialState } from './code.ts'
import { checkColumns } from './columns.ts'
import { type Binder, bind, type Frame, type Step } from './interpreter/binder.ts'
import { at } from './interpreter/cells.ts'
import { pointwise } from './interpreter/pointwise.ts'
import { recurrences } from './interpreter/recurrences.ts'
import { windows } from './interpreter/windows.ts'
import type { OperationName } from './operations.ts'
import type { KernelInstance, KernelProgram } from './program.ts'
import { layoutTag, readSnapshot, writeSnapshot } from './snapshot.ts'

/** How each operation runs. Inputs have no step: their slots are filled from the columns. */
const binders: Readonly<Record<Exclude<OperationName, 'input' | 'inputFlag'>, Binder>> = { ...pointwise, ...recurrences, ...windows }

/**
 * Runs a program one instruction at a time over typed slots. This is the meaning of the language: the WebAssembly back end is right
 * where it gives the same bits.
 */
export function instantiateInterpreter(program: KernelProgram): KernelInstance {
  const code = codeOf(program)
  const layout = layoutOf(program)
  const tag = layoutTag(program.shapeHash, layout)
  const frame: Frame = {
    slots: new Float64Array(code.instructions.length),
    state: new Float64Array(layout.length),
    parameters: Float64Array.from(program.parameters),
    layout,
  }
  const { slots, state } = frame
  const numbers: Column[] = []
  const flags: Column[] = []
  const steps: Step[] = []
  for (const [slot, instruction] of code.instructions.entries()) {
    const { operation, parameter } = instruction
    if (operation === 'input') numbers.push({ slot, column: parameter })
    else if (operation === 'inputFlag') flags.push({ slot, column: parameter })
    else addStep(steps, binders[operation](bind(frame, instruction, slot)))
  }
  const results = code.outputs.map((slot, column) => ({ slot, column }))
  const feedback = code.feedback.map(({ cell, value }) => ({ cell: instructionAt(code, cell).scalar, value }))
  writeInitialState(program, layout, state)

  return {
    program,
    run(columns, outputs, from, to) {
      checkColumns(program, columns, outputs, { from, to })
      for (let row = from; row < to; row++) {
        for (const { slot, column } of numbers) slots[slot] = valueAt(columns[column], row)
        for (const { slot, column } of flags) slots[slot] = flagOf(valueAt(columns[column], row))
        for (const step of steps) step()
        // All cells keep their old value until every step has run: what a recurrence stores is seen in the next row.
        for (const { cell, value } of feedback) state[cell] = at(slots, value)
        for (const { slot, column } of results) {
          const values = outputs[column]
          if (values) values[row] = canonical(at(slots, slot))
        }
      }
    },
    snapshot: () => writeSnapshot(tag, state),
    restore: (bytes) => state.set(readSnapshot(tag, layout, bytes)),
    reset: () => writeInitialState(program, layout, state),
  }
}

function addStep(steps: Step[], step: Step | undefined): void {
  if (step !== undefined) steps.push(step)
}

/** A slot that is filled from a column, or stored into one. */
interface Column {
  readonly slot: number
  readonly column: number
}

function valueAt(column: Float64Array | undefined, row: number): number {
  return column === undefined ? Number.NaN : at(column, row)
}

/** Any number but 0 is true in a column of flags. */
function flagOf(value: number): number {
  return value !== value ? value : Number(value !== 0)
}

/** Processors put different bits into NaN; what is stored has always the same. */
function canonical(value: number): number {
  return value !== value ? Number.NaN : value
}
