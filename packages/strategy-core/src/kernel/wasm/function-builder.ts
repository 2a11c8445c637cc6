import { type Code, f64, get, i32, select, set, type WasmType } from './assembler.ts'

/**
 * How a cell of state is kept in a local while rows run. In memory it is always the number that the interpreter keeps.
 * `position` is a row of a ring as a byte offset; a `flag` is 0, 1, or from 2 on without a value.
 */
export type CellForm = 'number' | 'position' | 'boolean' | 'flag'

/** Gives out the locals of a function. */
export interface Locals {
  readonly local: (type: WasmType) => number
  /**
   * A local for use within one statement, the same one for the same number every time: browsers compile a function with thousands of
   * locals in quadratic time.
   */
  readonly scratch: (number: number) => number
  readonly types: readonly WasmType[]
}

export function createLocals(parameterCount: number): Locals {
  const types: WasmType[] = []
  const scratch: number[] = []
  function local(type: WasmType): number {
    types.push(type)
    return parameterCount + types.length - 1
  }
  return {
    types,
    local,
    scratch(number) {
      while (scratch.length <= number) scratch.push(local('f64'))
      return scratch[number] ?? -1
    },
  }
}

export const cellType = (form: CellForm): WasmType => (form === 'number' ? 'f64' : 'i32')

export const NO_NUMBER = f64.const(Number.NaN)

/** Whether a number has a value. */
export const isPresent = (x: Code): Code => f64.eq(x, x)
export const isMissing = (x: Code): Code => f64.ne(x, x)

/** A flag as it stands in columns and cells (0, 1, NaN; other numbers count as true) as 0, 1, or from 2 on without a value. */
export const encodedFlag = (x: Code): Code => i32.or(f64.ne(x, f64.const(0)), i32.shiftLeft(isMissing(x), i32.const(1)))
const numberFromFlag = (flag: Code): Code => select(NO_NUMBER, f64.fromI32(i32.and(flag, i32.const(1))), i32.gtUnsigned(flag, i32.const(1)))

export function loadCell(form: CellForm, local: number, address: Code, offset: number): Code {
  const value = f64.load(address, offset)
  switch (form) {
    case 'number':
      return set(local, value)
    case 'position':
      return set(local, i32.shiftLeft(i32.fromF64(value), i32.const(3)))
    case 'boolean':
      return set(local, i32.fromF64(value))
    case 'flag':
      return set(local, encodedFlag(value))
  }
}

export function storeCell(form: CellForm, local: number, address: Code, offset: number): Code {
  return f64.store(address, numberFromCell(form, get(local)), offset)
}

function numberFromCell(form: CellForm, value: Code): Code {
  switch (form) {
    case 'number':
      return value
    case 'position':
      return f64.fromI32(i32.shiftRight(value, i32.const(3)))
    case 'boolean':
      return f64.fromI32(value)
    case 'flag':
      return numberFromFlag(value)
  }
}
