import { type WorkflowDocument, edgeSchema, nodeSchema, stickySchema } from '@strategraph/strategy-core'
import { z } from 'zod'
import { type Edit, type Point, snap, withField } from './document-ops.ts'
import { edgeId, edgeIds, firstFree, nodeIds } from './ids.ts'

/** What lies in the clipboard: plain JSON text, so that it can be pasted into a chat and back. */
const clipSchema = z.object({
  strategraph: z.literal('nodes'),
  nodes: z.array(nodeSchema).max(500),
  edges: z.array(edgeSchema).max(2000).default([]),
  stickies: z.array(stickySchema).max(200).default([]),
})
export type Clip = z.output<typeof clipSchema>

/** The selected items with the edges between them; undefined where nothing is selected. */
export function copyItems(document: WorkflowDocument, ids: ReadonlySet<string>): Clip | undefined {
  const nodes = document.nodes.filter((node) => ids.has(node.id))
  const stickies = (document.stickies ?? []).filter((sticky) => ids.has(sticky.id))
  if (nodes.length + stickies.length === 0) return undefined
  const edges = document.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target))
  return { strategraph: 'nodes', nodes, edges, stickies }
}

export type PasteText =
  | { readonly kind: 'nodes'; readonly clip: Clip }
  /** A whole strategy file: opened as a new one, never over this one. */
  | { readonly kind: 'document' }
  | { readonly kind: 'nothing'; readonly reason: string }

export function readClip(text: string): PasteText {
  let json: unknown
  try {
    // From a chat the text often comes with a fence around it.
    json = JSON.parse(text.trim().replace(/^```\w*\s*|\s*```$/g, ''))
  } catch {
    return { kind: 'nothing', reason: 'The clipboard holds no nodes: its text is not JSON.' }
  }
  if (typeof json === 'object' && json !== null && 'formatVersion' in json) return { kind: 'document' }
  const parsed = clipSchema.safeParse(json)
  return parsed.success
    ? { kind: 'nodes', clip: parsed.data }
    : { kind: 'nothing', reason: 'The clipboard holds JSON, but no copied nodes and no strategy file.' }
}

/** Adds copied items under new ids, their upper left corner at `at`; inner edges are kept. */
export function pasteClip(document: WorkflowDocument, clip: Clip, at: Point): { readonly ids: readonly string[]; readonly edit: Edit } {
  const items = [...clip.nodes, ...clip.stickies]
  const left = Math.min(...items.map((item) => item.position.x))
  const top = Math.min(...items.map((item) => item.position.y))
  const place = ({ x, y }: Point) => snap({ x: x - left + at.x, y: y - top + at.y })
  const taken = new Set([...nodeIds(document), ...(document.stickies ?? []).map((sticky) => sticky.id)])
  const names = new Map<string, string>()
  for (const item of items) {
    const id = firstFree(item.id, taken)
    taken.add(id)
    names.set(item.id, id)
  }
  const renamed = (id: string) => names.get(id) ?? id
  // A group that is not here would be a dangling reference.
  const nodes = clip.nodes.map((node) => withField({ ...node, id: renamed(node.id), position: place(node.position) }, 'group', undefined))
  const stickies = clip.stickies.map((sticky) => ({ ...sticky, id: renamed(sticky.id), position: place(sticky.position) }))
  const takenEdges = edgeIds(document)
  const edges = clip.edges
    .filter((edge) => names.has(edge.source) && names.has(edge.target))
    .map((edge) => {
      const id = edgeId(takenEdges)
      takenEdges.add(id)
      return { ...edge, id, source: renamed(edge.source), target: renamed(edge.target) }
    })
  return {
    ids: [...names.values()],
    edit: (before) => ({
      ...before,
      nodes: [...before.nodes, ...nodes],
      edges: [...before.edges, ...edges],
      ...(stickies.length > 0 ? { stickies: [...(before.stickies ?? []), ...stickies] } : {}),
    }),
  }
}
