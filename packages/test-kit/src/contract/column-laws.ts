import type { BackEnd, PortSpec } from '@strategraph/strategy-core'
import { type ColumnNode, type Columns, emptyOutputs, firstDifference, runAll } from './column-node.ts'

/** One case: a node, its inputs, and rows in ascending order at which something happens to it. */
export interface LawCase {
  readonly node: ColumnNode
  readonly rows: number
  readonly inputs: Columns
  readonly cuts: readonly number[]
}

export interface ColumnLaw {
  readonly name: string
  /** What breaks the law in this case, as text; undefined where nothing does. */
  readonly fault: (given: LawCase) => string | undefined
}

const backEnds: readonly BackEnd[] = ['interpreter', 'wasm']
const reference: BackEnd = 'interpreter'

/** What holds for kernel and native nodes whatever they compute. */
export const columnLaws: readonly ColumnLaw[] = [
  {
    name: 'interpreter and WebAssembly give the same bits',
    fault: ({ node, rows, inputs }) => firstDifference(runAll(node, inputs, rows, 'interpreter'), runAll(node, inputs, rows, 'wasm'), rows),
  },
  {
    name: 'any partition of the rows gives the same bits',
    fault: ({ node, rows, inputs, cuts }) =>
      differsFromWhole(node, rows, inputs, (backEnd, parts) => {
        const run = node.create(backEnd)
        let from = 0
        for (const to of [...cuts, rows]) {
          run.run(inputs, parts, from, to)
          from = to
        }
      }),
  },
  {
    name: 'a block that is cut out of its columns gives the same bits: rows are counted by the state, not by the index',
    fault: ({ node, rows, inputs, cuts: [cut = 0] }) =>
      differsFromWhole(node, rows, inputs, (backEnd, parts) => {
        const run = node.create(backEnd)
        run.run(slice(inputs, 0, cut), slice(parts, 0, cut), 0, cut)
        run.run(slice(inputs, cut, rows), slice(parts, cut, rows), 0, rows - cut)
      }),
  },
  {
    name: 'a snapshot taken at any row goes on in a new instance, of either back end',
    fault: ({ node, rows, inputs, cuts: [cut = Math.floor(rows / 2)] }) =>
      differsFromWhole(node, rows, inputs, (backEnd, parts) => {
        const first = node.create(backEnd)
        first.run(inputs, parts, 0, cut)
        const saved = structuredClone(first.snapshot())
        // What the first instance does afterwards must not reach into the snapshot.
        first.run(inputs, emptyOutputs(node, rows), cut, rows)
        const second = node.create(backEnd === 'wasm' ? 'interpreter' : 'wasm')
        second.restore(saved)
        second.run(inputs, parts, cut, rows)
      }),
  },
  {
    name: 'later rows never change earlier outputs',
    fault({ node, rows, inputs, cuts: [cut = Math.floor(rows / 2)] }) {
      const later = (name: string, column: Float64Array) => column.map((value, row) => (row < cut || isTime(name) ? value : changed(value)))
      const other = Object.fromEntries(Object.entries(inputs).map(([name, column]) => [name, later(name, column)]))
      return firstDifference(runAll(node, inputs, rows, reference), runAll(node, other, rows, reference), cut)
    },
  },
  {
    name: 'two runs over the same rows give the same bits',
    fault: ({ node, rows, inputs }) =>
      differsFromWhole(node, rows, inputs, (backEnd, parts) => node.create(backEnd).run(inputs, parts, 0, rows)),
  },
  {
    name: 'inputs are never written',
    fault({ node, rows, inputs }) {
      const copy = Object.fromEntries(Object.entries(inputs).map(([name, column]) => [name, column.slice()]))
      for (const backEnd of backEnds) runAll(node, inputs, rows, backEnd)
      return firstDifference(copy, inputs, rows)
    },
  },
]

function differsFromWhole(
  node: ColumnNode,
  rows: number,
  inputs: Columns,
  fill: (backEnd: BackEnd, outputs: Columns) => void,
): string | undefined {
  const whole = runAll(node, inputs, rows, reference)
  for (const backEnd of backEnds) {
    const parts = emptyOutputs(node, rows)
    fill(backEnd, parts)
    const fault = firstDifference(whole, parts, rows)
    if (fault !== undefined) return `${backEnd}: ${fault}`
  }
  return undefined
}

/** The first value that leaves the range of its port, or a flag that is none. */
export function rangeFault(ports: Readonly<Record<string, PortSpec>>, outputs: Columns): string | undefined {
  for (const [port, { kind, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }] of Object.entries(ports)) {
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

/** The first value before the derived warm-up, or missing one after it. Outputs in `waits` may miss values as the data decide. */
export function warmUpFault(node: ColumnNode, outputs: Columns, waits: readonly string[]): string | undefined {
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

function slice(columns: Columns, from: number, to: number): Columns {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.subarray(from, to)]))
}

const isTime = (name: string) => name === 'time' || name.endsWith('.time')

/** Another value of the same sort: flags turn round, numbers move, missing ones appear. */
function changed(value: number): number {
  if (Number.isNaN(value)) return 1
  return value === 0 || value === 1 ? 1 - value : value * 1.5 + 3
}
