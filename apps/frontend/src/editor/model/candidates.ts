import { type NodeDefinition, type PortKind, type Ports, type WorkflowDocument, canConnect, fit } from '@strategraph/strategy-core'
import type { Connection } from '@strategraph/strategy-core'
import { nodeById, portTitle, registry, shapeOf, type Side } from './strategy.ts'

export interface PortRef {
  readonly nodeId: string
  readonly port: string
  readonly side: Side
}

/** First port of a type that fits; the same kind before a conversion. */
function firstFitting(ports: Ports, fits: (kind: PortKind) => 'same' | 'converted' | undefined): string | undefined {
  const entries = Object.entries(ports)
  return entries.find(([, port]) => fits(port.kind) === 'same')?.[0] ?? entries.find(([, port]) => fits(port.kind) === 'converted')?.[0]
}

const how = (from: PortKind, to: PortKind) => (from === to ? 'same' : fit(from, to).fits ? 'converted' : undefined)

/** The port of a node type by which it could be joined to `from` of a present node; undefined where none fits. */
export function joiningPort(definition: NodeDefinition, kind: PortKind, side: Side): string | undefined {
  return side === 'output'
    ? firstFitting(definition.inputs, (to) => how(kind, to))
    : firstFitting(definition.outputs, (from) => how(from, kind))
}

/** Ports by which a node type could stand between two kinds. */
export function bridgePorts(
  definition: NodeDefinition,
  from: PortKind,
  to: PortKind,
): { readonly input: string; readonly output: string } | undefined {
  const input = firstFitting(definition.inputs, (kind) => how(from, kind))
  const output = firstFitting(definition.outputs, (kind) => how(kind, to))
  return input === undefined || output === undefined ? undefined : { input, output }
}

export interface Candidate {
  readonly connection: Connection
  /** "Value → Compare · a" */
  readonly label: string
  readonly kind: PortKind
  readonly needed: boolean
}

/** Every connection that could be drawn at a node now; needed inputs first. Answers "what can I connect this with?" without a mouse. */
export function connectionCandidates(document: WorkflowDocument, nodeId: string): readonly Candidate[] {
  const self = nodeById(document, nodeId)
  if (self === undefined) return []
  const own = shapeOf(self)
  const found: Candidate[] = []
  for (const other of document.nodes) {
    if (other.id === nodeId) continue
    const shape = shapeOf(other)
    for (const [output, from] of Object.entries(own.outputs)) {
      for (const [input, to] of Object.entries(shape.inputs)) {
        const connection = { source: nodeId, sourceHandle: output, target: other.id, targetHandle: input }
        if (how(from.kind, to.kind) === undefined || !canConnect(document, registry, connection).ok) continue
        const label = `${portTitle(own.outputs, output)} → ${shape.name} · ${portTitle(shape.inputs, input)}`
        found.push({ connection, label, kind: from.kind, needed: to.optional !== true && from.kind === to.kind })
      }
    }
    for (const [input, to] of Object.entries(own.inputs)) {
      for (const [output, from] of Object.entries(shape.outputs)) {
        const connection = { source: other.id, sourceHandle: output, target: nodeId, targetHandle: input }
        if (how(from.kind, to.kind) === undefined || !canConnect(document, registry, connection).ok) continue
        const label = `${portTitle(own.inputs, input)} ← ${shape.name} · ${portTitle(shape.outputs, output)}`
        found.push({ connection, label, kind: from.kind, needed: to.optional !== true && from.kind === to.kind })
      }
    }
  }
  return found.toSorted((a, b) => Number(b.needed) - Number(a.needed))
}

/** Connections between a drawn line's beginning and a node that it was dropped on, as a whole. */
export function connectionsTo(document: WorkflowDocument, from: PortRef, nodeId: string): readonly Candidate[] {
  return connectionCandidates(document, nodeId).filter(({ connection }) =>
    from.side === 'output'
      ? connection.source === from.nodeId && connection.sourceHandle === from.port
      : connection.target === from.nodeId && connection.targetHandle === from.port,
  )
}
