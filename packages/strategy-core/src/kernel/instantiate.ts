import { instantiateInterpreter } from './interpreter.ts'
import type { BackEnd, KernelInstance, KernelProgram } from './program.ts'
import { instantiateWasm } from './wasm/instantiate.ts'

/** A running copy of a program at row 0. Both back ends give the same bits; `wasm` is some ten times faster. */
export function instantiate(program: KernelProgram, backEnd: BackEnd): KernelInstance {
  return backEnd === 'wasm' ? instantiateWasm(program) : instantiateInterpreter(program)
}
