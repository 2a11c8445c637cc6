import { closeOverlay } from '../../app/overlays.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { PickList, type PickItem } from '../../ui/pick-list.tsx'
import { score } from '../model/search.ts'
import { nodeById, shapeOf } from '../model/strategy.ts'
import { glide } from '../canvas/fit-options.ts'
import { focusNode } from '../canvas/focus.ts'
import { canRun } from './command.ts'
import { isMac, showKeys } from './keys.ts'
import { commands } from './registry.ts'
import { useCommandContext } from './use-commands.tsx'

interface CommandItem extends PickItem {
  readonly run: () => void
}

/** Ctrl+K: every command that can run now, and every node to jump to. */
export function CommandPalette() {
  const context = useCommandContext()()
  const { document } = context.store.getState()
  const all: readonly CommandItem[] = [
    ...commands
      .filter((command) => command.isHidden !== true && canRun(command, context))
      .map((command) => ({
        id: command.id,
        label: command.title,
        group: command.group,
        hint: command.keys?.[0] === undefined ? undefined : <Kbd>{showKeys(command.keys[0], isMac)}</Kbd>,
        run: () => command.run(context),
      })),
    ...document.nodes.map((node) => ({
      id: `node:${node.id}`,
      label: `Go to ${shapeOf(node).name}`,
      detail: nodeById(document, node.id)?.id,
      group: 'Nodes',
      run: () => {
        context.store.select([node.id])
        void context.flow.fitView({ nodes: [{ id: node.id }], maxZoom: 1.2, padding: 0.5, duration: glide(200) })
        focusNode(node.id)
      },
    })),
  ]
  const find = (query: string) => {
    if (query.trim() === '') return all
    return all
      .map((item) => ({
        item: { ...item, group: undefined },
        points: Math.max(score(query.trim(), item.label), score(query.trim(), item.id) / 2),
      }))
      .filter(({ points }) => points > 0)
      .toSorted((a, b) => b.points - a.points)
      .map(({ item }) => item)
  }
  return (
    <Dialog title="All commands" onClose={closeOverlay} width="narrow" bare>
      <div className="h-[60vh]">
        <PickList
          label="Commands"
          placeholder="What do you want to do?"
          find={find}
          empty="No command is called that."
          onCancel={closeOverlay}
          onPick={(item) => {
            closeOverlay()
            // After the dialog is gone, so that what the command focuses keeps the focus.
            requestAnimationFrame(() => item.run())
          }}
        />
      </div>
    </Dialog>
  )
}
