import { codeOf, layoutOf, writeInitialState } from '../code.ts'
import { checkColumns } from '../columns.ts'
import { KernelError } from '../errors.ts'
import * as numeric from '../numeric.ts'
import type { KernelInstance, KernelProgram } from '../program.ts'
import { layoutTag, readSnapshot, writeSnapshot } from '../snapshot.ts'
import { type Arena, type Block, createArena } from './arena.ts'
import { emitModule } from './emit-module.ts'
import { blockLayoutOf, stagingOf } from './memory-layout.ts'
import { type WasmModule, webAssembly } from './webassembly.ts'

/** The functions of a module, bound to the arena. */
interface Kernel {
  /** Yields 1 once the program is steady. */
  readonly warmUp: (block: number, bytes: number) => number
  readonly steady: (block: number, bytes: number) => void
}

type Columns = readonly (Float64Array | null)[]

/** Compiled code by shape and stored outputs, and the memory of the instances. One per thread. */
export interface WasmHost {
  instantiate(program: KernelProgram): KernelInstance
  /** Compiles ahead, off the thread: for browsers, whose main thread refuses to compile larger modules at once. */
  prepare(program: KernelProgram): Promise<void>
}

/** Beyond this many choices of stored outputs per shape, all outputs are stored and only the asked ones handed out. */
const MOST_VARIANTS = 4

export function createWasmHost(): WasmHost {
  const port = webAssembly()
  const arena = createArena()
  const shapes = new Map<string, Map<string, Kernel>>()
  const abandoned = new FinalizationRegistry<Block>((block) => block.free())

  function link(module: WasmModule): Kernel {
    const { exports } = new port.Instance(module, { kernel: { memory: arena.memory, ...numeric } })
    const { warmUp, steady } = exports
    if (!isRowFunction(warmUp) || !isRowFunction(steady)) throw new KernelError('UNKNOWN_PROGRAM', 'The module lacks its functions.')
    return { warmUp, steady }
  }

  function variantsOf(program: KernelProgram): Map<string, Kernel> {
    const variants = shapes.get(program.shapeHash) ?? new Map<string, Kernel>()
    shapes.set(program.shapeHash, variants)
    return variants
  }

  function kernelFor(program: KernelProgram, outputs: Columns): Kernel {
    const variants = variantsOf(program)
    const wanted = storedKey(outputs.map((column) => column !== null))
    const key = variants.has(wanted) || variants.size < MOST_VARIANTS ? wanted : storedKey(outputs.map(() => true))
    const kernel =
      variants.get(key) ??
      link(
        new port.Module(
          emitModule(
            program,
            Array.from(key, (letter) => letter === '1'),
          ),
        ),
      )
    variants.set(key, kernel)
    return kernel
  }

  return {
    instantiate(program) {
      const block = arena.allocate(blockLayoutOf(program).state + layoutOf(program).length * 8)
      const instance = createInstance(program, arena, block, (outputs) => kernelFor(program, outputs))
      abandoned.register(instance, block)
      return instance
    },
    async prepare(program) {
      const stored = program.outputs.map(() => true)
      const variants = variantsOf(program)
      if (variants.has(storedKey(stored))) return
      variants.set(storedKey(stored), link(await port.compile(emitModule(program, stored))))
    },
  }
}

const storedKey = (stored: readonly boolean[]): string => stored.map((isStored) => (isStored ? '1' : '0')).join('')

let sharedHost: WasmHost | undefined

function sharedWasmHost(): WasmHost {
  sharedHost ??= createWasmHost()
  return sharedHost
}

/** A running copy of a program in WebAssembly; code is compiled once per shape. */
export function instantiateWasm(program: KernelProgram): KernelInstance {
  return sharedWasmHost().instantiate(program)
}

/** The same, compiled off the thread. */
export async function instantiateWasmAsync(program: KernelProgram): Promise<KernelInstance> {
  await sharedWasmHost().prepare(program)
  return instantiateWasm(program)
}

/** Puts parameters and rings into the block, and runs rows through the staging area. */
function createInstance(program: KernelProgram, arena: Arena, { address }: Block, kernelFor: (outputs: Columns) => Kernel): KernelInstance {
  const layout = layoutOf(program)
  const staging = stagingOf(program)
  const columnLength = staging.stride / 8
  const block = blockLayoutOf(program)
  const tag = layoutTag(program.shapeHash, layout)
  const state = (address + block.state) / 8
  const outputColumn = program.inputs.length * columnLength
  let isSteady = false
  let lastOutputs: Columns | undefined
  let lastKernel: Kernel | undefined

  const numbers = arena.numbers()
  numbers.set(program.parameters, address / 8)
  const table = new Int32Array(arena.memory.buffer, address + block.rings, codeOf(program).ringCount * 2)
  for (const [index, ring] of layout.rings.entries()) {
    table[index * 2] = address + block.state + ring.offset * 8
    table[index * 2 + 1] = (ring.length / ring.perRow) * 8
  }
  writeInitialState(program, layout, numbers, state)

  /** Which outputs are stored rarely changes between calls, and finding the code by its key costs more than a row. */
  function kernelOf(outputs: Columns): Kernel {
    const kernel = lastKernel !== undefined && hasSameNulls(outputs, lastOutputs) ? lastKernel : kernelFor(outputs)
    lastOutputs = outputs
    lastKernel = kernel
    return kernel
  }

  function runStaged({ warmUp, steady }: Kernel, rows: number): void {
    if (isSteady) steady(address, rows * 8)
    else isSteady = warmUp(address, rows * 8) === 1
  }

  function runRow(inputs: readonly Float64Array[], outputs: Columns, row: number): void {
    const staged = arena.numbers()
    for (let index = 0; index < inputs.length; index++) staged[index * columnLength] = inputs[index]?.[row] ?? Number.NaN
    runStaged(kernelOf(outputs), 1)
    for (let index = 0; index < outputs.length; index++) {
      const column = outputs[index]
      if (column) column[row] = staged[outputColumn + index * columnLength] ?? Number.NaN
    }
  }

  function runRows(inputs: readonly Float64Array[], outputs: Columns, from: number, to: number): void {
    const staged = arena.numbers()
    for (const [index, column] of inputs.entries()) staged.set(column.subarray(from, to), index * columnLength)
    runStaged(kernelOf(outputs), to - from)
    for (const [index, column] of outputs.entries()) {
      const start = outputColumn + index * columnLength
      column?.set(staged.subarray(start, start + to - from), from)
    }
  }

  return {
    program,
    run(inputs, outputs, from, to) {
      checkColumns(program, inputs, outputs, { from, to })
      if (to === from + 1) {
        runRow(inputs, outputs, from)
        return
      }
      for (let start = from; start < to; start += staging.rows) runRows(inputs, outputs, start, Math.min(start + staging.rows, to))
    },
    snapshot: () => writeSnapshot(tag, arena.numbers().slice(state, state + layout.length)),
    restore(bytes) {
      arena.numbers().set(readSnapshot(tag, layout, bytes), state)
      isSteady = false
    },
    reset() {
      writeInitialState(program, layout, arena.numbers(), state)
      isSteady = false
    },
  }
}

function hasSameNulls(a: Columns, b: Columns | undefined): boolean {
  if (a === b) return true
  if (a.length !== b?.length) return false
  for (let index = 0; index < a.length; index++) if ((a[index] === null) !== (b[index] === null)) return false
  return true
}

function isRowFunction(value: unknown): value is (block: number, bytes: number) => number {
  return typeof value === 'function'
}
