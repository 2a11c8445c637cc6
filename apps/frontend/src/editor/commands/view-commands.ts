import { openOverlay } from '../../app/overlays.ts'
import { setTheme, useTheme } from '../../app/theme.ts'
import { fitOptions, glide } from '../canvas/fit-options.ts'
import { focusNode, focusWhenThere, focusedNode } from '../canvas/focus.ts'
import { nodeWidth } from '../canvas/geometry.ts'
import { grid, moveTo, addSticky } from '../model/document-ops.ts'
import { selectedNodeIds } from '../model/editor-store.ts'
import { nodeById, shapeOf } from '../model/strategy.ts'
import { openRight, setView, toggleLeft, toggleRight, useView } from '../model/view-store.ts'
import { type Direction, dependencies, neighbour } from '../model/walk.ts'
import type { Command, CommandContext } from './command.ts'

/** The selected node before the focused one: the focus follows a frame later, and a quick second key must not begin at the old place. */
const present = ({ store }: CommandContext): string | undefined => selectedNodeIds(store.getState())[0] ?? focusedNode()

function goTo({ store, flow }: CommandContext, id: string | undefined): void {
  if (id === undefined) return
  store.select([id])
  focusNode(id)
  const node = flow.getInternalNode(id)
  const box = document.querySelector('.react-flow')?.getBoundingClientRect()
  if (node === undefined || box === undefined) return
  const { x, y } = flow.flowToScreenPosition(node.internals.positionAbsolute)
  const isSeen = x > box.left + 20 && y > box.top + 20 && x + 120 < box.right && y + 80 < box.bottom
  if (!isSeen)
    void flow.setCenter(node.internals.positionAbsolute.x + nodeWidth / 2, node.internals.positionAbsolute.y + 50, {
      zoom: flow.getZoom(),
      duration: glide(150),
    })
}

function walk(direction: Direction) {
  return (context: CommandContext) => {
    const from = present(context)
    const { document } = context.store.getState()
    goTo(context, from === undefined ? document.nodes[0]?.id : neighbour(document, from, direction))
  }
}

function nudge(x: number, y: number) {
  return ({ store }: CommandContext) => {
    const { document, ...state } = store.getState()
    const ids = new Set(selectedNodeIds(state))
    const items = [...document.nodes, ...(document.stickies ?? [])].filter((item) => ids.has(item.id))
    const to = new Map(items.map((item) => [item.id, { x: item.position.x + x * grid, y: item.position.y + y * grid }]))
    store.commit('Move', moveTo(to), { group: `nudge:${[...ids].join()}` })
  }
}

const directions: readonly {
  readonly id: Direction
  readonly key: string
  readonly x: number
  readonly y: number
  readonly says: string
}[] = [
  { id: 'left', key: 'ArrowLeft', x: -1, y: 0, says: 'Go to what feeds this node' },
  { id: 'right', key: 'ArrowRight', x: 1, y: 0, says: 'Go to what this node feeds' },
  { id: 'up', key: 'ArrowUp', x: 0, y: -1, says: 'Go to the node above' },
  { id: 'down', key: 'ArrowDown', x: 0, y: 1, says: 'Go to the node below' },
]

function openQuickAdd(context: CommandContext): void {
  const { store, flow } = context
  const id = present(context)
  const node = id === undefined ? undefined : nodeById(store.getState().document, id)
  const box = document.querySelector('.react-flow')?.getBoundingClientRect()
  if (box === undefined) return
  if (node === undefined) {
    const screen = { x: box.x + box.width / 2 - 190, y: box.y + 80 }
    setView({
      quickAdd: { screen, position: flow.screenToFlowPosition({ x: box.x + box.width / 2 - 106, y: box.y + box.height / 2 - 60 }) },
    })
    return
  }
  const position = { x: node.position.x + nodeWidth + 72, y: node.position.y }
  const port = Object.keys(shapeOf(node).outputs)[0]
  const { x, y } = flow.flowToScreenPosition(position)
  const screen = { x: Math.min(Math.max(x, box.left), box.right - 390), y: Math.min(Math.max(y, box.top), box.bottom - 390) }
  setView({
    quickAdd: { screen, position, withOthers: true, ...(port === undefined ? {} : { from: { nodeId: node.id, port, side: 'output' } }) },
  })
}

function addNote({ store, flow }: CommandContext): void {
  const box = document.querySelector('.react-flow')?.getBoundingClientRect()
  const middle = box === undefined ? { x: 300, y: 200 } : { x: box.x + box.width / 2 - 100, y: box.y + box.height / 3 }
  const { id, edit } = addSticky(store.getState().document, flow.screenToFlowPosition(middle))
  store.commit('Add note', edit, { select: [id] })
}

