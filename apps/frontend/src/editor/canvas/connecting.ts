import { type Connectable, type Connection, canConnect } from '@strategraph/strategy-core'
import type { PortRef } from '../model/candidates.ts'
import { connect, reconnect } from '../model/document-ops.ts'
import type { EditorStore } from '../model/editor-store.ts'
import { nodeById, registry, shapeOf } from '../model/strategy.ts'

export interface OpenConnection {
  readonly source: string | null
  readonly target: string | null
  readonly sourceHandle?: string | null | undefined
  readonly targetHandle?: string | null | undefined
}

export function closed(connection: OpenConnection): Connection | undefined {
  const { source, target, sourceHandle, targetHandle } = connection
  if (source === null || target === null || typeof sourceHandle !== 'string' || typeof targetHandle !== 'string') return undefined
  return { source, sourceHandle, target, targetHandle }
}

/** Asks strategy-core; an edge that is being moved does not stand in its own way. */
export function ask(store: EditorStore, connection: Connection, movedEdge?: string): Connectable {
  const { document } = store.getState()
  const without = movedEdge === undefined ? document : { ...document, edges: document.edges.filter((edge) => edge.id !== movedEdge) }
  return canConnect(without, registry, connection)
}

/** Draws the edge, or says why not. */
export function tryConnect(store: EditorStore, connection: Connection): Connectable {
  const answer = ask(store, connection)
  if (answer.ok) store.commit(`Connect ${names(store, connection)}`, connect(connection))
  return answer
}

export function tryReconnect(store: EditorStore, edgeId: string, connection: Connection): Connectable {
  const answer = ask(store, connection, edgeId)
  if (answer.ok) store.commit(`Reconnect ${names(store, connection)}`, reconnect(edgeId, connection))
  return answer
}

function names(store: EditorStore, { source, target }: Connection): string {
  const { document } = store.getState()
  const name = (id: string) => {
    const node = nodeById(document, id)
    return node === undefined ? id : shapeOf(node).name
  }
  return `${name(source)} to ${name(target)}`
}

/** Ends of a connection that begins at `from` and ends at `to`, whichever way it was drawn. */
export function joined(from: PortRef, to: PortRef): Connection {
  const [source, target] = from.side === 'output' ? [from, to] : [to, from]
  return { source: source.nodeId, sourceHandle: source.port, target: target.nodeId, targetHandle: target.port }
}

/**
 * While a line is drawn, marks the ports that it may end at. Straight on the DOM, once per line: as React state it would render
 * every node twice per drag.
 */
export function markFittingPorts(container: HTMLElement, store: EditorStore, from: PortRef, movedEdge?: string): void {
  for (const port of container.querySelectorAll<HTMLElement>('.react-flow__handle.port')) {
    const nodeId = port.dataset['nodeid']
    const id = port.dataset['handleid']
    if (nodeId === undefined || id === undefined) continue
    const side = port.classList.contains('source') ? 'output' : 'input'
    const isSelf = nodeId === from.nodeId && id === from.port && side === from.side
    const fits = !isSelf && side !== from.side && ask(store, joined(from, { nodeId, port: id, side }), movedEdge).ok
    port.classList.toggle('fits', fits)
    port.classList.toggle('unfit', !fits && !isSelf)
  }
}

export function clearMarks(container: HTMLElement): void {
  for (const port of container.querySelectorAll('.port.fits, .port.unfit')) port.classList.remove('fits', 'unfit')
}
