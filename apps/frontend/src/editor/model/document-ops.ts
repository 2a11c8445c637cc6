import {
  type Connection,
  type NodeDefinition,
  type Sticky,
  type WorkflowDocument,
  type WorkflowEdge,
  type WorkflowNode,
  canConnect,
  fit,
} from '@strategraph/strategy-core'
import { edgeId, edgeIds, firstFree, nodeId, nodeIds } from './ids.ts'
import { defaultConfig, nodeById, portKind, registry, shapeOf } from './strategy.ts'

/** Every edit is a function from a document to a document; the old one is never changed. */
export type Edit = (document: WorkflowDocument) => WorkflowDocument

export interface Point {
  readonly x: number
  readonly y: number
}

export const grid = 8
export const snap = ({ x, y }: Point): { x: number; y: number } => ({ x: Math.round(x / grid) * grid, y: Math.round(y / grid) * grid })

/** A new node; its id is given back because the caller selects it. */
export function makeNode(document: WorkflowDocument, definition: NodeDefinition, position: Point): WorkflowNode {
  return {
    id: nodeId(definition.type, nodeIds(document)),
    type: definition.type,
    version: definition.version,
    position: snap(position),
    config: defaultConfig(definition),
  }
}

export const addNode =
  (node: WorkflowNode): Edit =>
  (document) => ({ ...document, nodes: [...document.nodes, node] })

const mapNode =
  (id: string, change: (node: WorkflowNode) => WorkflowNode): Edit =>
  (document) => ({
    ...document,
    nodes: document.nodes.map((node) => (node.id === id ? change(node) : node)),
  })

/** Sets a value deep in a node's config; `undefined` removes the key. */
export const setConfig = (id: string, path: readonly (string | number)[], value: unknown): Edit =>
  mapNode(id, (node) => {
    const config = setIn(node.config, path, value)
    return { ...node, config: isRecord(config) ? config : node.config }
  })

export const replaceConfig = (id: string, config: Record<string, unknown>): Edit => mapNode(id, (node) => ({ ...node, config }))

/** A node with an optional field set, or without it where the value is undefined. */
export function withField<Key extends 'label' | 'notes' | 'disabled' | 'group'>(
  node: WorkflowNode,
  key: Key,
  value: WorkflowNode[Key],
): WorkflowNode {
  const next = { ...node }
  if (value === undefined) delete next[key]
  else next[key] = value
  return next
}

export const renameNode = (id: string, label: string): Edit =>
  mapNode(id, (node) => withField(node, 'label', label.trim() === '' ? undefined : label.trim().slice(0, 200)))

export const setNotes = (id: string, notes: string): Edit =>
  mapNode(id, (node) => withField(node, 'notes', notes === '' ? undefined : notes.slice(0, 20_000)))

export const setDisabled =
  (ids: ReadonlySet<string>, disabled: boolean): Edit =>
  (document) => ({
    ...document,
    nodes: document.nodes.map((node) => (ids.has(node.id) ? withField(node, 'disabled', disabled ? true : undefined) : node)),
  })

export const moveTo =
  (positions: ReadonlyMap<string, Point>): Edit =>
  (document) => {
    const moved = <Item extends { id: string; position: { x: number; y: number } }>(item: Item): Item => {
      const to = positions.get(item.id)
      if (to === undefined || (to.x === item.position.x && to.y === item.position.y)) return item
      return { ...item, position: { x: to.x, y: to.y } }
    }
    return {
      ...document,
      nodes: document.nodes.map(moved),
      ...(document.stickies === undefined ? {} : { stickies: document.stickies.map(moved) }),
    }
  }

/** Draws an edge; the caller has asked `canConnect`. */
export const connect =
  (connection: Connection): Edit =>
  (document) => ({
    ...document,
    edges: [...document.edges, { id: edgeId(edgeIds(document)), ...connection }],
  })

export const reconnect =
  (id: string, connection: Connection): Edit =>
  (document) => ({
    ...document,
    edges: document.edges.map((edge) => (edge.id === id ? { ...edge, ...connection } : edge)),
  })

export const removeEdges =
  (ids: ReadonlySet<string>): Edit =>
  (document) => ({
    ...document,
    edges: document.edges.filter((edge) => !ids.has(edge.id)),
  })

/** Removes nodes and stickies with the edges at them. */
export const removeItems =
  (ids: ReadonlySet<string>): Edit =>
  (document) => ({
    ...document,
    nodes: document.nodes.filter((node) => !ids.has(node.id)),
    edges: document.edges.filter((edge) => !ids.has(edge.source) && !ids.has(edge.target)),
    ...(document.stickies === undefined ? {} : { stickies: document.stickies.filter((sticky) => !ids.has(sticky.id)) }),
  })

