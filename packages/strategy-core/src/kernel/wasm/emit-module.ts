import { codeOf } from '../code.ts'
import type { OperationName } from '../operations.ts'
import type { KernelProgram } from '../program.ts'
import { type Code, call } from './assembler.ts'
import type { Emitter, ImportName } from './emission.ts'
import { emitRows, type RowsRequest } from './emit-rows.ts'
import { pointwise } from './emit-pointwise.ts'
import { recurrences } from './emit-recurrences.ts'
import { windows } from './emit-windows.ts'
import { encodeModule, type Signature, type WasmFunction } from './encoder.ts'
import { type HelperName, helpers } from './helpers.ts'

const emitters: Readonly<Record<OperationName, Emitter>> = { ...pointwise, ...recurrences, ...windows }

const UNARY: Signature = { parameters: ['f64'], results: ['f64'] }
const BINARY: Signature = { parameters: ['f64', 'f64'], results: ['f64'] }
const IMPORTS: Readonly<Record<ImportName, Signature>> = {
  exponential: UNARY,
  logarithm: UNARY,
  power: BINARY,
  sine: UNARY,
  cosine: UNARY,
  arctangent: UNARY,
  modulo: BINARY,
}

/**
 * A WebAssembly module for all programs of one shape, as bytes. It exports `warmUp(block, bytes)`, which yields 1 once every seed
 * and ring is full, and `steady(block, bytes)`, which may run from then on: both run the staged rows (8 bytes each) against the
 * state in a block of memory. `stored` says which outputs are written to the staging area; by default all.
 */
export function emitModule(program: KernelProgram, stored: readonly boolean[] = program.outputs.map(() => true)): Uint8Array {
  const code = codeOf(program)
  const importNames: ImportName[] = importsOf(code.instructions.map(({ operation }) => operation))
  const helperNames: HelperName[] = []
  const helperIndex = (name: HelperName): number => {
    if (!helperNames.includes(name)) helperNames.push(name)
    return importNames.length + 2 + helperNames.indexOf(name)
  }
  const request: Omit<RowsRequest, 'isSteady'> = {
    program,
    stored,
    emitters,
    helper: (name, operands): Code => call(helperIndex(name), ...operands),
    imported: (name, operands): Code => call(importNames.indexOf(name), ...operands),
  }
  const rows: readonly WasmFunction[] = [emitRows({ ...request, isSteady: false }), emitRows({ ...request, isSteady: true })]
  return encodeModule({
    imports: importNames.map((name) => ({ name, ...IMPORTS[name] })),
    functions: [...rows, ...helperNames.map((name) => helpers[name]())],
    exports: { warmUp: 0, steady: 1 },
  })
}

const IMPORT_OF: Readonly<Partial<Record<OperationName, ImportName>>> = {
  exp: 'exponential',
  log: 'logarithm',
  pow: 'power',
  sin: 'sine',
  cos: 'cosine',
  atan: 'arctangent',
  modulo: 'modulo',
}

function importsOf(names: readonly OperationName[]): ImportName[] {
  return [...new Set(names.flatMap((name) => IMPORT_OF[name] ?? []))]
}
