import { createKernelBuilder, instantiate, type NodeDefinition, type PortSpec } from '@strategraph/strategy-core'

export type Columns = Readonly<Record<string, ArrayLike<number>>>
type Outputs = Readonly<Record<string, Float64Array>>

/**
 * All rows of one node: columns in, columns out, by port (`<port>.close` and so on for candles). Optional inputs without a column are
 * not connected; candle columns that are not given hold no values.
 */
export function runNode(definition: NodeDefinition, inputs: Columns, config: Readonly<Record<string, unknown>> = {}): Outputs {
  const parsed = definition.config.parse(config)
  const rows = Math.max(0, ...Object.values(inputs).map((column) => column.length))
  const column = (name: string) => Float64Array.from(inputs[name] ?? new Float64Array(rows).fill(Number.NaN))
  const outputs = Object.fromEntries(Object.keys(definition.outputs).map((port) => [port, new Float64Array(rows).fill(Number.NaN)]))

  if (definition.behaviour === 'native') {
    const names = Object.entries<PortSpec>(definition.inputs).flatMap(([port, { kind }]) =>
      kind === 'candles' ? ['time', 'open', 'high', 'low', 'close', 'volume'].map((field) => `${port}.${field}`) : [port],
    )
    const columns = Object.fromEntries(names.map((name) => [name, column(name)]))
    definition.native.run(definition.native.state(parsed), columns, outputs, 0, rows, parsed)
    return outputs
  }
  if (definition.behaviour !== 'kernel') throw new TypeError(`${definition.type} has no columns`)

  const builder = createKernelBuilder()
  const port = ([name, spec]: [string, PortSpec]) => {
    if (spec.kind === 'candles') return builder.candles(name)
    if (spec.optional && inputs[name] === undefined) return undefined
    const value = spec.kind === 'flag' ? builder.flag(name) : builder.number(name)
    return spec.many ? [value] : value
  }
  const entries = Object.entries<PortSpec>(definition.inputs).map((entry) => [entry[0], port(entry)])
  const results = definition.kernel(Object.fromEntries(entries), parsed, builder.k)
  for (const name of Object.keys(outputs)) {
    const value = results[name]
    if (value === undefined || !('type' in value)) throw new TypeError(`${definition.type} gives nothing for ${name}`)
    builder.output(name, value)
  }
  const program = builder.seal()
  // The back end that runs in production; the node contract checks that the interpreter gives the same bits.
  instantiate(program, 'wasm').run(
    program.inputs.map(({ name }) => column(name)),
    program.outputs.map(({ name }) => outputs[name] ?? null),
    0,
    rows,
  )
  return outputs
}
