import { Floating } from '../../ui/floating.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import { removeEdges } from '../model/document-ops.ts'
import { setView, useView } from '../model/view-store.ts'
import { type CommandContext, canRun } from './command.ts'
import { isMac, showKeys } from './keys.ts'
import { commandById } from './registry.ts'
import { useCommandContext } from './use-commands.tsx'

const close = () => setView({ menu: undefined })

const nodeMenu = [
  'edit-settings',
  'rename',
  'disable',
  '-',
  'connect',
  'select-upstream',
  'select-downstream',
  '-',
  'cut',
  'copy',
  'duplicate',
  '-',
  'delete',
  'delete-reconnect',
]
const paneMenu = ['quick-add', 'add-note', 'paste', '-', 'select-all', 'tidy', 'fit', '-', 'undo', 'redo', '-', 'export', 'shortcuts']

/** Right click (or the menu key) on a node, a connection or empty space. */
export function ContextMenu() {
  const place = useView((view) => view.menu)
  const context = useCommandContext()
  if (place === undefined) return null
  const { target } = place
  const present = context()
  const items =
    target.kind === 'node'
      ? fromCommands(nodeMenu, present)
      : target.kind === 'pane'
        ? fromCommands(paneMenu, present).map((item) =>
            item.id === 'quick-add'
              ? { ...item, onSelect: () => setView({ quickAdd: { screen: place.screen, position: target.position } }) }
              : item,
          )
        : edgeMenu(target.id, present, place.screen)
  const label = { node: 'Node', edge: 'Connection', pane: 'Canvas' }[target.kind]
  return (
    <Floating key={`${place.screen.x},${place.screen.y}`} at={place.screen} onClose={close}>
      <Menu label={label} items={items} onClose={close} />
    </Floating>
  )
}

function fromCommands(ids: readonly string[], context: CommandContext): readonly MenuItem[] {
  return ids.flatMap((id, index): MenuItem[] => {
    if (id === '-') return []
    const command = commandById(id)
    const keys = command.keys?.[0]
    return [
      {
        id,
        label: command.title,
        hint: keys === undefined ? undefined : showKeys(keys, isMac),
        isDisabled: !canRun(command, context),
        isDanger: id.startsWith('delete'),
        separated: ids[index - 1] === '-',
        onSelect: () => command.run(context),
      },
    ]
  })
}

function edgeMenu(id: string, { store, flow }: CommandContext, screen: { x: number; y: number }): readonly MenuItem[] {
  const isReadOnly = store.getState().isReadOnly
  return [
    {
      id: 'insert',
      label: 'Insert a node here …',
      isDisabled: isReadOnly,
      onSelect: () => {
        const at = flow.screenToFlowPosition(screen)
        setView({ quickAdd: { screen, position: { x: at.x - 106, y: at.y - 40 }, edgeId: id } })
      },
    },
    {
      id: 'delete',
      label: 'Delete connection',
      isDanger: true,
      isDisabled: isReadOnly,
      separated: true,
      onSelect: () => store.commit('Delete connection', removeEdges(new Set([id]))),
    },
  ]
}
