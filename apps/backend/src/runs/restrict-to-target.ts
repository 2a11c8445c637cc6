import type { NodeRegistry, WorkflowDocument } from '@strategraph/strategy-core'
import { unusable } from '../http/refusal.ts'

/** The target node and what it needs, without nodes that submit orders: evaluating a node must never trade. */
export function restrictToTarget(document: WorkflowDocument, target: string, registry: NodeRegistry): WorkflowDocument {
  if (!document.nodes.some(({ id }) => id === target))
    throw unusable('TARGET_NOT_FOUND', `The workflow has no node ${JSON.stringify(target)}.`)
  const wanted = new Set([target])
  for (const id of wanted) for (const edge of document.edges) if (edge.target === id) wanted.add(edge.source)
  const nodes = document.nodes.filter(({ id, type }) => wanted.has(id) && !submitsOrders(type, registry))
  const kept = new Set(nodes.map(({ id }) => id))
  return { ...document, nodes, edges: document.edges.filter(({ source, target: end }) => kept.has(source) && kept.has(end)) }
}

function submitsOrders(type: string, registry: NodeRegistry): boolean {
  const definition = registry.get(type)
  return definition?.behaviour === 'reactive' && definition.effects.includes('submit')
}
