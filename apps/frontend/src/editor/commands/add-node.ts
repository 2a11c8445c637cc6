import { type NodeDefinition, type WorkflowNode, canConnect } from '@strategraph/strategy-core'
import { joiningPort } from '../model/candidates.ts'
import { type Edit, type Point, addNode, connect, insertOnEdge, makeNode, snap } from '../model/document-ops.ts'
import type { EditorStore } from '../model/editor-store.ts'
import { measure, nodeWidth } from '../canvas/geometry.ts'
import { focusNode } from '../canvas/focus.ts'
import { rememberType } from '../model/search.ts'
import { nodeById, portKind, registry } from '../model/strategy.ts'
import type { QuickAdd } from '../model/view-store.ts'

/** Adds a node at a place; selects and focuses it. */
export function addNodeAt(store: EditorStore, definition: NodeDefinition, position: Point): void {
  const node = makeNode(store.getState().document, definition, position)
  finish(store, definition, node, addNode(node))
}

/** Adds what was chosen in the quick-add list, joined with what the list was opened from. One undo step. */
export function addFromQuickAdd(store: EditorStore, request: QuickAdd, definition: NodeDefinition): void {
  const { document } = store.getState()
  const node = makeNode(document, definition, freePlace(document.nodes, request.position))
  if (request.edgeId !== undefined) return finish(store, definition, node, insertOnEdge(node, request.edgeId))
  if (request.between !== undefined) return finish(store, definition, node, bridge(node, request.between))
  const { from } = request
  if (from === undefined) return finish(store, definition, node, addNode(node))
  const other = nodeById(document, from.nodeId)
  const kind = other && portKind(other, from.side, from.port)
  const port = kind && joiningPort(definition, kind, from.side)
  if (port === undefined) return finish(store, definition, node, addNode(node))
  const connection =
    from.side === 'output'
      ? { source: from.nodeId, sourceHandle: from.port, target: node.id, targetHandle: port }
      : { source: node.id, sourceHandle: port, target: from.nodeId, targetHandle: from.port }
  finish(store, definition, node, (before) => {
    const added = addNode(node)(before)
    return canConnect(added, registry, connection).ok ? connect(connection)(added) : added
  })
}

/** Puts a node between two ports that do not fit each other. */
const bridge =
  (node: WorkflowNode, between: NonNullable<QuickAdd['between']>): Edit =>
  (document) => {
    const id = 'bridge-to-be'
    const withEdge: typeof document = { ...document, edges: [...document.edges, { id, ...between }] }
    const bridged = insertOnEdge(node, id)(withEdge)
    return { ...bridged, edges: bridged.edges.filter((edge) => edge.id !== id) }
  }

function finish(store: EditorStore, definition: NodeDefinition, node: WorkflowNode, edit: Edit): void {
  rememberType(definition.type)
  store.commit(`Add ${definition.title}`, edit, { select: [node.id] })
  focusNode(node.id)
}

/** The place, or below it where another node lies: a new node never hides one. */
export function freePlace(nodes: readonly WorkflowNode[], wanted: Point): Point {
  const { x, y: top } = snap(wanted)
  let y = top
  const hits = () =>
    nodes.find(
      ({ position, ...node }) =>
        Math.abs(position.x - x) < nodeWidth + 8 && position.y < y + 90 && position.y + measure({ ...node, position }).height > y - 8,
    )
  for (let hit = hits(), tries = 0; hit !== undefined && tries < 200; hit = hits(), tries += 1)
    y = hit.position.y + measure(hit).height + 24
  return snap({ x, y })
}
