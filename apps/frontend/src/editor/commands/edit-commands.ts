import { toast } from '../../ui/toast.tsx'
import { layoutPositions } from '../canvas/layout.ts'
import { fitOptions, glide } from '../canvas/fit-options.ts'
import { focusNode } from '../canvas/focus.ts'
import { moveTo, removeAndReconnect, removeEdges, removeItems, setDisabled } from '../model/document-ops.ts'
import { type EditorStore, selectedEdgeIds, selectedNodeIds } from '../model/editor-store.ts'
import { nodeById, shapeOf } from '../model/strategy.ts'
import { setView } from '../model/view-store.ts'
import { copySelection, duplicateSelection, pasteText } from './clipboard-actions.ts'
import type { Command, CommandContext } from './command.ts'

const hasNodes = ({ store }: CommandContext) => selectedNodeIds(store.getState()).length > 0
const hasAny = (context: CommandContext) => hasNodes(context) || selectedEdgeIds(context.store.getState()).length > 0
const oneNode = ({ store }: CommandContext): string | undefined => {
  const ids = selectedNodeIds(store.getState())
  return ids.length === 1 ? ids[0] : undefined
}

function nameOf(store: EditorStore, ids: readonly string[]): string {
  const node = ids.length === 1 ? nodeById(store.getState().document, ids[0] ?? '') : undefined
  return node === undefined ? `${ids.length} items` : shapeOf(node).name
}

function remove({ store }: CommandContext, isReconnecting: boolean): void {
  const state = store.getState()
  const nodes = selectedNodeIds(state)
  const edges = new Set(selectedEdgeIds(state))
  // The keyboard stays in the graph: it goes on from what fed the removed node.
  const neighbour = state.document.edges.find((edge) => nodes.includes(edge.target) && !nodes.includes(edge.source))?.source
  const label = nodes.length === 0 ? 'Delete connection' : `Delete ${nameOf(store, nodes)}`
  const edit = isReconnecting ? removeAndReconnect(new Set(nodes)) : removeItems(new Set(nodes))
  store.commit(
    label,
    (document) => edit(edges.size === 0 ? document : removeEdges(edges)(document)),
    neighbour === undefined ? {} : { select: [neighbour] },
  )
  if (neighbour !== undefined) focusNode(neighbour)
}

function toggleDisabled({ store }: CommandContext): void {
  const { document, ...state } = store.getState()
  const ids = selectedNodeIds(state)
  const isAllOff = ids.every((id) => nodeById(document, id)?.disabled === true)
  const guards = ids.filter((id) => {
    const node = nodeById(document, id)
    return node !== undefined && shapeOf(node).definition?.neverBypass === true
  })
  store.commit(`${isAllOff ? 'Enable' : 'Disable'} ${nameOf(store, ids)}`, setDisabled(new Set(ids), !isAllOff))
  if (!isAllOff && guards.length > 0) {
    toast({ tone: 'info', text: 'A disabled risk gate or order lets nothing pass: the orders behind it stop.' })
  }
}

function layout({ store, flow }: CommandContext): void {
  const { document, ...state } = store.getState()
  const chosen = selectedNodeIds(state)
  const positions = layoutPositions(document, chosen.length > 1 ? new Set(chosen) : undefined)
  store.commit(chosen.length > 1 ? 'Tidy up selection' : 'Tidy up', moveTo(positions))
  requestAnimationFrame(() => void flow.fitView({ ...fitOptions, duration: glide(250) }))
}

function undo({ store }: CommandContext): void {
  const label = store.undo()
  toast({ tone: 'info', topic: 'undo', text: label === undefined ? 'Nothing to undo.' : `Undone: ${label}` })
}

function redo({ store }: CommandContext): void {
  const label = store.redo()
  toast({ tone: 'info', topic: 'undo', text: label === undefined ? 'Nothing to do again.' : `Done again: ${label}` })
}

export const editCommands: readonly Command[] = [
  {
    id: 'undo',
    title: 'Undo',
    group: 'Edit',
    keys: ['Mod+Z'],
    edits: true,
    isEnabled: ({ store }) => store.getState().history.undo.length > 0,
    run: undo,
  },
  {
    id: 'redo',
    title: 'Redo',
    group: 'Edit',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    edits: true,
    isEnabled: ({ store }) => store.getState().history.redo.length > 0,
    run: redo,
  },
  {
    id: 'cut',
    title: 'Cut',
    group: 'Edit',
    keys: ['Mod+X'],
    scope: 'browser',
    edits: true,
    isEnabled: hasNodes,
    run: (context) => void copySelection(context, true),
  },
  {
    id: 'copy',
    title: 'Copy',
    group: 'Edit',
    keys: ['Mod+C'],
    scope: 'browser',
    isEnabled: hasNodes,
    run: (context) => void copySelection(context, false),
  },
  { id: 'paste', title: 'Paste', group: 'Edit', keys: ['Mod+V'], scope: 'browser', edits: true, run: (context) => void pasteText(context) },
  { id: 'duplicate', title: 'Duplicate', group: 'Edit', keys: ['Mod+D'], edits: true, isEnabled: hasNodes, run: duplicateSelection },
  {
    id: 'select-all',
    title: 'Select all',
    group: 'Edit',
    keys: ['Mod+A'],
    run: ({ store }) => store.select(store.getState().nodes.map((node) => node.id)),
  },
  { id: 'select-none', title: 'Select nothing', group: 'Edit', keys: ['Escape'], isHidden: true, run: ({ store }) => store.select([]) },
  {
    id: 'delete',
    title: 'Delete',
    group: 'Edit',
    keys: ['Delete', 'Backspace'],
    edits: true,
    isEnabled: hasAny,
    run: (context) => remove(context, false),
  },
  {
    id: 'delete-reconnect',
    title: 'Delete and reconnect',
    group: 'Edit',
    keys: ['Mod+Delete', 'Mod+Backspace'],
    edits: true,
    isEnabled: hasNodes,
    run: (context) => remove(context, true),
  },
  { id: 'disable', title: 'Disable or enable', group: 'Edit', keys: ['D'], edits: true, isEnabled: hasNodes, run: toggleDisabled },
  {
    id: 'rename',
    title: 'Rename',
    group: 'Edit',
    keys: ['F2'],
    edits: true,
    isEnabled: (context) => oneNode(context) !== undefined,
    run: (context) => setView({ renaming: oneNode(context) }),
  },
  {
    id: 'connect',
    title: 'Connect …',
    group: 'Connect',
    keys: ['C'],
    edits: true,
    isEnabled: (context) => oneNode(context) !== undefined,
    run: (context) => setView({ connecting: oneNode(context) }),
  },
  {
    id: 'disconnect',
    title: 'Remove all connections',
    group: 'Connect',
    edits: true,
    isEnabled: hasNodes,
    run: ({ store }) => {
      const { document, ...state } = store.getState()
      const ids = new Set(selectedNodeIds(state))
      const edges = document.edges.filter((edge) => ids.has(edge.source) || ids.has(edge.target)).map((edge) => edge.id)
      store.commit('Remove connections', removeEdges(new Set(edges)))
    },
  },
  { id: 'tidy', title: 'Tidy up (left to right)', group: 'Edit', keys: ['L'], edits: true, run: layout },
]
