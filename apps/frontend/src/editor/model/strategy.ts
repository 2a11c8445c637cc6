import { builtinNodes } from '@strategraph/nodes'
import {
  type NodeDefinition,
  type PortKind,
  type Ports,
  type WorkflowDocument,
  type WorkflowNode,
  resolveNode,
} from '@strategraph/strategy-core'

/** The node types of this program; the server has the same. */
export const registry = builtinNodes

export type Side = 'input' | 'output'

/** What the editor shows of a node: its definition and the ports that its present settings give it. */
export interface Shape {
  readonly definition: NodeDefinition | undefined
  readonly name: string
  readonly inputs: Ports
  readonly outputs: Ports
}

const shapes = new WeakMap<WorkflowNode, Shape>()

/** Cached by identity: documents are never changed in place. */
export function shapeOf(node: WorkflowNode): Shape {
  const known = shapes.get(node)
  if (known !== undefined) return known
  const { definition, inputs, outputs, name } = resolveNode(node, registry, 0)
  const shape: Shape = { definition, inputs, outputs, name }
  shapes.set(node, shape)
  return shape
}

export const nodeById = (document: WorkflowDocument, id: string): WorkflowNode | undefined => document.nodes.find((node) => node.id === id)

export function portKind(node: WorkflowNode, side: Side, port: string): PortKind | undefined {
  const shape = shapeOf(node)
  return (side === 'input' ? shape.inputs : shape.outputs)[port]?.kind
}

export const portTitle = (ports: Ports, id: string): string => ports[id]?.title ?? humanize(id)

/** `maxDrawdown` reads "Max drawdown". */
export function humanize(id: string): string {
  const words = id.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[-_]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase()
}

/** Config that a new node of this type begins with: its own defaults. Fields without one stay empty and are asked for. */
export function defaultConfig(definition: NodeDefinition): Record<string, unknown> {
  const parsed = definition.config.safeParse({})
  return parsed.success ? Object.fromEntries(Object.entries(parsed.data)) : {}
}
