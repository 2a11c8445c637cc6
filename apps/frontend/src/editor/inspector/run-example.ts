import {
  type CandleExpressions,
  type Expression,
  type NodeDefinition,
  type NodeExample,
  type PortSpec,
  createKernelBuilder,
  instantiateInterpreter,
} from '@strategraph/strategy-core'

export type Row = number | boolean | null | readonly number[]
export type Rows = Readonly<Record<string, readonly Row[]>>
export type ExampleResult =
  | { readonly ok: true; readonly outputs: Readonly<Record<string, readonly (number | boolean | null)[]>> }
  | { readonly ok: false; readonly reason: string }

const candleFields = ['open', 'high', 'low', 'close', 'volume'] as const
const hour = 3_600_000

/**
 * Runs a kernel or native node by itself on a few rows, in the page, with any settings: what its help shows can be tried.
 * `rows`: how many, where no input says it (a constant).
 */
export function runExample(
  definition: NodeDefinition,
  config: Readonly<Record<string, unknown>>,
  inputs: Rows,
  rows?: number,
): ExampleResult {
  const parsed = definition.config.safeParse(config)
  if (!parsed.success) return { ok: false, reason: parsed.error.issues[0]?.message ?? 'The settings are not valid.' }
  const length = rows ?? Math.max(0, ...Object.values(inputs).map((column) => column.length))
  try {
    const outputs =
      definition.behaviour === 'kernel'
        ? runKernel(definition, parsed.data, inputs, length)
        : definition.behaviour === 'native'
          ? runNative(definition, parsed.data, inputs, length)
          : undefined
    if (outputs === undefined) return { ok: false, reason: 'This node acts on an account and cannot run by itself.' }
    return {
      ok: true,
      outputs: Object.fromEntries(Object.entries(outputs).map(([port, column]) => [port, shown(column, definition.outputs[port])])),
    }
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) }
  }
}

const shown = (column: Float64Array, port: PortSpec | undefined) =>
  Array.from(column, (value) => (Number.isNaN(value) ? null : port?.kind === 'flag' ? value !== 0 : value))

/** Names of the columns that feed a port: one, or one per edge where it takes several. */
function columnNames(port: string, spec: PortSpec, inputs: Rows): readonly string[] {
  if (spec.many === true) {
    const several = Object.keys(inputs).filter((name) => name.startsWith(`${port}.`))
    return several.length > 0 ? several : inputs[port] === undefined ? [] : [port]
  }
  return spec.optional === true && inputs[port] === undefined ? [] : [port]
}

function runKernel(
  definition: Extract<NodeDefinition, { behaviour: 'kernel' }>,
  config: unknown,
  inputs: Rows,
  length: number,
): Record<string, Float64Array> {
  const builder = createKernelBuilder()
  const given: Record<string, Expression | CandleExpressions | undefined | readonly (Expression | CandleExpressions)[]> = {}
  for (const [port, spec] of Object.entries<PortSpec>(definition.inputs)) {
    const values = columnNames(port, spec, inputs).map((name) =>
      spec.kind === 'candles' ? builder.candles(name) : spec.kind === 'flag' ? builder.flag(name) : builder.number(name),
    )
    given[port] = spec.many === true ? values : values[0]
  }
  const results = definition.kernel(given, config, builder.k)
  for (const port of Object.keys(definition.outputs)) {
    const value = results[port]
    if (value !== undefined && 'type' in value) builder.output(port, value)
  }
  const program = builder.seal()
  const columns = program.outputs.map(() => new Float64Array(length).fill(Number.NaN))
  instantiateInterpreter(program).run(
    program.inputs.map(({ name }) => inputColumn(inputs, name, length)),
    columns,
    0,
    length,
  )
  return Object.fromEntries(program.outputs.map(({ name }, index) => [name, columns[index] ?? new Float64Array(length)]))
}

function runNative(
  definition: Extract<NodeDefinition, { behaviour: 'native' }>,
  config: unknown,
  inputs: Rows,
  length: number,
): Record<string, Float64Array> {
  const columns: Record<string, Float64Array> = {}
  for (const [port, spec] of Object.entries<PortSpec>(definition.inputs)) {
    for (const name of columnNames(port, spec, inputs)) {
      const names = spec.kind === 'candles' ? ['time', ...candleFields].map((field) => `${name}.${field}`) : [name]
      for (const column of names) columns[column] = inputColumn(inputs, column, length)
    }
  }
  const outputs = Object.fromEntries(Object.keys(definition.outputs).map((port) => [port, new Float64Array(length).fill(Number.NaN)]))
  definition.native.run(definition.native.state(config), columns, outputs, 0, length, config)
  return outputs
}

/** A column of an example: a candles row is [open, high, low, close, volume]; time counts hours. */
function inputColumn(inputs: Rows, name: string, length: number): Float64Array {
  const dot = name.lastIndexOf('.')
  const field = name.slice(dot + 1)
  const own = inputs[name]
  const port = dot > 0 ? inputs[name.slice(0, dot)] : undefined
  return Float64Array.from({ length }, (_, row) => {
    const cell = own?.[row] ?? port?.[row]
    if ((name === 'time' || field === 'time') && typeof cell !== 'number') return (row + 1) * hour
    if (typeof cell === 'number') return cell
    if (typeof cell === 'boolean') return Number(cell)
    if (cell === undefined || cell === null) return Number.NaN
    return cell[candleFields.findIndex((candidate) => candidate === field)] ?? Number.NaN
  })
}

/** Rows as an example gives them, ready to be run. */
export const rowsOf = (example: NodeExample): Rows => example.inputs
