import type { WorkflowDocument, WorkflowNode } from '@strategraph/strategy-core'
import { shapeOf } from '../model/strategy.ts'

/** One difference in what two versions do; places and notes are no difference. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly what: string
  readonly detail: string
}

/** From `before` to `after`, nodes first, then connections, then the account. */
export function compareDocuments(before: WorkflowDocument, after: WorkflowDocument): readonly Change[] {
  return [...nodeChanges(before, after), ...edgeChanges(before, after), ...settingChanges(before, after)]
}

function nodeChanges(before: WorkflowDocument, after: WorkflowDocument): readonly Change[] {
  const old = new Map(before.nodes.map((node) => [node.id, node]))
  const present = new Set(after.nodes.map((node) => node.id))
  const found = after.nodes.flatMap((node): Change[] => {
    const was = old.get(node.id)
    if (was === undefined) return [{ kind: 'added', what: shapeOf(node).name, detail: 'node' }]
    const detail = nodeDetail(was, node)
    return detail === '' ? [] : [{ kind: 'changed', what: shapeOf(node).name, detail }]
  })
  const gone = before.nodes
    .filter((node) => !present.has(node.id))
    .map((node): Change => ({ kind: 'removed', what: shapeOf(node).name, detail: 'node' }))
  return [...found, ...gone]
}

function nodeDetail(was: WorkflowNode, is: WorkflowNode): string {
  const parts: string[] = []
  for (const key of new Set([...Object.keys(was.config), ...Object.keys(is.config)])) {
    const [a, b] = [JSON.stringify(was.config[key]), JSON.stringify(is.config[key])]
    if (a !== b) parts.push(`${key}: ${brief(a)} → ${brief(b)}`)
  }
  if ((was.disabled ?? false) !== (is.disabled ?? false)) parts.push(is.disabled === true ? 'disabled' : 'enabled')
  if (was.type !== is.type) parts.push(`${was.type} → ${is.type}`)
  if (was.label !== is.label) parts.push('renamed')
  return parts.join(', ')
}

const brief = (text: string | undefined) => (text === undefined ? 'none' : text.length > 40 ? `${text.slice(0, 40)}…` : text)

function edgeChanges(before: WorkflowDocument, after: WorkflowDocument): readonly Change[] {
  const key = (edge: WorkflowDocument['edges'][number]) => `${edge.source}.${edge.sourceHandle} → ${edge.target}.${edge.targetHandle}`
  const old = new Set(before.edges.map(key))
  const present = new Set(after.edges.map(key))
  return [
    ...[...present].filter((edge) => !old.has(edge)).map((edge): Change => ({ kind: 'added', what: edge, detail: 'connection' })),
    ...[...old].filter((edge) => !present.has(edge)).map((edge): Change => ({ kind: 'removed', what: edge, detail: 'connection' })),
  ]
}

function settingChanges(before: WorkflowDocument, after: WorkflowDocument): readonly Change[] {
  return JSON.stringify(before.settings) === JSON.stringify(after.settings)
    ? []
    : [{ kind: 'changed', what: 'Account', detail: 'capital, fees or limits' }]
}
