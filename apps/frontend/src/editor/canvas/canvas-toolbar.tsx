import { Keyboard, Maximize, Minus, Network, Plus, SquarePlus, StickyNote } from 'lucide-react'
import { useStore } from '@xyflow/react'
import { IconButton } from '../../ui/button.tsx'
import { canRun } from '../commands/command.ts'
import { isMac, showKeys } from '../commands/keys.ts'
import { commandById } from '../commands/registry.ts'
import { useCommandContext } from '../commands/use-commands.tsx'
import { useEditorState } from '../model/editor-context.ts'

const buttons = [
  { id: 'quick-add', Icon: SquarePlus },
  { id: 'add-note', Icon: StickyNote },
  { id: 'tidy', Icon: Network },
  { id: 'fit', Icon: Maximize },
  { id: 'zoom-out', Icon: Minus },
  { id: 'zoom-in', Icon: Plus },
  { id: 'shortcuts', Icon: Keyboard },
] as const

/** The commands that a mouse needs most, in the lower left corner. */
export function CanvasToolbar() {
  const context = useCommandContext()
  const zoom = useStore((state) => Math.round(state.transform[2] * 100))
  // Rendered again when the document becomes read-only.
  useEditorState((state) => state.isReadOnly)
  return (
    <div
      role="toolbar"
      aria-label="Canvas"
      className="absolute bottom-3 left-3 z-10 flex items-center rounded-lg border border-line bg-surface p-0.5 shadow-panel"
    >
      {buttons.map(({ id, Icon }) => {
        const command = commandById(id)
        const keys = command.keys?.[0]
        return (
          <IconButton
            key={id}
            label={command.title}
            shortcut={keys === undefined ? undefined : showKeys(keys, isMac)}
            disabled={!canRun(command, context())}
            onClick={() => command.run(context())}
          >
            <Icon />
          </IconButton>
        )
      })}
      <span className="num w-11 pr-1 text-right text-2xs text-ink-faint">{zoom} %</span>
    </div>
  )
}
