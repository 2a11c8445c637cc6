import { createKernelBuilder } from '../kernel/index.ts'
import type { CandleExpressions, Expression, Flag, Kernel, Num } from '../kernel/language.ts'
import type { KernelBuilder, KernelProgram } from '../kernel/program.ts'
import type { PortKind, Ports } from '../node/port.ts'
import type { OutputKey } from './plan.ts'
import type { SortedInput, SortedNode } from './sorted-nodes.ts'

/** A node's kernel could not be built; becomes the problem KERNEL_FAILED. */
export class KernelFailure extends Error {
  readonly nodeId: string

  constructor(nodeId: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'KernelFailure'
    this.nodeId = nodeId
  }
}

export interface KernelStageBuild {
  readonly program: KernelProgram
  /** Rows before each output has a value, by output key. */
  readonly warmUps: ReadonlyMap<OutputKey, number>
}

export const outputKey = (nodeId: string, port: string): OutputKey => `${nodeId}.${port}`

/**
 * Fuses kernel nodes, given in order, into one program. What comes from outside (feeds, native nodes, other domains, reactive
 * nodes) becomes an input named by its output key; common sub-expressions of all nodes are computed once.
 */
export function buildKernelStage(nodes: readonly SortedNode[], inputWarmUps: (key: OutputKey) => number): KernelStageBuild {
  const builder = createKernelBuilder()
  const known = new Map<OutputKey, Expression>()
  const inputWarmUp = new Map<string, number>()
  const warmUps = new Map<OutputKey, number>()
  for (const node of nodes) {
    const results = callKernel(node, builder, (source) => {
      const key = outputKey(source.nodeId, source.port)
      const expression = known.get(key)
      if (expression !== undefined) return expression
      declareWarmUp(inputWarmUp, key, source.kind, inputWarmUps(key))
      return inputExpression(builder, key, source.kind)
    })
    for (const [port, expression] of results) {
      const key = outputKey(node.id, port)
      known.set(key, expression)
      builder.output(key, expression)
      warmUps.set(key, builder.warmUpOf(expression, inputWarmUp))
    }
  }
  return { program: builder.seal(), warmUps }
}

type KernelValue = Num | Flag | CandleExpressions
type KernelFunction = (
  inputs: Readonly<Record<string, KernelValue | readonly KernelValue[] | undefined>>,
  config: Readonly<Record<string, unknown>>,
  k: Kernel,
) => Readonly<Record<string, unknown>>
interface SourceRef {
  readonly nodeId: string
  readonly port: string
  readonly kind: PortKind
}

function callKernel(node: SortedNode, builder: KernelBuilder, read: (source: SourceRef) => KernelValue): ReadonlyMap<string, Expression> {
  const { definition } = node
  if (definition.behaviour !== 'kernel') throw new KernelFailure(node.id, `${definition.type} has no kernel`)
  const inputs: Record<string, KernelValue | readonly KernelValue[] | undefined> = {}
  for (const input of node.inputs) inputs[input.port] = kernelInput(input, read)
  let results: Readonly<Record<string, unknown>>
  try {
    const kernel: KernelFunction = definition.kernel
    results = kernel(inputs, node.config, builder.k)
  } catch (cause) {
    throw new KernelFailure(node.id, cause instanceof Error ? cause.message : String(cause), { cause })
  }
  const ports: Ports = definition.outputs
  return new Map(
    Object.entries(ports).map(([port, { kind }]) => {
      const value = Object.hasOwn(results, port) ? results[port] : undefined
      if (!isExpression(value) || value.type !== kind)
        throw new KernelFailure(node.id, `the kernel gives no ${kind} for its output "${port}"`)
      return [port, value]
    }),
  )
}

function kernelInput(
  { spec, sources }: SortedInput,
  read: (source: SourceRef) => KernelValue,
): KernelValue | readonly KernelValue[] | undefined {
  const values = sources.map((source) => {
    const value = read(source)
    // The one conversion that a kernel can meet.
    return spec.kind === 'number' && source.kind === 'candles' && 'close' in value ? value.close : value
  })
  return spec.many === true ? values : values[0]
}

function inputExpression(builder: KernelBuilder, key: OutputKey, kind: PortKind): KernelValue {
  if (kind === 'candles') return builder.candles(key)
  return kind === 'flag' ? builder.flag(key) : builder.number(key)
}

function declareWarmUp(warmUps: Map<string, number>, key: OutputKey, kind: PortKind, rows: number): void {
  if (rows === 0) return
  const columns = kind === 'candles' ? ['open', 'high', 'low', 'close', 'volume', 'time'].map((field) => `${key}.${field}`) : [key]
  for (const column of columns) warmUps.set(column, rows)
}

function isExpression(value: unknown): value is Expression {
  return typeof value === 'object' && value !== null && 'type' in value && (value.type === 'number' || value.type === 'flag')
}
