import { fit, type NodeDefinition, type NodeExample, type PortKind, type PortSpec, type WorkflowDocument } from '@strategraph/strategy-core'
import { testFeed } from './contract/scripted-nodes.ts'
import { type GraphBuilder, graph } from './graph-builder.ts'
import { seededRandom } from './random.ts'

export interface RandomGraphOptions {
  readonly seed: number
  /** Nodes besides the feeds; fewer where nothing fits. */
  readonly nodes: number
  readonly definitions: readonly NodeDefinition[]
  /** Share of nodes that are disabled. */
  readonly disabled?: number
}

interface Output {
  readonly key: string
  readonly kind: PortKind
}

/**
 * A document of random nodes whose edges all fit: every input that must be connected is, to some earlier output. Has an hourly feed
 * `hours` and sometimes a daily one, `days`, both of the type `testFeed`. The same options give the same document.
 */
export function randomGraph({ seed, nodes, definitions, disabled = 0 }: RandomGraphOptions): WorkflowDocument {
  const random = seededRandom(seed)
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)]
  const usable = definitions.filter(({ behaviour }) => behaviour !== 'source')
  const feeds = random() < 0.4 ? (['hours', 'days'] as const) : (['hours'] as const)
  let builder: GraphBuilder = graph(`random-${seed}`)
  let outputs: readonly Output[] = []
  for (const feed of feeds) {
    builder = builder.node(feed, testFeed, { interval: feed === 'hours' ? '1h' : '1d' })
    outputs = [...outputs, { key: `${feed}.candles`, kind: 'candles' }]
  }
  for (let index = 0; index < nodes; index++) {
    const definition = pick(usable)
    const wires = definition && wire(definition, outputs, random)
    if (definition === undefined || wires === undefined) continue
    // Names in no order, so that the order of evaluation is not that of the file.
    const id = `${pick(['a', 'm', 'z'])}${index}`
    builder = builder.node(id, definition, randomConfig(definition, pick), random() < disabled ? { disabled: true } : {})
    for (const { port, output } of wires) builder = builder.edge(output, `${id}.${port}`)
    outputs = [...outputs, ...Object.entries<PortSpec>(definition.outputs).map(([port, { kind }]) => ({ key: `${id}.${port}`, kind }))]
  }
  return builder.document()
}

function wire(
  definition: NodeDefinition,
  outputs: readonly Output[],
  random: () => number,
): readonly { readonly port: string; readonly output: string }[] | undefined {
  const wires: { readonly port: string; readonly output: string }[] = []
  for (const [port, spec] of Object.entries<PortSpec>(definition.inputs)) {
    const fitting = outputs.filter(({ kind }) => fit(kind, spec.kind).fits)
    // Later outputs more often: deep graphs rather than wide ones.
    const choose = () => fitting[Math.floor(Math.sqrt(random()) * fitting.length)]
    const count = spec.many === true ? 1 + Math.floor(random() * 3) : spec.optional === true && random() < 0.5 ? 0 : 1
    const chosen = new Set<string>()
    for (let edge = 0; edge < count; edge++) {
      const output = choose()
      if (output !== undefined) chosen.add(output.key)
    }
    if (chosen.size === 0 && spec.optional !== true) return undefined
    for (const output of chosen) wires.push({ port, output })
  }
  return wires
}

/** The defaults, or the config of one of the examples. */
function randomConfig(definition: NodeDefinition, pick: <Item>(items: readonly Item[]) => Item | undefined): Config {
  const examples: readonly NodeExample[] = 'examples' in definition ? definition.examples : []
  const configs: readonly Config[] = [{}, ...examples.map(({ config }) => config ?? {})]
  return pick(configs) ?? {}
}

type Config = Readonly<Record<string, unknown>>
