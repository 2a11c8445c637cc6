import { intervals } from '@strategraph/market-model'
import type { ClockDomains } from './clock-domains.ts'
import { buildKernelStage, outputKey } from './kernel-stages.ts'
import type { OutputKey, Stage } from './plan.ts'
import type { SortedNode } from './sorted-nodes.ts'

export interface PureStages {
  /** Stages of each domain. */
  readonly stages: readonly (readonly Stage[])[]
  /** Rows of the output's own domain before it has a value; of copied nodes those of the first copy. */
  readonly warmUps: Map<OutputKey, number>
}

/** Fuses the pure region of each domain: as few kernel programs as native nodes in between allow. */
export function buildPureStages(nodes: readonly SortedNode[], clocks: ClockDomains): PureStages {
  const warmUps = new Map<OutputKey, number>()
  const stages = clocks.domains.map((_, domain) => {
    const members = nodes.filter(
      (node) => node.region === 'pure' && (clocks.copies.get(node.id) ?? [clocks.domainOf.get(node.id)]).includes(domain),
    )
    return buildDomain(members, domain, clocks, warmUps)
  })
  return { stages, warmUps }
}

function buildDomain(
  nodes: readonly SortedNode[],
  domain: number,
  clocks: ClockDomains,
  warmUps: Map<OutputKey, number>,
): readonly Stage[] {
  const levels = levelsOf(nodes)
  const stages: Stage[] = []
  const local = new Map<OutputKey, number>()
  const warmUpOf = (key: OutputKey) => local.get(key) ?? rowsInDomain(key, domain, clocks, warmUps)
  const deepest = Math.max(-1, ...levels.values())
  for (let level = 0; level <= deepest; level++) {
    const members = nodes.filter((node) => levels.get(node.id) === level)
    const kernels = members.filter(({ definition }) => definition.behaviour === 'kernel')
    if (kernels.length > 0) {
      const built = buildKernelStage(kernels, warmUpOf)
      stages.push({ kind: 'kernel', program: built.program })
      for (const [key, rows] of built.warmUps) local.set(key, rows)
    }
    for (const node of members.filter(({ definition }) => definition.behaviour === 'native')) {
      stages.push({ kind: 'native', nodeId: node.id, inputs: nativeInputs(node) })
      for (const [key, rows] of nativeWarmUps(node, warmUpOf)) local.set(key, rows)
    }
  }
  for (const [key, rows] of local) if (!warmUps.has(key)) warmUps.set(key, rows)
  return stages
}

/** Kernels of one level form one program; a native node runs after the kernels of its level, what reads it is one level on. */
function levelsOf(nodes: readonly SortedNode[]): ReadonlyMap<string, number> {
  const levels = new Map<string, number>()
  const isNative = new Map(nodes.map(({ id, definition }) => [id, definition.behaviour === 'native']))
  for (const node of nodes) {
    let level = 0
    for (const { nodeId } of node.inputs.flatMap(({ sources }) => sources)) {
      const step = isNative.get(nodeId) === true && isNative.get(node.id) !== true ? 1 : 0
      level = Math.max(level, (levels.get(nodeId) ?? 0) + step)
    }
    levels.set(node.id, level)
  }
  return levels
}

/** Which column each input column of a native node is: `<port>` or `<port>.<field>` to an output key or `<key>.<field>`. */
export function nativeInputs(node: SortedNode): Readonly<Record<string, OutputKey>> {
  const columns: Record<string, OutputKey> = {}
  for (const { port, spec, sources } of node.inputs) {
    for (const [index, source] of sources.entries()) {
      const name = spec.many === true ? `${port}.${index}` : port
      const key = outputKey(source.nodeId, source.port)
      if (spec.kind !== 'candles') columns[name] = source.kind === 'candles' ? `${key}.close` : key
      else for (const field of ['time', 'open', 'high', 'low', 'close', 'volume']) columns[`${name}.${field}`] = `${key}.${field}`
    }
  }
  return columns
}

export function nativeWarmUps(node: SortedNode, warmUpOf: (key: OutputKey) => number): readonly (readonly [OutputKey, number])[] {
  const { definition } = node
  if (definition.behaviour !== 'native') return []
  const before = Math.max(0, ...node.inputs.flatMap(({ sources }) => sources.map(({ nodeId, port }) => warmUpOf(outputKey(nodeId, port)))))
  const own: Readonly<Record<string, number>> = definition.native.warmUp(node.config)
  return Object.entries(own).map(([port, rows]) => [outputKey(node.id, port), before + rows])
}

/** Warm-up of an output as rows of another domain: a slower bar is seen in the row in which it closes. */
export function rowsInDomain(key: OutputKey, domain: number, clocks: ClockDomains, warmUps: ReadonlyMap<OutputKey, number>): number {
  const nodeId = key.slice(0, key.indexOf('.'))
  const rows = warmUps.get(key) ?? 0
  const from = clocks.domains[clocks.domainOf.get(nodeId) ?? -1]
  const to = clocks.domains[domain]
  if (from === undefined || to === undefined || clocks.domainOf.get(nodeId) === domain || clocks.copies.has(nodeId)) return rows
  return Math.ceil(((rows + 1) * intervals[from.interval]) / intervals[to.interval]) - 1
}
