import type { WorkflowDocument, WorkflowNode } from '@strategraph/strategy-core'

export type Direction = 'left' | 'right' | 'up' | 'down'

/**
 * Where an arrow key goes from a node: left to what feeds it, right to what it feeds (the nearest in height), up and down to the
 * nearest node in that direction. Without a connection that way, the nearest node that way.
 */
export function neighbour(document: WorkflowDocument, from: string, direction: Direction): string | undefined {
  const self = document.nodes.find((node) => node.id === from)
  if (self === undefined) return document.nodes[0]?.id
  if (direction === 'left' || direction === 'right') {
    const linked = document.edges.flatMap((edge) =>
      direction === 'left' ? (edge.target === from ? [edge.source] : []) : edge.source === from ? [edge.target] : [],
    )
    const near = nearest(
      document.nodes.filter((node) => linked.includes(node.id)),
      (node) =>
        // Height decides; of two at one height the nearer one.
        Math.abs(node.position.y - self.position.y) + Math.abs(node.position.x - self.position.x) / 1000,
    )
    if (near !== undefined) return near.id
  }
  const isThatWay: Readonly<Record<Direction, (node: WorkflowNode) => boolean>> = {
    left: (node) => node.position.x < self.position.x - 20,
    right: (node) => node.position.x > self.position.x + 20,
    up: (node) => node.position.y < self.position.y - 10,
    down: (node) => node.position.y > self.position.y + 10,
  }
  const isSideways = direction === 'left' || direction === 'right'
  const distance = (node: WorkflowNode) => {
    const dx = Math.abs(node.position.x - self.position.x)
    const dy = Math.abs(node.position.y - self.position.y)
    return isSideways ? dx + dy * 2 : dy + dx * 2
  }
  return nearest(
    document.nodes.filter((node) => node.id !== from && isThatWay[direction](node)),
    distance,
  )?.id
}

function nearest(nodes: readonly WorkflowNode[], distance: (node: WorkflowNode) => number): WorkflowNode | undefined {
  let best: WorkflowNode | undefined
  for (const node of nodes) if (best === undefined || distance(node) < distance(best)) best = node
  return best
}

/** All that feeds a node (`upstream`) or that it feeds, itself included. */
export function dependencies(document: WorkflowDocument, ids: readonly string[], way: 'upstream' | 'downstream'): ReadonlySet<string> {
  const found = new Set(ids)
  const todo = [...ids]
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    for (const edge of document.edges) {
      const [here, there] = way === 'upstream' ? [edge.target, edge.source] : [edge.source, edge.target]
      if (here !== id || found.has(there)) continue
      found.add(there)
      todo.push(there)
    }
  }
  return found
}
