import { compareText, type ResolvedGraph, type ResolvedNode, type ResolvedSource, sourcesOf } from '../document/resolved-graph.ts'
import type { NodeDefinition } from '../node/define-node.ts'
import type { PortSpec } from '../node/port.ts'
import type { PlannedNode } from './plan.ts'

/** An enabled node, ready to plan: everything about it is known. */
export interface SortedNode {
  readonly id: string
  readonly resolved: ResolvedNode
  readonly definition: NodeDefinition
  readonly config: Readonly<Record<string, unknown>>
  readonly inputs: readonly SortedInput[]
  readonly region: PlannedNode['region']
}

export interface SortedInput {
  readonly port: string
  readonly spec: PortSpec
  readonly sources: readonly ResolvedSource[]
}

/**
 * Enabled nodes in an order in which every node comes after what feeds it. Among nodes that could come next the smallest id is
 * first: not the first in the file, because the order of lists is not in the graph hash, and one hash must mean one behaviour.
 */
export function sortNodes(graph: ResolvedGraph): readonly SortedNode[] {
  const waiting = new Map<string, { readonly node: ResolvedNode; readonly inputs: readonly SortedInput[]; missing: number }>()
  const readers = new Map<string, string[]>()
  for (const node of graph.nodes.values()) {
    if (node.disabled) continue
    const inputs = Object.entries(node.inputs).map(([port, spec]) => ({
      port,
      spec,
      sources: sourcesOf(graph, node.node.id, port).sources,
    }))
    const feeders = new Set(inputs.flatMap(({ sources }) => sources.map(({ nodeId }) => nodeId)))
    waiting.set(node.node.id, { node, inputs, missing: feeders.size })
    for (const feeder of feeders) {
      const list = readers.get(feeder)
      if (list === undefined) readers.set(feeder, [node.node.id])
      else list.push(node.node.id)
    }
  }

  const sorted: SortedNode[] = []
  const regions = new Map<string, PlannedNode['region']>()
  const ready = [...waiting].filter(([, { missing }]) => missing === 0).map(([id]) => id)
  for (let id = takeSmallest(ready); id !== undefined; id = takeSmallest(ready)) {
    const entry = waiting.get(id)
    const { definition, config } = entry?.node ?? {}
    if (entry === undefined || definition === undefined || config === undefined)
      throw new Error(`node "${id}" was not validated before planning`)
    const region = regionOf(definition, entry.inputs, regions)
    regions.set(id, region)
    sorted.push({ id, resolved: entry.node, definition, config, inputs: entry.inputs, region })
    for (const reader of readers.get(id) ?? []) {
      const next = waiting.get(reader)
      if (next !== undefined && --next.missing === 0) ready.push(reader)
    }
  }
  return sorted
}

function takeSmallest(ids: string[]): string | undefined {
  let best = 0
  for (let index = 1; index < ids.length; index++) if (compareText(ids[index] ?? '', ids[best] ?? '') < 0) best = index
  return ids.splice(best, 1)[0]
}

function regionOf(
  definition: NodeDefinition,
  inputs: readonly SortedInput[],
  regions: ReadonlyMap<string, PlannedNode['region']>,
): PlannedNode['region'] {
  if (definition.behaviour === 'source') return 'source'
  if (definition.behaviour === 'reactive') return 'reactive'
  return inputs.some(({ sources }) => sources.some(({ nodeId }) => regions.get(nodeId) === 'reactive')) ? 'reactive' : 'pure'
}
