import { type Problem, type WorkflowDocument, validateDocument } from '@strategraph/strategy-core'
import { type EdgeChange, type NodeChange, applyEdgeChanges, applyNodeChanges } from '@xyflow/react'
import { type StoreApi, createStore } from 'zustand'
import { type FlowEdge, type FlowNode, flowEdges, flowNodes } from '../canvas/flow-items.ts'
import { type Edit, moveTo } from './document-ops.ts'
import { type History, noHistory, record, stepBack, stepForward } from './history.ts'
import { registry } from './strategy.ts'

export interface EditorState {
  readonly workflowId: string
  /** A past run's version is looked at, not changed. */
  readonly isReadOnly: boolean
  readonly document: WorkflowDocument
  readonly history: History
  /** React Flow's items; selection and measures live here, not in the document. */
  readonly nodes: FlowNode[]
  readonly edges: FlowEdge[]
  readonly problems: readonly Problem[]
}

export interface CommitOptions {
  readonly group?: string
  /** Items to select afterwards; the selection stays where absent. */
  readonly select?: readonly string[]
}

export interface EditorStore extends StoreApi<EditorState> {
  /** Performs an edit as one undoable step; nothing happens where it changes nothing or the document is read-only. */
  readonly commit: (label: string, edit: Edit, options?: CommitOptions) => void
  /** Label of what was undone. */
  readonly undo: () => string | undefined
  readonly redo: () => string | undefined
  /** Another version takes the place of this one, as an undoable step (restore, conflict, found draft). */
  readonly replace: (label: string, document: WorkflowDocument) => void
  readonly onNodesChange: (changes: NodeChange<FlowNode>[]) => void
  readonly onEdgesChange: (changes: EdgeChange<FlowEdge>[]) => void
  /** Ends a drag: the positions that React Flow holds become one step. */
  readonly commitPositions: () => void
  readonly select: (ids: readonly string[]) => void
}

export function createEditorStore(options: {
  readonly workflowId: string
  readonly document: WorkflowDocument
  readonly isReadOnly?: boolean
  /** ms; a test hands in its own. */
  readonly now?: () => number
}): EditorStore {
  const now = options.now ?? (() => performance.now())
  const { workflowId, document, isReadOnly = false } = options
  const store = createStore<EditorState>(() => ({
    workflowId,
    isReadOnly,
    document,
    history: noHistory,
    nodes: flowNodes(document, []),
    edges: flowEdges(document, []),
    problems: validateDocument(document, registry),
  }))

  const show = (next: WorkflowDocument, history: History, select?: readonly string[]) => {
    const { nodes, edges, document: before, problems } = store.getState()
    const isMoveOnly = next.nodes.length === before.nodes.length && next.edges === before.edges && sameBehaviour(before, next)
    const flow = flowNodes(next, nodes)
    store.setState({
      document: next,
      history,
      nodes: select === undefined ? flow : withSelection(flow, new Set(select)),
      edges: flowEdges(next, select === undefined ? edges : withSelection(edges, new Set(select))),
      problems: isMoveOnly ? problems : validateDocument(next, registry),
    })
  }

  const commit: EditorStore['commit'] = (label, edit, { group, select } = {}) => {
    const { document: before, history, isReadOnly: locked } = store.getState()
    if (locked) return
    const after = edit(before)
    if (after === before || JSON.stringify(after) === JSON.stringify(before)) {
      // Positions that React Flow holds may differ from the document's (a drag back to where it began).
      store.setState({ nodes: flowNodes(before, []).map((item) => keepSelection(item, store.getState().nodes)) })
      return
    }
    show(after, record(history, { label, before, after, group, at: now() }), select)
  }

  return {
    ...store,
    commit,
    undo() {
      const { history, isReadOnly: locked } = store.getState()
      const step = locked ? undefined : stepBack(history)
      if (step !== undefined) show(step.document, step.history)
      return step?.label
    },
    redo() {
      const { history, isReadOnly: locked } = store.getState()
      const step = locked ? undefined : stepForward(history)
      if (step !== undefined) show(step.document, step.history)
      return step?.label
    },
    replace(label, next) {
      const { document: before, history } = store.getState()
      show(next, record(history, { label, before, after: next, group: undefined, at: now() }), [])
    },
    onNodesChange: (changes) => {
      // Removal goes through commands only, so that it can be undone.
      const allowed = changes.filter((change) => change.type !== 'remove' && change.type !== 'add')
      store.setState(({ nodes }) => ({ nodes: applyNodeChanges(allowed, nodes) }))
    },
    onEdgesChange: (changes) => {
      const allowed = changes.filter((change) => change.type === 'select')
      if (allowed.length > 0) store.setState(({ edges }) => ({ edges: applyEdgeChanges(allowed, edges) }))
    },
    commitPositions() {
      const { nodes, document: present } = store.getState()
      const at = new Map([...present.nodes, ...(present.stickies ?? [])].map((item) => [item.id, item.position]))
      const moved = nodes.filter((node) => {
        const was = at.get(node.id)
        return was !== undefined && (was.x !== node.position.x || was.y !== node.position.y)
      })
      if (moved.length === 0) return
      const what = moved.length === 1 ? (moved[0]?.ariaLabel?.split(',')[0] ?? 'a node') : `${moved.length} items`
      commit(`Move ${what}`, moveTo(new Map(moved.map((node) => [node.id, node.position]))))
    },
    select(ids) {
      const wanted = new Set(ids)
      store.setState(({ nodes, edges }) => ({ nodes: withSelection(nodes, wanted), edges: withSelection(edges, wanted) }))
    },
  }
}

function withSelection<Item extends FlowNode | FlowEdge>(items: readonly Item[], ids: ReadonlySet<string>): Item[] {
  return items.map((item) => (item.selected === ids.has(item.id) ? item : { ...item, selected: ids.has(item.id) }))
}

function keepSelection(item: FlowNode, before: readonly FlowNode[]): FlowNode {
  const isSelected = before.find((candidate) => candidate.id === item.id)?.selected === true
  return isSelected ? { ...item, selected: true } : item
}

/** Whether only places changed: then the problems are the same and need not be looked for. */
function sameBehaviour(a: WorkflowDocument, b: WorkflowDocument): boolean {
  return (
    a.settings === b.settings &&
    a.nodes.every((node, index) => {
      const other = b.nodes[index]
      return (
        other !== undefined &&
        node.id === other.id &&
        node.config === other.config &&
        node.disabled === other.disabled &&
        node.label === other.label
      )
    })
  )
}

export const selectedNodeIds = ({ nodes }: Pick<EditorState, 'nodes'>): readonly string[] =>
  nodes.filter((node) => node.selected).map((node) => node.id)
export const selectedEdgeIds = ({ edges }: Pick<EditorState, 'edges'>): readonly string[] =>
  edges.filter((edge) => edge.selected).map((edge) => edge.id)