/** Removes nodes and joins what fed them with what they fed, where the kinds fit and the input is free. */
export const removeAndReconnect =
  (ids: ReadonlySet<string>): Edit =>
  (document) => {
    let next = removeItems(ids)(document)
    for (const out of document.edges.filter((edge) => ids.has(edge.source) && !ids.has(edge.target))) {
      const origin = upstreamOf(document, out, ids)
      if (origin === undefined) continue
      const connection = { source: origin.source, sourceHandle: origin.sourceHandle, target: out.target, targetHandle: out.targetHandle }
      if (canConnect(next, registry, connection).ok) next = connect(connection)(next)
    }
    return next
  }

/** The first edge from outside that reaches an output of a removed node and whose kind fits where the output went. */
function upstreamOf(document: WorkflowDocument, out: WorkflowEdge, removed: ReadonlySet<string>): WorkflowEdge | undefined {
  const target = nodeById(document, out.target)
  const wanted = target && portKind(target, 'input', out.targetHandle)
  if (wanted === undefined) return undefined
  const seen = new Set<string>()
  const todo = [out.source]
  for (let id = todo.shift(); id !== undefined; id = todo.shift()) {
    if (seen.has(id)) continue
    seen.add(id)
    for (const edge of document.edges.filter((candidate) => candidate.target === id)) {
      if (removed.has(edge.source)) todo.push(edge.source)
      else {
        const source = nodeById(document, edge.source)
        const kind = source && portKind(source, 'output', edge.sourceHandle)
        if (kind !== undefined && fit(kind, wanted).fits) return edge
      }
    }
  }
  return undefined
}

/** Puts a node into an edge: its first input that takes the edge's kind, its first output that fits where the edge went. */
export function insertOnEdge(node: WorkflowNode, id: string): Edit {
  return (document) => {
    const edge = document.edges.find((candidate) => candidate.id === id)
    const ports = edge && throughPorts(document, edge, node)
    if (edge === undefined || ports === undefined) return addNode(node)(document)
    const without = removeEdges(new Set([id]))(addNode(node)(document))
    const first = connect({ source: edge.source, sourceHandle: edge.sourceHandle, target: node.id, targetHandle: ports.input })(without)
    return connect({ source: node.id, sourceHandle: ports.output, target: edge.target, targetHandle: edge.targetHandle })(first)
  }
}

/** Ports by which a node could sit in an edge; undefined where it does not fit. */
export function throughPorts(
  document: WorkflowDocument,
  edge: WorkflowEdge,
  node: WorkflowNode,
): { readonly input: string; readonly output: string } | undefined {
  const source = nodeById(document, edge.source)
  const target = nodeById(document, edge.target)
  const from = source && portKind(source, 'output', edge.sourceHandle)
  const to = target && portKind(target, 'input', edge.targetHandle)
  if (from === undefined || to === undefined) return undefined
  const { inputs, outputs } = shapeOf(node)
  const input = Object.entries(inputs).find(([, port]) => fit(from, port.kind).fits)?.[0]
  const output = Object.entries(outputs).find(([, port]) => fit(port.kind, to).fits)?.[0]
  return input === undefined || output === undefined ? undefined : { input, output }
}

export function addSticky(document: WorkflowDocument, position: Point): { readonly id: string; readonly edit: Edit } {
  const stickies = document.stickies ?? []
  const id = firstFree('note', new Set([...stickies.map((sticky) => sticky.id), ...nodeIds(document)]))
  const sticky: Sticky = { id, position: snap(position), size: { width: 240, height: 120 }, text: '', color: 'yellow' }
  return { id, edit: (before) => ({ ...before, stickies: [...(before.stickies ?? []), sticky] }) }
}

export const changeSticky =
  (id: string, change: Partial<Omit<Sticky, 'id'>>): Edit =>
  (document) => ({
    ...document,
    ...(document.stickies === undefined
      ? {}
      : { stickies: document.stickies.map((sticky) => (sticky.id === id ? { ...sticky, ...change } : sticky)) }),
  })

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function setIn(value: unknown, path: readonly (string | number)[], to: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return to
  if (typeof key === 'number') {
    const list: unknown[] = Array.isArray(value) ? [...value] : []
    list[key] = setIn(list[key], rest, to)
    return list
  }
  const record = isRecord(value) ? { ...value } : {}
  const next = setIn(record[key], rest, to)
  if (next === undefined) delete record[key]
  else record[key] = next
  return record
}
