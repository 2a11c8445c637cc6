import { type PortKind, type Sticky, type WorkflowDocument, type WorkflowEdge, type WorkflowNode, fit } from '@strategraph/strategy-core'
import type { Edge, Node } from '@xyflow/react'
import { nodeById, portKind, shapeOf } from '../model/strategy.ts'
import { measure, nodeWidth } from './geometry.ts'

export type StrategyFlowNode = Node<{ readonly node: WorkflowNode }, 'strategy'>
export type StickyFlowNode = Node<{ readonly sticky: Sticky }, 'sticky'>
export type FlowNode = StrategyFlowNode | StickyFlowNode
export type FlowEdge = Edge<
  { readonly kind: PortKind | undefined; readonly conversion: string | undefined; readonly broken: string | undefined },
  'strategy'
>

/** React Flow's list for a document. Items that did not change keep their identity, so that only changed nodes render. */
export function flowNodes(document: WorkflowDocument, before: readonly FlowNode[]): FlowNode[] {
  const known = new Map(before.map((item) => [item.id, item]))
  const nodes = document.nodes.map((node): FlowNode => {
    const old = known.get(node.id)
    if (old?.type === 'strategy' && old.data.node === node) return old
    return {
      id: node.id,
      type: 'strategy',
      position: node.position,
      data: { node },
      ariaLabel: describe(node),
      domAttributes: { tabIndex: -1 },
      selected: old?.selected ?? false,
      measured: { width: nodeWidth, height: measure(node).height },
    }
  })
  const stickies = (document.stickies ?? []).map((sticky): FlowNode => {
    const old = known.get(sticky.id)
    if (old?.type === 'sticky' && old.data.sticky === sticky) return old
    return {
      id: sticky.id,
      type: 'sticky',
      position: sticky.position,
      data: { sticky },
      zIndex: -1,
      ariaLabel: `Note: ${sticky.text.slice(0, 80)}`,
      domAttributes: { tabIndex: -1 },
      width: sticky.size.width,
      height: sticky.size.height,
      selected: old?.selected ?? false,
    }
  })
  return [...stickies, ...nodes]
}

function describe(node: WorkflowNode): string {
  const { definition, name } = shapeOf(node)
  const what =
    definition === undefined
      ? 'unknown node type'
      : definition.title === name
        ? definition.category
        : `${definition.title}, ${definition.category}`
  return `${name}, ${what}${node.disabled === true ? ', disabled' : ''}`
}

export function flowEdges(document: WorkflowDocument, before: readonly FlowEdge[]): FlowEdge[] {
  const known = new Map(before.map((item) => [item.id, item]))
  return document.edges.map((edge): FlowEdge => {
    const data = edgeData(document, edge)
    const old = known.get(edge.id)
    const isSame =
      old !== undefined &&
      old.source === edge.source &&
      old.target === edge.target &&
      old.sourceHandle === edge.sourceHandle &&
      old.targetHandle === edge.targetHandle &&
      old.data?.kind === data.kind &&
      old.data?.broken === data.broken
    return isSame
      ? old
      : {
          id: edge.id,
          type: 'strategy',
          source: edge.source,
          target: edge.target,
          sourceHandle: edge.sourceHandle,
          targetHandle: edge.targetHandle,
          data,
          selected: old?.selected ?? false,
          focusable: false,
        }
  })
}

/** A broken edge is drawn, never dropped: its reason is shown and the problems panel offers to remove it. */
function edgeData(document: WorkflowDocument, edge: WorkflowEdge): NonNullable<FlowEdge['data']> {
  const source = nodeById(document, edge.source)
  const target = nodeById(document, edge.target)
  const from = source && portKind(source, 'output', edge.sourceHandle)
  const to = target && portKind(target, 'input', edge.targetHandle)
  if (from === undefined || to === undefined)
    return { kind: from ?? to, conversion: undefined, broken: 'One end of this connection does not exist.' }
  const fitting = fit(from, to)
  return fitting.fits
    ? { kind: from, conversion: fitting.conversion?.label, broken: undefined }
    : { kind: from, conversion: undefined, broken: `${fitting.reason} ${fitting.fix}` }
}
