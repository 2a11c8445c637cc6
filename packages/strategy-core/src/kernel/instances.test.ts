import { describe, expect, it } from 'vitest'
import { createKernelBuilder } from './builder.ts'
import { instantiate } from './instantiate.ts'
import { ema } from './library.ts'
import type { KernelProgram } from './program.ts'
import { BACK_ENDS, bitsOf, outputColumns, runProgram } from './testing/run-program.ts'
import { createWasmHost, instantiateWasmAsync } from './wasm/instantiate.ts'

function crossing(fast: number, slow: number, level = 0): KernelProgram {
  const builder = createKernelBuilder()
  const x = builder.number('x')
  builder.output('distance', ema(builder.k, x, fast).minus(builder.k.mean(x, slow)).minus(level))
  builder.output('highest', builder.k.highest(x, slow))
  return builder.seal()
}

const rows = 5000
const x = Float64Array.from({ length: rows }, (_, row) => 100 + ((row * 7919) % 1013) / 10)
const columns = { inputs: [x], rows }

describe('instances', () => {
  it('many instances of one shape run side by side without touching each other', () => {
    const programs = Array.from({ length: 300 }, (_, index) => crossing(2 + (index % 20), 3 + index))
    const running = programs.map((program) => ({ program, instance: instantiate(program, 'wasm'), outputs: outputColumns(program, 600) }))
    for (let from = 0; from < 600; from += 200) for (const { instance, outputs } of running) instance.run([x], outputs, from, from + 200)
    for (const { program, outputs } of running) {
      expect(bitsOf(outputs)).toEqual(bitsOf(runProgram(program, { inputs: [x.subarray(0, 600)], rows: 600 }, { backEnd: 'interpreter' })))
    }
  })

  it('runs longer than the staging area, and windows longer than it, are no different', () => {
    const program = crossing(1500, 2500)
    const expected = bitsOf(runProgram(program, columns, { backEnd: 'interpreter' }))
    expect(bitsOf(runProgram(program, columns, { backEnd: 'wasm' }))).toEqual(expected)
    expect(bitsOf(runProgram(program, columns, { backEnd: 'wasm', cuts: [1, 2, 1030, 4999] }))).toEqual(expected)
  })

  it('many columns take fewer rows at a time', () => {
    const builder = createKernelBuilder()
    for (let index = 0; index < 160; index++) builder.output(`o${index}`, builder.k.sum(builder.number('x'), index + 1))
    const program = builder.seal()
    const few = { inputs: [x.subarray(0, 1100)], rows: 1100 }
    expect(bitsOf(runProgram(program, few, { backEnd: 'wasm' }))).toEqual(bitsOf(runProgram(program, few, { backEnd: 'interpreter' })))
  })

  it('may be compiled off the thread', async () => {
    const program = crossing(3, 9)
    const instance = await instantiateWasmAsync(program)
    const outputs = outputColumns(program, rows)
    instance.run([x], outputs, 0, rows)
    expect(bitsOf(outputs)).toEqual(bitsOf(runProgram(program, columns, { backEnd: 'interpreter' })))
    await createWasmHost().prepare(program)
  })
})

describe('refusals', () => {
  it('columns that do not fit are refused before anything runs', () => {
    for (const backEnd of BACK_ENDS) {
      const program = crossing(3, 9)
      const instance = instantiate(program, backEnd)
      const before = instance.snapshot()
      expect(() => instance.run([], outputColumns(program, 10), 0, 10)).toThrow(/1 inputs and 2 outputs, not 0 and 2/)
      expect(() => instance.run([x], outputColumns(program, 9), 0, 10)).toThrow(/holds 9 rows, 10 are asked for/)
      expect(() => instance.run([x], outputColumns(program, 10), -1, 10)).toThrow(/from -1 to 10/)
      expect(instance.snapshot()).toEqual(before)
    }
  })

  it('snapshots: other constants are welcome, other windows and damaged positions are not', () => {
    for (const backEnd of BACK_ENDS) {
      const instance = instantiate(crossing(3, 9), backEnd)
      instance.run([x], [null, null], 0, 100)
      const snapshot = instance.snapshot()
      instantiate(crossing(4, 9, 50), backEnd).restore(snapshot)
      expect(() => instantiate(crossing(3, 10), backEnd).restore(snapshot)).toThrow(/other window lengths/)
      expect(() => instance.restore(snapshot.subarray(8))).toThrow(/belongs to another program/)
      const damaged = snapshot.slice()
      new Float64Array(damaged.buffer, 32).fill(1e9)
      expect(() => instance.restore(damaged)).toThrow(/damaged/)
      expect(instance.snapshot()).toEqual(snapshot)
    }
  })

  it('a program that no builder sealed is refused', () => {
    for (const backEnd of BACK_ENDS) expect(() => instantiate({ ...crossing(3, 9), code: {} }, backEnd)).toThrow(/not sealed/)
  })
})
