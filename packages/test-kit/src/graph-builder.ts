import type { NodeDefinition, WorkflowDocument, WorkflowEdge, WorkflowNode } from '@strategraph/strategy-core'
import { documentSchema } from '@strategraph/strategy-core'

export interface NodeExtras {
  readonly label?: string
  readonly disabled?: boolean
  readonly version?: number
}

export interface GraphBuilder {
  /** A node by definition, or by type (version 1 unless `extras` says otherwise). */
  node(
    id: string,
    type: string | Pick<NodeDefinition, 'type' | 'version'>,
    config?: Readonly<Record<string, unknown>>,
    extras?: NodeExtras,
  ): GraphBuilder
  /** `edge('rsi.value', 'cross.a')`; edges are named e1, e2, ... */
  edge(from: string, to: string): GraphBuilder
  settings(settings: Readonly<Record<string, unknown>>): GraphBuilder
  /** Parsed by the schema, neither migrated nor validated. */
  document(): WorkflowDocument
}

/** A workflow document in a few lines: `graph().node('feed', feed).node('ema', ema, { period: 3 }).edge('feed.candles', 'ema.source').document()`. */
export function graph(id = 'test'): GraphBuilder {
  return extend({ id, nodes: [], edges: [], settings: {} })
}

interface Draft {
  readonly id: string
  readonly nodes: readonly WorkflowNode[]
  readonly edges: readonly WorkflowEdge[]
  readonly settings: Readonly<Record<string, unknown>>
}

function extend(draft: Draft): GraphBuilder {
  return {
    node(id, type, config = {}, { version, ...extras } = {}) {
      const named = typeof type === 'string' ? { type, version: version ?? 1 } : { type: type.type, version: version ?? type.version }
      const position = { x: 240 * (draft.nodes.length % 6), y: 160 * Math.floor(draft.nodes.length / 6) }
      return extend({ ...draft, nodes: [...draft.nodes, { id, ...named, position, config: { ...config }, ...extras }] })
    },
    edge(from, to) {
      const [source, sourceHandle] = ends(from)
      const [target, targetHandle] = ends(to)
      return extend({ ...draft, edges: [...draft.edges, { id: `e${draft.edges.length + 1}`, source, sourceHandle, target, targetHandle }] })
    },
    settings: (settings) => extend({ ...draft, settings: { ...draft.settings, ...settings } }),
    document: () => documentSchema.parse({ formatVersion: 1, name: draft.id, ...draft }),
  }
}

function ends(text: string): readonly [string, string] {
  const dot = text.indexOf('.')
  if (dot < 1) throw new RangeError(`"${text}" is not <node>.<port>`)
  return [text.slice(0, dot), text.slice(dot + 1)]
}
