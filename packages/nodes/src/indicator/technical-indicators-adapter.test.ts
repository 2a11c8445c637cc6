import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LibraryIndicator, throughLibrary } from './technical-indicators-adapter.ts'

/** Remembers everything it was ever given, as the library's running sums do: any deviation in what an object reads shows. */
const everything: LibraryIndicator<{ readonly memory: number }, 'total'> = {
  columns: ['source'],
  warmUp: () => ({ total: 0 }),
  memory: ({ memory }) => memory,
  start() {
    let total = 0
    let rows = 0
    return ([value = 0]) => {
      total = total * 0.75 + value
      rows += 1
      return { total: total + rows / 1024 }
    }
  },
}

function run(
  values: readonly number[],
  cuts: readonly number[],
  between: (state: Record<string, unknown>) => Record<string, unknown>,
): readonly number[] {
  const block = throughLibrary(everything)
  const config = { memory: 3 }
  const inputs = { source: Float64Array.from(values) }
  const outputs = { total: new Float64Array(values.length) }
  let state = block.state(config)
  const ends = [...new Set([...cuts.map((cut) => cut % (values.length + 1)), values.length])].sort((a, b) => a - b)
  let from = 0
  for (const to of ends) {
    block.run(state, inputs, outputs, from, to, config)
    state = between(state)
    from = to
  }
  return [...outputs.total]
}

const rows = fc.array(
  fc.oneof({ weight: 9, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) }),
  {
    minLength: 1,
    maxLength: 80,
  },
)
const cuts = fc.array(fc.nat(), { maxLength: 8 })

describe('adapter of technicalindicators', () => {
  it('any partition of the rows gives the same bits', () => {
    fc.assert(
      fc.property(rows, cuts, (values, at) => {
        expect(run(values, at, (state) => state)).toEqual(run(values, [], (state) => state))
      }),
    )
  })

  it('a state that was copied through JSON or structuredClone goes on with the same bits', () => {
    fc.assert(
      fc.property(rows, cuts, (values, at) => {
        const undisturbed = run(values, [], (state) => state)
        expect(run(values, at, (state) => structuredClone(state))).toEqual(undisturbed)
        expect(run(values, at, (state) => JSON.parse(JSON.stringify(state)))).toEqual(undisturbed)
      }),
    )
  })

  it('going back to an earlier copy of the state repeats the rows, bit for bit', () => {
    const block = throughLibrary(everything)
    const config = { memory: 3 }
    const inputs = { source: Float64Array.from({ length: 30 }, (_, row) => Math.cos(row)) }
    const outputs = { total: new Float64Array(30) }
    const state = block.state(config)
    block.run(state, inputs, outputs, 0, 11, config)
    const earlier = structuredClone(state)
    block.run(state, inputs, outputs, 11, 30, config)
    const first = [...outputs.total]
    block.run(earlier, inputs, outputs, 11, 30, config)
    expect([...outputs.total]).toEqual(first)
  })

  it('keeps at most four memories of rows', () => {
    const block = throughLibrary(everything)
    const config = { memory: 3 }
    const state = block.state(config)
    const inputs = { source: new Float64Array(1000).fill(1) }
    const outputs = { total: new Float64Array(1000) }
    for (let row = 0; row < 1000; row++) {
      block.run(state, inputs, outputs, row, row + 1, config)
      const { history } = state
      expect(Array.isArray(history) && history.length <= 12).toBe(true)
    }
  })

  it('gives no value where the input has none, and does not count that row', () => {
    const withGap = run([1, 2, Number.NaN, 3], [], (state) => state)
    const without = run([1, 2, 3], [], (state) => state)
    expect(withGap[2]).toBeNaN()
    expect(withGap[3]).toBe(without[2])
  })
})
