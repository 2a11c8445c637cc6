import type { WorkflowDocument } from '@strategraph/strategy-core'

/** `indicator.rsi` gives `rsi`, then `rsi-2`: ids are read in CSV columns and order names, so they speak. */
export function nodeId(type: string, taken: ReadonlySet<string>): string {
  const base = (type.split('.').at(-1) ?? type).replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 48) || 'node'
  return firstFree(base, taken)
}

export function firstFree(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base
  const stem = base.replace(/-\d+$/, '')
  for (let n = 2; ; n += 1) {
    const candidate = `${stem}-${n}`
    if (!taken.has(candidate)) return candidate
  }
}

export function edgeId(taken: ReadonlySet<string>): string {
  for (let n = taken.size + 1; ; n += 1) if (!taken.has(`e${n}`)) return `e${n}`
}

export const nodeIds = (document: WorkflowDocument): Set<string> => new Set(document.nodes.map((node) => node.id))
export const edgeIds = (document: WorkflowDocument): Set<string> => new Set(document.edges.map((edge) => edge.id))
