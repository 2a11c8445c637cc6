import type { NodeDefinition, NodeExample, PortSpec } from '@strategraph/strategy-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnLaws, type LawCase, rangeFault, warmUpFault } from './column-laws.ts'
import { candleFields, type ColumnNode, columnNode, runAll, type Wiring } from './column-node.ts'
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
  const law = (name: string, fault: (given: LawCase) => string | undefined) =>
    it(name, () => {
      fc.assert(
        fc.property(cases, ({ node: index, input, cuts, extra }) => {
          const node = nodes[index]?.()
          if (node === undefined) throw new Error('no such case')
          const rows = rowsFor(node) + extra
          const places = [...new Set(cuts.map((cut) => cut % (rows + 1)))].toSorted((a, b) => a - b)
          expect(fault({ node, rows, inputs: inputColumns(node, rows, input), cuts: places })).toBeUndefined()
        }),
        { numRuns: options.runs },
      )
    })

  describe('every example', () => {
    for (const example of definition.examples) it(example.title, () => checkExample(definition, example))
    it('there is one', () => expect(definition.examples.length).toBeGreaterThan(0))
  })

  for (const { name, fault } of columnLaws) law(name, fault)
  law('declared ranges hold, and flags are yes, no or unknown', ({ node, rows, inputs }) =>
    rangeFault(definition.outputs, runAll(node, inputs, rows, 'interpreter')),
  )
  it('no value before the derived warm-up and a finite one from then on, on ordinary data', () => {
    for (const make of nodes) {
      const node = make()
      const rows = rowsFor(node) + 50
      expect(warmUpFault(node, runAll(node, inputColumns(node, rows, ordinary), rows, 'interpreter'), options.waits)).toBeUndefined()
    }
  })
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
  for (const backEnd of ['interpreter', 'wasm'] as const) {
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
