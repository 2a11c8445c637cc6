import { codeOf, instructionAt, type KernelCode } from '../code.ts'
import { type OperationName, specOf } from '../operations.ts'
import type { KernelProgram } from '../program.ts'
import { type Code, f64, get, i32, repeatWhile, select, set, setFromStack, when } from './assembler.ts'
import { allOf, type Emission, type Emitter, type Guarded, type ImportName, type Presence, type RingLocals } from './emission.ts'
import { numberOf } from './emit-pointwise.ts'
import type { WasmFunction } from './encoder.ts'
import { type CellForm, cellType, createLocals, isPresent, loadCell, NO_NUMBER, storeCell } from './function-builder.ts'
import type { HelperName } from './helpers.ts'
import { blockLayoutOf, stagingOf } from './memory-layout.ts'
import { findSureSlots } from './sure-slots.ts'

export interface RowsRequest {
  readonly program: KernelProgram
  readonly stored: readonly boolean[]
  readonly isSteady: boolean
  readonly emitters: Readonly<Record<OperationName, Emitter>>
  readonly helper: (name: HelperName, operands: readonly Code[]) => Code
  readonly imported: (name: ImportName, operands: readonly Code[]) => Code
}

const ALWAYS: Presence = new Map()

const BLOCK = 0
const END = 1

/**
 * One function with the whole program in one loop over rows. State and parameters are loaded into locals before the loop, as far as
 * an instruction asks for them, and state is stored behind it.
 */
export function emitRows({ program, stored, isSteady, emitters, helper, imported }: RowsRequest): WasmFunction {
  const code = codeOf(program)
  const locals = createLocals(2)
  const row = locals.local('i32')
  const staging = stagingOf(program)
  const block = blockLayoutOf(program)
  const sure = findSureSlots(code)
  const entry: Code[] = []
  const exit: Code[] = []
  const steadyConditions: Code[] = []

  const targets = new Map<number, number>()
  const parameters = new Map<number, number>()
  const cells = new Map<number, number>()
  const rings = new Map<number, RingLocals>()
  const presences = new Map<number, Presence>()

  function target(slot: number): number {
    return remember(targets, slot, () => {
      const { operation, parameter } = instructionAt(code, slot)
      const local = locals.local(specOf(operation).result === 'flag' ? 'i32' : 'f64')
      if (operation === 'constant') entry.push(set(local, f64.load(get(BLOCK), parameter * 8)))
      if (operation === 'constantFlag') entry.push(set(local, i32.fromF64(f64.load(get(BLOCK), parameter * 8))))
      return local
    })
  }

  const emission: Emission = {
    ...locals,
    isSteady,
    row: get(row),
    columnOffset: (column) => column * staging.stride,
    value: (slot) => get(target(slot)),
    presence: (slot) =>
      remember(presences, slot, () => {
        const isFlag = specOf(instructionAt(code, slot).operation).result === 'flag'
        return isFlag || sure[slot] === true ? ALWAYS : new Map([[`number ${slot}`, isPresent(get(target(slot)))]])
      }),
    declarePresence: (slot, presence) => presences.set(slot, presence),
    target,
    parameter: (index) =>
      get(
        remember(parameters, index, () => {
          const local = locals.local('f64')
          entry.push(set(local, f64.load(get(BLOCK), index * 8)))
          return local
        }),
      ),
    cell: (index, form: CellForm = 'number') =>
      remember(cells, index, () => {
        const local = locals.local(cellType(form))
        const offset = block.state + index * 8
        entry.push(loadCell(form, local, get(BLOCK), offset))
        exit.push(storeCell(form, local, get(BLOCK), offset))
        return local
      }),
    ring: (index) =>
      remember(rings, index, () => {
        const [address, bytes] = [locals.local('i32'), locals.local('i32')]
        const offset = block.rings + index * 8
        entry.push(set(address, i32.load(get(BLOCK), offset)), set(bytes, i32.load(get(BLOCK), offset + 4)))
        return { address: get(address), bytes: get(bytes) }
      }),
    instruction: (slot) => instructionAt(code, slot),
    helper: (name, ...operands) => helper(name, operands),
    imported: (name, ...operands) => imported(name, operands),
    steadyWhen: (condition) => steadyConditions.push(condition),
  }

  const body = [joinGuarded(emission, code, emitters), storeFeedback(emission, code), storeOutputs(emission, code, stored)]
  const loop = repeatWhile([body, set(row, i32.add(get(row), i32.const(8)))], i32.ne(get(row), get(END)))
  const isNowSteady = steadyConditions.reduce((all, condition) => i32.and(all, condition), i32.const(1))
  return {
    parameters: ['i32', 'i32'],
    results: isSteady ? [] : ['i32'],
    code: [entry, loop, exit, isSteady ? [] : isNowSteady],
    locals: locals.types,
  }
}

/** The instructions' code; neighbours that wait for the same slot share one check. */
function joinGuarded(emission: Emission, code: KernelCode, emitters: RowsRequest['emitters']): Code {
  const parts: Code[] = []
  let open: { readonly guard: number; readonly present: Code[]; readonly missing: Code[] } | undefined
  const close = (): void => {
    if (open !== undefined) parts.push(guardedCode(emission, open))
    open = undefined
  }
  for (const [slot, instruction] of code.instructions.entries()) {
    const emitted = emitters[instruction.operation](emission, instruction, slot)
    if ('guard' in emitted) {
      if (open?.guard === emitted.guard) {
        open.present.push(emitted.present)
        open.missing.push(emitted.missing)
        continue
      }
      close()
      open = { guard: emitted.guard, present: [emitted.present], missing: [emitted.missing] }
    } else if (emitted.length > 0) {
      close()
      parts.push(emitted)
    }
  }
  close()
  return parts
}

function guardedCode(e: Emission, { guard, present, missing }: Guarded): Code {
  const isPresent = allOf(e.presence(guard))
  return isPresent === undefined ? present : when(isPresent, present, missing)
}

/** All values are taken before the first cell is written: a cell may be another one's next value. */
function storeFeedback(e: Emission, code: KernelCode): Code {
  const cells = code.feedback.map(({ cell }) => e.cell(e.instruction(cell).scalar))
  return [...code.feedback.flatMap(({ value }) => e.value(value)), setFromStack(cells)]
}

function storeOutputs(e: Emission, code: KernelCode, stored: readonly boolean[]): Code {
  const inputs = code.instructions.filter(({ operation }) => operation === 'input' || operation === 'inputFlag').length
  return code.outputs.flatMap((slot, index) => {
    if (stored[index] === false) return []
    return f64.store(e.row, outputValue(e, slot), e.columnOffset(inputs + index))
  })
}

/** Processors put different bits into NaN; what is stored has always the same. */
function outputValue(e: Emission, slot: number): Code {
  if (specOf(e.instruction(slot).operation).result === 'flag') return numberOf(e, slot)
  const isPresent = allOf(e.presence(slot))
  return isPresent === undefined ? e.value(slot) : select(e.value(slot), NO_NUMBER, isPresent)
}

function remember<Value>(known: Map<number, Value>, key: number, make: () => Value): Value {
  const value = known.get(key) ?? make()
  known.set(key, value)
  return value
}
