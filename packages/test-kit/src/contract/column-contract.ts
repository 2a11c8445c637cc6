import type { BackEnd, NodeDefinition, NodeExample, PortSpec } from '@strategraph/strategy-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  candleFields,
  type ColumnNode,
  columnNode,
  type Columns,
  emptyOutputs,
  firstDifference,
  runAll,
  type Wiring,
} from './column-node.ts'
import { inputCases, inputColumns, ordinary } from './contract-inputs.ts'

export interface ColumnContractOptions {
  /** Parsed configs to test with. */
  readonly configs: readonly Readonly<Record<string, unknown>>[]
  /** Outputs that wait for an event in the data, so that the derived warm-up is only the first row in which they may have a value. */
  readonly waits: readonly string[]
  readonly runs: number
}

type Definition = Extract<NodeDefinition, { behaviour: 'kernel' | 'native' }>

/** Laws of kernel and native nodes; every one of them can fail for a native node, most cannot for a kernel, and that is checked too. */
export function columnContract(definition: Definition, options: ColumnContractOptions): void {
  const nodes = options.configs.flatMap((config) => wirings(definition).map((wiring) => () => build(definition, config, wiring)))
  const cases = fc.record({
    node: fc.nat(nodes.length - 1),
    input: inputCases,
    cuts: fc.array(fc.nat(1000), { maxLength: 6 }),
    extra: fc.nat(60),
  })
  const law = (name: string, holds: (node: ColumnNode, rows: number, inputs: Columns, cuts: readonly number[]) => string | undefined) =>
    it(name, () => {
      fc.assert(
        fc.property(cases, ({ node: index, input, cuts, extra }) => {
          const node = nodes[index]?.()
          if (node === undefined) throw new Error('no such case')
          const rows = rowsFor(node) + extra
          const places = [...new Set(cuts.map((cut) => cut % (rows + 1)))].toSorted((a, b) => a - b)
          expect(holds(node, rows, inputColumns(node, rows, input), places)).toBeUndefined()
        }),
        { numRuns: options.runs },
      )
    })

  describe('every example', () => {
    for (const example of definition.examples) it(example.title, () => checkExample(definition, example))
    it('there is one', () => expect(definition.examples.length).toBeGreaterThan(0))
  })

  law('interpreter and WebAssembly give the same bits', (node, rows, inputs) =>
    firstDifference(runAll(node, inputs, rows, 'interpreter'), runAll(node, inputs, rows, 'wasm'), rows),
  )
  law('any partition of the rows gives the same bits', (node, rows, inputs, cuts) => {
    const whole = runAll(node, inputs, rows, 'interpreter')
    return firstOf(backEnds, (backEnd) => {
      const parts = emptyOutputs(node, rows)
      const run = node.create(backEnd)
      let from = 0
      for (const to of [...cuts, rows]) {
        run.run(inputs, parts, from, to)
        from = to
      }
      return firstDifference(whole, parts, rows)
    })
  })
  law(
    'a block that is cut out of its columns gives the same bits: rows are counted by the state, not by the index',
    (node, rows, inputs, cuts) => {
      const [cut = 0] = cuts
      const whole = runAll(node, inputs, rows, 'interpreter')
      return firstOf(backEnds, (backEnd) => {
        const parts = emptyOutputs(node, rows)
        const run = node.create(backEnd)
        run.run(slice(inputs, 0, cut), slice(parts, 0, cut), 0, cut)
        run.run(slice(inputs, cut, rows), slice(parts, cut, rows), 0, rows - cut)
        return firstDifference(whole, parts, rows)
      })
    },
  )
  law('a snapshot taken at any row goes on in a new instance, of either back end', (node, rows, inputs, cuts) => {
    const [cut = Math.floor(rows / 2)] = cuts
    const whole = runAll(node, inputs, rows, 'interpreter')
    return firstOf(backEnds, (backEnd) => {
      const parts = emptyOutputs(node, rows)
      const first = node.create(backEnd)
      first.run(inputs, parts, 0, cut)
      const saved = structuredClone(first.snapshot())
      // What the first instance does afterwards must not reach into the snapshot.
      first.run(inputs, emptyOutputs(node, rows), cut, rows)
      const second = node.create(backEnd === 'wasm' ? 'interpreter' : 'wasm')
      second.restore(saved)
      second.run(inputs, parts, cut, rows)
      return firstDifference(whole, parts, rows)
    })
  })
  law('later rows never change earlier outputs', (node, rows, inputs, cuts) => {
    const [cut = Math.floor(rows / 2)] = cuts
    const other = Object.fromEntries(
      Object.entries(inputs).map(([name, column]) => [
        name,
        column.map((value, row) => (row < cut || isTime(name) ? value : changed(value))),
      ]),
    )
    const before = (columns: Columns) => slice(columns, 0, cut)
    return firstDifference(before(runAll(node, inputs, rows, 'interpreter')), before(runAll(node, other, rows, 'interpreter')), cut)
  })
  law('inputs are never written', (node, rows, inputs) => {
    const copy = Object.fromEntries(Object.entries(inputs).map(([name, column]) => [name, column.slice()]))
    return firstOf(backEnds, (backEnd) => {
      runAll(node, inputs, rows, backEnd)
      return firstDifference(copy, inputs, rows)
    })
  })
  law('declared ranges hold, and flags are yes, no or unknown', (node, rows, inputs) =>
    outOfRange(definition, runAll(node, inputs, rows, 'interpreter')),
  )
  it('no value before the derived warm-up and a finite one from then on, on ordinary data', () => {
    for (const make of nodes) expect(warmUpFault(make(), options.waits)).toBeUndefined()
  })
}

const backEnds: readonly BackEnd[] = ['interpreter', 'wasm']

