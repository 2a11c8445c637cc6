import type { z } from 'zod'
import { type Fit, fit } from '../node/conversion.ts'
import type { NodeDefinition, NodeRegistry } from '../node/define-node.ts'
import type { PortKind, Ports, PortSpec } from '../node/port.ts'
import type { WorkflowDocument, WorkflowEdge, WorkflowNode } from './document.ts'

/** A node of a document with what its definition says about it. */
export interface ResolvedNode {
  readonly node: WorkflowNode
  /** Place in `document.nodes`. */
  readonly index: number
  /** Absent: unknown type, or a version that this program does not know. */
  readonly definition?: NodeDefinition
  /** Parsed, defaults filled in. Absent where it is wrong; `configIssues` say why. */
  readonly config?: Readonly<Record<string, unknown>>
  readonly configIssues: readonly z.core.$ZodIssue[]
  /** With the inputs that the config names. */
  readonly inputs: Ports
  readonly extraInputs: Ports
  readonly outputs: Ports
  /** Whether `inputs` is all there is: a wrong config hides the inputs that it would name. */
  readonly allInputsKnown: boolean
  readonly disabled: boolean
  /** For messages: the label, else the title of the type. */
  readonly name: string
}

export interface ResolvedEdge {
  readonly edge: WorkflowEdge
  readonly index: number
  readonly source?: ResolvedNode
  readonly target?: ResolvedNode
  readonly from?: PortSpec
  readonly to?: PortSpec
  /** Present where both ports are. */
  readonly fit?: Fit
}

export interface ResolvedGraph {
  readonly document: WorkflowDocument
  /** By id; of two nodes with one id the first. */
  readonly nodes: ReadonlyMap<string, ResolvedNode>
  /** In document order. */
  readonly edges: readonly ResolvedEdge[]
  /** Edges with two existing ends, by target id. */
  readonly incoming: ReadonlyMap<string, readonly ResolvedEdge[]>
}

/** What feeds an input once disabled nodes are bypassed. */
export interface ResolvedSource {
  readonly edgeId: string
  readonly nodeId: string
  readonly port: string
  readonly kind: PortKind
}

export function resolveGraph(document: WorkflowDocument, registry: NodeRegistry): ResolvedGraph {
  const nodes = new Map<string, ResolvedNode>()
  for (const [index, node] of document.nodes.entries()) if (!nodes.has(node.id)) nodes.set(node.id, resolveNode(node, registry, index))
  const edges = document.edges.map((edge, index) => resolveEdge(edge, index, nodes))
  const incoming = new Map<string, ResolvedEdge[]>()
  for (const resolved of edges) {
    if (resolved.source === undefined || resolved.target === undefined) continue
    const list = incoming.get(resolved.edge.target)
    if (list === undefined) incoming.set(resolved.edge.target, [resolved])
    else list.push(resolved)
  }
  return { document, nodes, edges, incoming }
}

export function resolveNode(node: WorkflowNode, registry: NodeRegistry, index: number): ResolvedNode {
  const definition = registry.get(node.type)
  const disabled = node.disabled === true
  const named = node.label !== undefined && node.label.trim() !== '' ? node.label : undefined
  if (definition === undefined || node.version > definition.version) {
    const name = named ?? definition?.title ?? node.type
    return { node, index, configIssues: [], inputs: {}, extraInputs: {}, outputs: {}, allInputsKnown: false, disabled, name }
  }
  const parsed = parseConfig(definition, node.config)
  const fixed: Ports = definition.inputs
  const hasExtra = definition.behaviour === 'reactive' && definition.extraInputs !== undefined
  const extraInputs: Ports = hasExtra && parsed.success ? (definition.extraInputs?.(parsed.data) ?? {}) : {}
  return {
    node,
    index,
    definition,
    ...(parsed.success ? { config: parsed.data } : {}),
    configIssues: parsed.success ? [] : parsed.error.issues,
    inputs: { ...extraInputs, ...fixed },
    extraInputs,
    outputs: definition.outputs,
    allInputsKnown: parsed.success || !hasExtra,
    disabled,
    name: named ?? definition.title,
  }
}

function parseConfig(definition: NodeDefinition, config: unknown): z.ZodSafeParseResult<Readonly<Record<string, unknown>>> {
  const schema: z.ZodType<Readonly<Record<string, unknown>>> = definition.config
  return schema.safeParse(config)
}

function resolveEdge(edge: WorkflowEdge, index: number, nodes: ReadonlyMap<string, ResolvedNode>): ResolvedEdge {
  const source = nodes.get(edge.source)
  const target = nodes.get(edge.target)
  const from = source && portOf(source.outputs, edge.sourceHandle)
  const to = target && portOf(target.inputs, edge.targetHandle)
  return {
    edge,
    index,
    ...(source && { source }),
    ...(target && { target }),
    ...(from && { from }),
    ...(to && { to }),
    ...(from && to && { fit: fit(from.kind, to.kind) }),
  }
}

export function portOf(ports: Ports, id: string): PortSpec | undefined {
  return Object.hasOwn(ports, id) ? ports[id] : undefined
}

/** Edges that fit into an input, in an order that does not depend on the file's: by source node, then output. */
export function edgesInto(graph: ResolvedGraph, nodeId: string, port: string): readonly ResolvedEdge[] {
  const edges = (graph.incoming.get(nodeId) ?? []).filter(({ edge, fit: fitting }) => edge.targetHandle === port && fitting?.fits === true)
  return edges.toSorted((a, b) => compareText(a.edge.source, b.edge.source) || compareText(a.edge.sourceHandle, b.edge.sourceHandle))
}

/**
 * The outputs that feed an input. A disabled node on the way is bypassed where exactly one of its connected inputs has the kind of
 * the output; otherwise it counts as absent and is named in `blockedBy`.
 */
export function sourcesOf(
  graph: ResolvedGraph,
  nodeId: string,
  port: string,
): { readonly sources: readonly ResolvedSource[]; readonly blockedBy: readonly ResolvedNode[] } {
  const sources: ResolvedSource[] = []
  const blockedBy: ResolvedNode[] = []
  for (const edge of edgesInto(graph, nodeId, port)) {
    const found = followBypass(graph, edge)
    if (found.ok && edge.to !== undefined && fit(found.kind, edge.to.kind).fits) {
      sources.push({ edgeId: edge.edge.id, nodeId: found.nodeId, port: found.port, kind: found.kind })
    } else if (edge.source !== undefined) blockedBy.push(edge.source)
  }
  return { sources, blockedBy }
}

type Followed = { readonly ok: true; readonly nodeId: string; readonly port: string; readonly kind: PortKind } | { readonly ok: false }

function followBypass(graph: ResolvedGraph, start: ResolvedEdge): Followed {
  const seen = new Set<string>()
  let at = start
  while (at.source !== undefined && at.from !== undefined && !seen.has(at.edge.id)) {
    const { source, from } = at
    if (!source.disabled) return { ok: true, nodeId: source.node.id, port: at.edge.sourceHandle, kind: from.kind }
    if (source.definition?.neverBypass === true) return { ok: false }
    const sameKind = (graph.incoming.get(source.node.id) ?? []).filter(
      ({ to, fit: fitting }) => to?.kind === from.kind && fitting?.fits === true,
    )
    const [only] = sameKind
    if (only === undefined || sameKind.length > 1) return { ok: false }
    // A circle of disabled nodes would be followed for ever.
    seen.add(at.edge.id)
    at = only
  }
  return { ok: false }
}

/** Order by code units: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
