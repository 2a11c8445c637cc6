import {
  type BackEnd,
  type CandleExpressions,
  createKernelBuilder,
  type Expression,
  instantiate,
  type NodeDefinition,
  type NodeState,
  type PortSpec,
} from '@strategraph/strategy-core'

export interface NamedInput {
  /** `<port>`, `<port>.<field>` for candles, `<port>.<n>` for the nth edge into a port that takes many, or `time`. */
  readonly name: string
  readonly kind: 'number' | 'flag'
}

/** A kernel or native node by itself, as the drivers run it: columns in, columns out, from any row to any other. */
export interface ColumnNode {
  readonly inputs: readonly NamedInput[]
  readonly outputs: readonly string[]
  /** Rows before each output has a value. */
  readonly warmUp: Readonly<Record<string, number>>
  create(backEnd: BackEnd): ColumnRun
}

export interface ColumnRun {
  run(inputs: Columns, outputs: Columns, from: number, to: number): void
  snapshot(): unknown
  restore(state: unknown): void
}

export type Columns = Readonly<Record<string, Float64Array>>
type KernelValue = Expression | CandleExpressions
type Config = Readonly<Record<string, unknown>>

export const candleFields = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

export interface Wiring {
  /** Optional inputs that are connected; all when absent. */
  readonly connected?: ReadonlySet<string>
  /** Edges into a port that takes many. */
  readonly edges?: number
}

/** Undefined for nodes that have no columns (reactive nodes and feeds). Throws what the node throws for such a config. */
export function columnNode(definition: NodeDefinition, config: Config, wiring: Wiring = {}): ColumnNode | undefined {
  if (definition.behaviour === 'kernel') return kernelNode(definition, config, wiring)
  return definition.behaviour === 'native' ? nativeNode(definition, config, wiring) : undefined
}

/** Input ports with the names that their edges get. */
function wiredPorts(definition: NodeDefinition, { connected, edges = 1 }: Wiring) {
  return Object.entries<PortSpec>(definition.inputs).map(([port, spec]) => {
    const isConnected = spec.optional !== true || connected === undefined || connected.has(port)
    const names = spec.many === true ? Array.from({ length: edges }, (_, index) => `${port}.${index}`) : [port]
    return { port, spec, names: isConnected ? names : [] }
  })
}

function kernelNode(definition: Extract<NodeDefinition, { behaviour: 'kernel' }>, config: Config, wiring: Wiring): ColumnNode {
  const builder = createKernelBuilder()
  const inputs: Record<string, KernelValue | readonly KernelValue[] | undefined> = {}
  for (const { port, spec, names } of wiredPorts(definition, wiring)) {
    const values = names.map((name) => {
      if (spec.kind === 'candles') return builder.candles(name)
      return spec.kind === 'flag' ? builder.flag(name) : builder.number(name)
    })
    inputs[port] = spec.many === true ? values : values[0]
  }
  const results = definition.kernel(inputs, config, builder.k)
  const outputs = Object.keys(definition.outputs)
  const warmUp: Record<string, number> = {}
  for (const port of outputs) {
    const value = results[port]
    if (value === undefined || !('type' in value))
      throw new Error(`the kernel of ${definition.type} gives nothing for its output "${port}"`)
    builder.output(port, value)
    warmUp[port] = builder.warmUpOf(value)
  }
  const program = builder.seal()
  return {
    inputs: program.inputs.map(({ name, type }) => ({ name, kind: type })),
    outputs,
    warmUp,
    create(backEnd) {
      const instance = instantiate(program, backEnd)
      return {
        run(from, to, first, last) {
          instance.run(
            program.inputs.map(({ name }) => columnOf(from, name)),
            program.outputs.map(({ name }) => columnOf(to, name)),
            first,
            last,
          )
        },
        snapshot: () => instance.snapshot(),
        restore(state) {
          if (!(state instanceof Uint8Array)) throw new TypeError('the state of a kernel is bytes')
          instance.restore(state)
        },
      }
    },
  }
}

function nativeNode(definition: Extract<NodeDefinition, { behaviour: 'native' }>, config: Config, wiring: Wiring): ColumnNode {
  const { native } = definition
  const inputs = wiredPorts(definition, wiring).flatMap(({ spec, names }) =>
    names.flatMap((name): readonly NamedInput[] => {
      if (spec.kind === 'candles') return candleFields.map((field) => ({ name: `${name}.${field}`, kind: 'number' }))
      return [{ name, kind: spec.kind === 'flag' ? 'flag' : 'number' }]
    }),
  )
  return {
    inputs,
    outputs: Object.keys(definition.outputs),
    warmUp: native.warmUp(config),
    create() {
      let state: NodeState = native.state(config)
      return {
        run: (from, to, first, last) => native.run(state, from, to, first, last, config),
        snapshot: () => structuredClone(state),
        restore(saved) {
          state = structuredClone(saved) as NodeState
        },
      }
    },
  }
}

function columnOf(columns: Columns, name: string): Float64Array {
  const column = columns[name]
  if (column === undefined) throw new Error(`no column "${name}"`)
  return column
}

/** All rows at once, on one back end. */
export function runAll(node: ColumnNode, inputs: Columns, rows: number, backEnd: BackEnd): Columns {
  const outputs = emptyOutputs(node, rows)
  node.create(backEnd).run(inputs, outputs, 0, rows)
  return outputs
}

export function emptyOutputs(node: ColumnNode, rows: number): Columns {
  return Object.fromEntries(node.outputs.map((port) => [port, new Float64Array(rows).fill(Number.NaN)]))
}

/** The first row in which two sets of columns differ in bits (one NaN equals another), as text; undefined where they do not. */
export function firstDifference(a: Columns, b: Columns, rows: number): string | undefined {
  for (const [name, column] of Object.entries(a)) {
    for (let row = 0; row < rows; row++) {
      if (!Object.is(column[row], b[name]?.[row])) return `${name}, row ${row}: ${column[row]} and ${b[name]?.[row]}`
    }
  }
  return undefined
}
