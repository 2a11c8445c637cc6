import type { WorkflowDocument } from '@strategraph/strategy-core'
import type { Point } from '../model/document-ops.ts'
import { grid } from '../model/document-ops.ts'
import { measure, nodeWidth } from './geometry.ts'

/** Places by data flow, left to right (dagre). `only`: these nodes are laid out, the others stay. Keeps the upper left corner. */
export async function layoutPositions(document: WorkflowDocument, only?: ReadonlySet<string>): Promise<ReadonlyMap<string, Point>> {
  const { Graph, layout } = await import('@dagrejs/dagre')
  const nodes = document.nodes.filter((node) => only === undefined || only.has(node.id))
  if (nodes.length === 0) return new Map()
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: 32, ranksep: 72, marginx: 0, marginy: 0 })
  graph.setDefaultEdgeLabel(() => ({}))
  const ids = new Set(nodes.map((node) => node.id))
  for (const node of nodes) graph.setNode(node.id, { width: nodeWidth, height: measure(node).height })
  for (const edge of document.edges) if (ids.has(edge.source) && ids.has(edge.target)) graph.setEdge(edge.source, edge.target)
  layout(graph)
  const corner = (axis: 'x' | 'y') => Math.min(...nodes.map((node) => node.position[axis]))
  const [left, top] = [corner('x'), corner('y')]
  const placed = nodes.map((node): [string, Point] => {
    const { x, y } = graph.node(node.id)
    return [node.id, { x: x - nodeWidth / 2, y: y - measure(node).height / 2 }]
  })
  const minX = Math.min(...placed.map(([, at]) => at.x))
  const minY = Math.min(...placed.map(([, at]) => at.y))
  const onGrid = (value: number) => Math.round(value / grid) * grid
  return new Map(placed.map(([id, at]) => [id, { x: onGrid(left + at.x - minX), y: onGrid(top + at.y - minY) }]))
}
