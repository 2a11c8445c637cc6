import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantiate } from './instantiate.ts'
import { randomRun } from './testing/random-graph.ts'
import { BACK_ENDS, bitsOf, outputColumns, runParts, runProgram } from './testing/run-program.ts'

const ROWS = 60
const cut = fc.integer({ min: 0, max: ROWS })
const runs = { numRuns: 300 }

describe('random programs', () => {
  it('the back ends agree bit for bit', () => {
    fc.assert(
      fc.property(randomRun({ rows: ROWS, steps: 25 }), ({ program, ...columns }) => {
        const expected = bitsOf(runProgram(program, columns, { backEnd: 'interpreter' }))
        expect(bitsOf(runProgram(program, columns, { backEnd: 'wasm' }))).toEqual(expected)
      }),
      { numRuns: 800 },
    )
  })

  it('any partition of the rows gives the same bits', () => {
    fc.assert(
      fc.property(randomRun({ rows: ROWS }), fc.array(cut, { maxLength: 70 }), ({ program, ...columns }, cuts) => {
        for (const backEnd of BACK_ENDS) {
          const whole = bitsOf(runProgram(program, columns, { backEnd }))
          expect(bitsOf(runProgram(program, columns, { backEnd, cuts }))).toEqual(whole)
        }
      }),
      runs,
    )
  })

  it('both back ends take equal snapshots, and either continues from the snapshot of the other', () => {
    fc.assert(
      fc.property(randomRun({ rows: ROWS }), cut, ({ program, inputs, rows }, at) => {
        const whole = bitsOf(runProgram(program, { inputs, rows }, { backEnd: 'interpreter' }))
        const [left, right] = BACK_ENDS.map((backEnd) => {
          const instance = instantiate(program, backEnd)
          const outputs = outputColumns(program, rows)
          instance.run(inputs, outputs, 0, at)
          return { instance, outputs, snapshot: instance.snapshot() }
        })
        if (left === undefined || right === undefined) throw new Error('two back ends')
        expect(left.snapshot).toEqual(right.snapshot)
        // Each goes on from the other's snapshot, after rows that must leave no trace.
        for (const [into, from] of [
          [left, right],
          [right, left],
        ] as const) {
          into.instance.run(inputs, outputColumns(program, rows), at, rows)
          into.instance.restore(from.snapshot)
          into.instance.run(inputs, into.outputs, at, rows)
          expect(bitsOf(into.outputs)).toEqual(whole)
        }
      }),
      runs,
    )
  })

  it('later rows never change earlier outputs, and inputs are never written', () => {
    fc.assert(
      fc.property(randomRun({ rows: ROWS }), randomRun({ rows: ROWS }), cut, ({ program, inputs, rows }, other, at) => {
        const changed = inputs.map((column, index) => {
          const copy = column.slice()
          const later = other.inputs[index % Math.max(1, other.inputs.length)]
          copy.set(later?.subarray(at) ?? new Float64Array(rows - at), at)
          return copy
        })
        const before = bitsOf(changed)
        for (const backEnd of BACK_ENDS) {
          const first = runProgram(program, { inputs, rows }, { backEnd }).map((column) => column.subarray(0, at))
          const second = runProgram(program, { inputs: changed, rows }, { backEnd }).map((column) => column.subarray(0, at))
          expect(bitsOf(second)).toEqual(bitsOf(first))
        }
        expect(bitsOf(changed)).toEqual(before)
      }),
      runs,
    )
  })

  it('outputs that nobody asks for change nothing in the others', () => {
    fc.assert(
      fc.property(
        randomRun({ rows: ROWS }),
        fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
        cut,
        ({ program, inputs, rows }, wanted, at) => {
          for (const backEnd of BACK_ENDS) {
            const whole = bitsOf(runProgram(program, { inputs, rows }, { backEnd }))
            const outputs = outputColumns(program, rows).map((column, index) => (wanted[index] === true ? column : null))
            runParts(instantiate(program, backEnd), inputs, outputs, [0, at, rows])
            const stored = outputs.filter((column) => column !== null)
            expect(bitsOf(stored)).toEqual(whole.filter((_, index) => wanted[index] === true))
          }
        },
      ),
      { numRuns: 100 },
    )
  })

  it('reset starts over', () => {
    fc.assert(
      fc.property(randomRun({ rows: ROWS }), cut, ({ program, inputs, rows }, at) => {
        for (const backEnd of BACK_ENDS) {
          const instance = instantiate(program, backEnd)
          instance.run(inputs, outputColumns(program, rows), 0, at)
          instance.reset()
          const outputs = outputColumns(program, rows)
          instance.run(inputs, outputs, 0, rows)
          expect(bitsOf(outputs)).toEqual(bitsOf(runProgram(program, { inputs, rows }, { backEnd })))
        }
      }),
      { numRuns: 100 },
    )
  })

  it('over finite inputs there is no value before the derived warm-up, and one in every row after it', () => {
    fc.assert(
      fc.property(randomRun({ rows: ROWS, kind: 'gentle', steps: 10 }), ({ program, ...columns }) => {
        for (const [index, column] of runProgram(program, columns, { backEnd: 'wasm' }).entries()) {
          const warmUp = Math.min(program.outputs[index]?.warmUp ?? 0, ROWS)
          expect([...column.subarray(0, warmUp)].every(Number.isNaN)).toBe(true)
          expect([...column.subarray(warmUp)].some(Number.isNaN)).toBe(false)
        }
      }),
      runs,
    )
  })
})
