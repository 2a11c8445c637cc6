import { ChevronDown, ChevronUp } from 'lucide-react'
import { Suspense } from 'react'
import { runPanels } from '../runs/panel/run-panels.ts'
import { IconButton } from '../ui/button.tsx'
import { cx } from '../ui/class-names.ts'
import { Loading } from '../ui/empty-state.tsx'
import { TabList } from '../ui/tabs.tsx'
import { ProblemsPanel } from './later.ts'
import { useEditorState } from './model/editor-context.ts'
import { setView, useView } from './model/view-store.ts'

/** Tabs below the canvas: what the run shows, and the problems. */
export function Dock() {
  const open = useView((view) => view.dock)
  const height = useView((view) => view.dockHeight)
  const workflowId = useEditorState((state) => state.workflowId)
  const errors = useEditorState((state) => state.problems.filter((problem) => problem.severity === 'error').length)
  const warnings = useEditorState((state) => state.problems.length) - errors
  const panel = runPanels.find((entry) => entry.id === open)
  const badge =
    errors + warnings === 0 ? undefined : (
      <span className={cx('num rounded-full px-1.5 text-2xs', errors > 0 ? 'bg-danger-soft text-down' : 'bg-warn-soft text-warn')}>
        {errors > 0 ? errors : warnings}
      </span>
    )
  const items = [...runPanels.map(({ id, title }) => ({ id, label: title })), { id: 'problems', label: 'Problems', badge }]
  const select = (id: string) => setView({ dock: id === open ? undefined : id })
  return (
    <section aria-label="Results and problems" data-region="" className="flex shrink-0 flex-col border-line border-t bg-surface">
      {open === undefined ? null : <Splitter height={height} />}
      <div className="flex items-center justify-between px-2 py-1">
        <TabList label="Results and problems" name="dock" items={items} selected={open} onSelect={select} />
        <IconButton
          label={open === undefined ? 'Open the results' : 'Close the results'}
          className="size-6"
          onClick={() => setView({ dock: open === undefined ? (items[0]?.id ?? 'problems') : undefined })}
        >
          {open === undefined ? <ChevronUp /> : <ChevronDown />}
        </IconButton>
      </div>
      {open === undefined ? null : (
        <div
          id="dock-panel"
          role="tabpanel"
          aria-labelledby={`dock-tab-${open}`}
          className="min-h-0 overflow-auto border-line border-t"
          style={{ height: `min(${height}px, 60vh)` }}
        >
          <Suspense fallback={<Loading what={panel?.title.toLowerCase() ?? 'the problems'} />}>
            {panel === undefined ? <ProblemsPanel /> : <panel.component workflowId={workflowId} />}
          </Suspense>
        </div>
      )}
    </section>
  )
}

const [least, most] = [120, 700]
const within = (height: number) => Math.max(least, Math.min(most, height))

function Splitter({ height }: { readonly height: number }) {
  return (
    <div
      role="separator"
      aria-label="Height of the results"
      aria-orientation="horizontal"
      aria-valuenow={height}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      className="-mt-1 h-1.5 cursor-row-resize touch-none hover:bg-accent/40 focus-visible:bg-accent"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId))
          setView(({ dockHeight }) => ({ dockHeight: within(dockHeight - event.movementY) }))
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowUp') setView({ dockHeight: within(height + 24) })
        else if (event.key === 'ArrowDown') setView({ dockHeight: within(height - 24) })
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    />
  )
}