const panels: readonly Command[] = [
  {
    id: 'toggle-palette',
    title: 'Show or hide the node list',
    group: 'View',
    keys: ['Mod+B'],
    run: () => toggleLeft('palette'),
  },
  {
    id: 'toggle-outline',
    title: 'Show or hide the outline',
    group: 'View',
    keys: ['O'],
    run: () => toggleLeft('outline'),
  },
  {
    id: 'toggle-inspector',
    title: 'Show or hide the settings',
    group: 'View',
    keys: ['I'],
    run: toggleRight,
  },
  {
    id: 'toggle-problems',
    title: 'Show or hide the problems',
    group: 'View',
    keys: ['P'],
    run: () => setView(({ dock }) => ({ dock: dock === 'problems' ? undefined : 'problems' })),
  },
  {
    id: 'toggle-minimap',
    title: 'Show or hide the overview map',
    group: 'View',
    keys: ['M'],
    run: () => setView({ minimap: !useView.getState().minimap }),
  },
  {
    id: 'theme',
    title: 'Change the theme',
    group: 'View',
    run: () => setTheme(useTheme.getState().resolved === 'dark' ? 'light' : 'dark'),
  },
]

export const viewCommands: readonly Command[] = [
  { id: 'quick-add', title: 'Add a node …', group: 'Add', keys: ['Tab', 'Insert'], edits: true, run: openQuickAdd },
  { id: 'add-note', title: 'Add a note', group: 'Add', keys: ['N'], edits: true, run: addNote },
  ...directions.map(
    ({ id, key, says }): Command => ({ id: `walk-${id}`, title: says, group: 'View', keys: [key], isHidden: true, run: walk(id) }),
  ),
  ...directions.map(
    ({ id, key, x, y }): Command => ({
      id: `nudge-${id}`,
      title: `Move ${id}`,
      group: 'Edit',
      keys: [`Alt+${key}`],
      isHidden: true,
      edits: true,
      run: nudge(x, y),
    }),
  ),
  { id: 'select-upstream', title: 'Select what feeds it', group: 'Edit', keys: ['['], run: select('upstream') },
  { id: 'select-downstream', title: 'Select what it feeds', group: 'Edit', keys: [']'], run: select('downstream') },
  {
    id: 'edit-settings',
    title: 'Edit the settings',
    group: 'Edit',
    keys: ['Enter'],
    isEnabled: (context) => present(context) !== undefined,
    run: () => {
      openRight('settings')
      const first = (within: string) => document.querySelector<HTMLElement>(`${within} :is(input, select, textarea)`)
      focusWhenThere(() => first('#inspector-panel') ?? first('#inspector'))
    },
  },
  {
    id: 'fit',
    title: 'Fit everything in view',
    group: 'View',
    keys: ['1', 'F'],
    run: ({ flow }) => void flow.fitView({ ...fitOptions, duration: glide(200) }),
  },
  {
    id: 'fit-selection',
    title: 'Zoom to the selection',
    group: 'View',
    keys: ['2'],
    run: ({ flow, store }) => {
      const nodes = selectedNodeIds(store.getState()).map((id) => ({ id }))
      void flow.fitView({ padding: 0.4, maxZoom: 1.4, duration: glide(200), ...(nodes.length === 0 ? {} : { nodes }) })
    },
  },
  { id: 'zoom-in', title: 'Zoom in', group: 'View', keys: ['+', '='], run: ({ flow }) => void flow.zoomIn({ duration: glide(120) }) },
  { id: 'zoom-out', title: 'Zoom out', group: 'View', keys: ['-'], run: ({ flow }) => void flow.zoomOut({ duration: glide(120) }) },
  {
    id: 'zoom-reset',
    title: 'Zoom to 100 %',
    group: 'View',
    keys: ['0'],
    run: ({ flow }) => void flow.zoomTo(1, { duration: glide(120) }),
  },
  ...panels,
  { id: 'next-region', title: 'Go to the next part of the page', group: 'View', keys: ['F6'], scope: 'anywhere', run: () => moveRegion(1) },
  {
    id: 'previous-region',
    title: 'Go to the previous part of the page',
    group: 'View',
    keys: ['Shift+F6'],
    scope: 'anywhere',
    isHidden: true,
    run: () => moveRegion(-1),
  },
  {
    id: 'command-palette',
    title: 'All commands …',
    group: 'Help',
    keys: ['Mod+K'],
    scope: 'anywhere',
    run: () => openOverlay('command-palette'),
  },
  { id: 'shortcuts', title: 'Keyboard shortcuts', group: 'Help', keys: ['?'], run: () => openOverlay('shortcuts') },
]

function select(way: 'upstream' | 'downstream') {
  return (context: CommandContext) => {
    const { document, ...state } = context.store.getState()
    const from = selectedNodeIds(state)
    if (from.length > 0) context.store.select([...dependencies(document, from, way)])
  }
}

/** Parts of the page in order; each is marked with `data-region`. Tab alone would have to pass every field between them. */
function moveRegion(by: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((element) => element.offsetParent !== null)
  const now = regions.findIndex((element) => element.contains(document.activeElement))
  const next = regions[(now + by + regions.length) % regions.length]
  const target = next?.querySelector<HTMLElement>(
    '.react-flow__node[tabindex="0"], button:not(:disabled), input:not(:disabled), select, textarea, a[href], [tabindex="0"]',
  )
  ;(target ?? next)?.focus()
}
