import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { WorkflowDocument } from './document/document.ts'
import { compareText, type ResolvedGraph, resolveGraph } from './document/resolved-graph.ts'
import type { NodeRegistry } from './node/define-node.ts'

/**
 * JSON with sorted keys and no spaces; keys whose value is undefined are left out. Takes plain data only: a number that JSON cannot
 * hold throws RangeError, for two documents that differ must not have one text.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`${value} has no JSON`)
    return JSON.stringify(value)
  }
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object') throw new RangeError(`a ${typeof value} has no JSON`)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}

/**
 * What of a document affects behaviour, and nothing else: types, versions, parsed configs, what is disabled, edges between ports,
 * settings. Positions, names, labels, notes, groups, stickies, the viewport and the order of lists are not in it.
 */
export function behaviourOf(document: WorkflowDocument, registry: NodeRegistry): unknown {
  return behaviourOfGraph(resolveGraph(document, registry))
}

export function behaviourOfGraph(graph: ResolvedGraph): unknown {
  const { document } = graph
  const nodes = document.nodes.map((node) => ({
    id: node.id,
    type: node.type,
    version: node.version,
    config: graph.nodes.get(node.id)?.config ?? node.config,
    disabled: node.disabled === true,
  }))
  const edges = document.edges.map(({ source, sourceHandle, target, targetHandle }) => [source, sourceHandle, target, targetHandle])
  return {
    format: document.formatVersion,
    nodes: nodes.toSorted((a, b) => compareText(a.id, b.id)),
    edges: edges.toSorted((a, b) => compareText(canonicalJson(a), canonicalJson(b))),
    settings: document.settings,
  }
}

/** Names a strategy: SHA-256 (hex) of the canonical JSON of its behaviour. Runs, orders and journals carry it. */
export function graphHash(document: WorkflowDocument, registry: NodeRegistry): string {
  return hashOfGraph(resolveGraph(document, registry))
}

export function hashOfGraph(graph: ResolvedGraph): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(behaviourOfGraph(graph)))))
}
