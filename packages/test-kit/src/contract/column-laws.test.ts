import { defineNativeNode, defineNode, type NodeDefinition, type NodeState, series } from '@strategraph/strategy-core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { columnLaws, rangeFault, warmUpFault } from './column-laws.ts'
import { type ColumnNode, columnNode, runAll } from './column-node.ts'
import { inputColumns, ordinary } from './contract-inputs.ts'

type Run = (state: NodeState, from: Float64Array, to: Float64Array, first: number, last: number) => void

/** A native node that does as it is told, with a counter in its state. */
function native(run: Run): ColumnNode {
  return nodeOf(
    defineNativeNode({
      type: 'math.flawed',
      version: 1,
      title: 'Flawed',
      summary: 'Breaks a law.',
      help: '',
      category: 'math',
      config: z.object({}),
      inputs: { source: series('in') },
      outputs: { value: series('out', { max: 1000 }) },
      native: {
        state: () => ({ rows: 0, sum: 0 }),
        run: (state, { source }, { value }, from, to) => run(state, source ?? new Float64Array(), value ?? new Float64Array(), from, to),
        warmUp: () => ({ value: 0 }),
      },
      examples: [],
    }),
  )
}

function nodeOf(definition: NodeDefinition): ColumnNode {
  const node = columnNode(definition, {})
  if (node === undefined) throw new Error('no columns')
  return node
}

const rows = 50
const faults = (node: ColumnNode) => {
  const broken = columnLaws.filter(
    ({ fault }) => fault({ node, rows, inputs: inputColumns(node, rows, ordinary), cuts: [20, 33] }) !== undefined,
  )
  return broken.map(({ name }) => name.split(':')[0])
}
const each =
  (value: (state: NodeState, source: Float64Array, row: number) => number): Run =>
  (state, from, to, first, last) => {
    for (let row = first; row < last; row++) to[row] = value(state, from, row)
  }

let outside = 0

describe('the laws of columns', () => {
  it('hold for a running sum', () => {
    const sum = each((state, source, row) => {
      const next = Number(state['sum']) + (source[row] ?? 0)
      state['sum'] = next
      return next
    })
    expect(faults(native(sum))).toEqual([])
  })
  it.each<readonly [string, Run, readonly string[]]>([
    [
      'looks at the next row',
      each((_state, source, row) => source[row + 1] ?? 0),
      ['a block that is cut out of its columns gives the same bits', 'later rows never change earlier outputs'],
    ],
    [
      'looks back into the column instead of its state',
      each((_state, source, row) => source[row - 1] ?? 0),
      ['a block that is cut out of its columns gives the same bits'],
    ],
    ['counts by the index', each((_state, _source, row) => row), ['a block that is cut out of its columns gives the same bits']],
    [
      'starts anew with every block',
      (_state, from, to, first, last) => {
        let sum = 0
        for (let row = first; row < last; row++) to[row] = sum += from[row] ?? 0
      },
      [
        'any partition of the rows gives the same bits',
        'a block that is cut out of its columns gives the same bits',
        'a snapshot taken at any row goes on in a new instance, of either back end',
      ],
    ],
    [
      'keeps its state outside',
      each(() => outside++),
      [
        'interpreter and WebAssembly give the same bits',
        'any partition of the rows gives the same bits',
        'a block that is cut out of its columns gives the same bits',
        'a snapshot taken at any row goes on in a new instance, of either back end',
        'later rows never change earlier outputs',
        'two runs over the same rows give the same bits',
      ],
    ],
  ])('find a node that %s', (_name, run, expected) => expect(faults(native(run))).toEqual(expected))
  it('find a node that writes its inputs', () => {
    expect(
      faults(
        native((_state, from, to, first, last) => {
          for (let row = first; row < last; row++) to[row] = from[row] = 7
        }),
      ),
    ).toContain('inputs are never written')
  })
})

describe('ranges and warm-up', () => {
  it('a value beyond the declared maximum is found', () => {
    const node = native(each((_state, _source, row) => (row === 3 ? 1001 : 5)))
    expect(
      rangeFault({ value: series('out', { max: 1000 }) }, runAll(node, inputColumns(node, rows, ordinary), rows, 'interpreter')),
    ).toContain('row 3: 1001')
  })
  it('a value too early, and one that is missing, are found; an output that waits may miss values', () => {
    const previous = nodeOf(
      defineNode({
        type: 'math.before',
        version: 1,
        title: 'Before',
        summary: 'One row ago.',
        help: '',
        category: 'math',
        config: z.object({}),
        inputs: { source: series('in') },
        outputs: { value: series('out') },
        kernel: ({ source }, _config, k) => ({ value: k.previous(source) }),
        examples: [],
      }),
    )
    const good = runAll(previous, inputColumns(previous, rows, ordinary), rows, 'wasm')
    expect(warmUpFault(previous, good, [])).toBeUndefined()
    const early = { value: good['value']?.map((value, row) => (row === 0 ? 1 : value)) ?? new Float64Array() }
    expect(warmUpFault(previous, early, [])).toContain('before the derived warm-up of 1')
    const holes = { value: good['value']?.map((value, row) => (row === 9 ? Number.NaN : value)) ?? new Float64Array() }
    expect(warmUpFault(previous, holes, [])).toContain('row 9')
    expect(warmUpFault(previous, holes, ['value'])).toBeUndefined()
  })
})