function firstOf(items: readonly BackEnd[], check: (item: BackEnd) => string | undefined): string | undefined {
  for (const item of items) {
    const fault = check(item)
    if (fault !== undefined) return `${item}: ${fault}`
  }
  return undefined
}

function build(definition: Definition, config: Readonly<Record<string, unknown>>, wiring: Wiring): ColumnNode {
  const node = columnNode(definition, config, wiring)
  if (node === undefined) throw new Error(`${definition.type} has no columns`)
  return node
}

/** Everything connected; optional inputs left open; three edges where many are taken. */
function wirings(definition: Definition): readonly Wiring[] {
  const specs = Object.values<PortSpec>(definition.inputs)
  return [
    {},
    ...(specs.some(({ optional }) => optional === true) ? [{ connected: new Set<string>() }] : []),
    ...(specs.some(({ many }) => many === true) ? [{ edges: 3 }] : []),
  ]
}

function rowsFor({ warmUp }: ColumnNode): number {
  return Math.min(2000, Math.max(0, ...Object.values(warmUp))) + 20
}

function slice(columns: Columns, from: number, to: number): Columns {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.subarray(from, to)]))
}

const isTime = (name: string) => name === 'time' || name.endsWith('.time')

/** Another value of the same sort: flags turn round, numbers move, missing ones appear. */
function changed(value: number): number {
  if (Number.isNaN(value)) return 1
  return value === 0 || value === 1 ? 1 - value : value * 1.5 + 3
}

function outOfRange(definition: Definition, outputs: Columns): string | undefined {
  for (const [port, { kind, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }] of Object.entries<PortSpec>(
    definition.outputs,
  )) {
    // Rounding may end a hair beyond a bound; a range is for people and axes.
    const slack = 1e-9 * Math.max(1, Math.abs(Number.isFinite(min) ? min : 0), Math.abs(Number.isFinite(max) ? max : 0))
    for (const [row, value] of (outputs[port] ?? []).entries()) {
      if (Number.isNaN(value)) continue
      if (kind === 'flag' && value !== 0 && value !== 1) return `${port}, row ${row}: ${value} is not a flag`
      if (value < min - slack || value > max + slack) return `${port}, row ${row}: ${value} is not within ${min} .. ${max}`
    }
  }
  return undefined
}

function warmUpFault(node: ColumnNode, waits: readonly string[]): string | undefined {
  const rows = rowsFor(node) + 50
  const outputs = runAll(node, inputColumns(node, rows, ordinary), rows, 'interpreter')
  for (const [port, column] of Object.entries(outputs)) {
    const warmUp = node.warmUp[port] ?? 0
    for (const [row, value] of column.entries()) {
      if (row < warmUp && !Number.isNaN(value)) return `${port}, row ${row}: ${value}, before the derived warm-up of ${warmUp} rows`
      if (row >= warmUp && !Number.isFinite(value) && !waits.includes(port)) {
        return `${port}, row ${row}: ${value}, after the derived warm-up of ${warmUp} rows (an output that waits for the data is named in "waits")`
      }
    }
  }
  return undefined
}

function checkExample(definition: Definition, example: NodeExample): void {
  const config: Readonly<Record<string, unknown>> = definition.config.parse(example.config ?? {})
  const connected = new Set(Object.keys(example.inputs).map((name) => name.split('.')[0] ?? name))
  const specs = Object.entries<PortSpec>(definition.inputs)
  const edges = Math.max(
    1,
    ...specs
      .filter(([, { many }]) => many === true)
      .map(([port]) => Object.keys(example.inputs).filter((name) => name.startsWith(`${port}.`)).length),
  )
  const node = build(definition, config, { connected, edges })
  const rows = Math.max(...[...Object.values(example.inputs), ...Object.values(example.outputs)].map((list) => list.length))
  const inputs = Object.fromEntries(
    node.inputs.map(({ name }) => [name, Float64Array.from({ length: rows }, (_, row) => exampleInput(example, name, row))]),
  )
  for (const backEnd of backEnds) {
    const outputs = runAll(node, inputs, rows, backEnd)
    for (const [port, expected] of Object.entries(example.outputs)) {
      expect(Object.keys(outputs), `${definition.type} has the output`).toContain(port)
      const actual = Array.from(outputs[port] ?? [])
      const agrees = expected.map((value, row) => equals(actual[row] ?? Number.NaN, value, example.tolerance))
      expect(
        agrees.every(Boolean) && actual.length === expected.length,
        `${port}: ${actual.join(', ')} instead of ${expected.join(', ')}`,
      ).toBe(true)
    }
  }
}

/** A candles row is [open, high, low, close, volume]; time counts hours unless the example gives a column `time`. */
function exampleInput({ inputs }: NodeExample, name: string, row: number): number {
  const direct = inputs[name] ?? inputs[name.replace(/\.0$/, '')]
  const dot = name.lastIndexOf('.')
  const field = name.slice(dot + 1)
  const cell = direct?.[row] ?? inputs[name.slice(0, dot)]?.[row]
  if (name === 'time' || (field === 'time' && !Array.isArray(direct))) return typeof cell === 'number' ? cell : (row + 1) * 3_600_000
  if (typeof cell === 'number') return cell
  if (typeof cell === 'boolean') return Number(cell)
  if (cell === undefined || cell === null) return Number.NaN
  return cell[candleFields.findIndex((candidate) => candidate === field) - 1] ?? Number.NaN
}

function equals(actual: number, expected: number | boolean | null, tolerance = 0): boolean {
  if (expected === null) return Number.isNaN(actual)
  const value = Number(expected)
  return Object.is(actual, value) || actual === value || Math.abs(actual - value) <= tolerance * Math.abs(value)
}
