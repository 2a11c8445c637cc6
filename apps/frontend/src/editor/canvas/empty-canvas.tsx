import { Plus } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { commandById } from '../commands/registry.ts'
import { useCommandContext } from '../commands/use-commands.tsx'
import { useEditorState } from '../model/editor-context.ts'

/** What to do with an empty canvas. */
export function EmptyCanvas() {
  const isEmpty = useEditorState(({ document }) => document.nodes.length === 0 && (document.stickies ?? []).length === 0)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const context = useCommandContext()
  if (!isEmpty || isReadOnly) return null
  return (
    <div className="pointer-events-none absolute inset-0 z-[6] grid place-items-center p-6">
      <div className="pointer-events-auto max-w-sm text-center">
        <p className="mb-1 font-semibold text-base">Begin with a Market feed</p>
        <p className="mb-3 text-ink-soft">
          A strategy reads candles, computes signals, decides, sizes, passes a risk gate and orders. Drag nodes from the list, double-click
          the canvas, or press <Kbd>Tab</Kbd>.
        </p>
        <Button look="primary" onClick={() => commandById('quick-add').run(context())}>
          <Plus aria-hidden="true" className="size-4" /> Add the first node
        </Button>
      </div>
    </div>
  )
}
