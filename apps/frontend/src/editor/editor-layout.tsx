import { History, ListTree, PanelLeft, PanelRight, Redo2, Undo2 } from 'lucide-react'
import { Suspense, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { closeOverlay, openOverlay, useOverlay } from '../app/overlays.ts'
import { hrefOf } from '../app/router.ts'
import { putTab } from '../app/tabs.ts'
import { ModeTag, modeOf, modeWords } from '../runs/mode-badge.tsx'
import { RunBar } from '../runs/run-bar.tsx'
import { isActive, useRunView } from '../runs/run-store.ts'
import { useRunActions } from '../runs/use-run-actions.ts'
import { IconButton } from '../ui/button.tsx'
import { Loading } from '../ui/empty-state.tsx'
import { Canvas } from './canvas/canvas.tsx'
import { CanvasToolbar } from './canvas/canvas-toolbar.tsx'
import { EmptyCanvas } from './canvas/empty-canvas.tsx'
import { QuickAddBox } from './canvas/quick-add.tsx'
import { CommandProvider } from './commands/use-commands.tsx'
import { Dock } from './dock.tsx'
import { FileDrop } from './file-drop.tsx'
import {
  CommandPalette,
  ConflictDialog,
  ConnectChooser,
  ContextMenu,
  CrashButton,
  CrashDialog,
  HistoryDialog,
  Inspector,
  LiveRegion,
  Outline,
  Palette,
  ShortcutSheet,
  TimeSlider,
  fetchLater,
} from './later.ts'
import { useEditor, useEditorState } from './model/editor-context.ts'
import { toggleLeft, toggleRight, useView } from './model/view-store.ts'
import { SaveState } from './saving/save-state.tsx'
import type { Saving } from './saving/saving.ts'

/** Panels around the canvas. On narrow screens the side panels are sheets over it. */
export function EditorLayout({ saving, pastRunId }: { readonly saving: Saving | undefined; readonly pastRunId: string | undefined }) {
  const store = useEditor()
  const actions = useRunActions(store, saving)
  const left = useView((view) => view.left)
  const right = useView((view) => view.right)
  const overlay = useOverlay((state) => state.open)
  const workflowId = useEditorState((state) => state.workflowId)
  const name = useEditorState((state) => state.document.name)
  useDocumentTitle()
  const canvas = useRef<HTMLElement>(null)
  // Opening a strategy is going to its canvas: the keyboard goes along.
  useEffect(() => {
    requestAnimationFrame(() =>
      (canvas.current?.querySelector<HTMLElement>('.react-flow__node[tabindex="0"]') ?? canvas.current)?.focus({ preventScroll: true }),
    )
    return fetchLater()
  }, [])
  return (
    <CommandProvider saving={saving} run={actions}>
      <main className="flex h-full flex-col">
        <Heading />
        <div className="flex min-h-11 shrink-0 items-center gap-1 border-b border-line bg-surface px-2 max-md:flex-wrap max-md:py-1">
          <IconButton label="Node list" shortcut="Ctrl+B" pressed={left === 'palette'} onClick={() => toggleLeft('palette')}>
            <PanelLeft />
          </IconButton>
          <IconButton label="Outline" shortcut="O" pressed={left === 'outline'} onClick={() => toggleLeft('outline')}>
            <ListTree />
          </IconButton>
          {saving === undefined ? null : <UndoButtons />}
          <span aria-hidden="true" className="mx-1 h-5 w-px shrink-0 bg-line" />
          <RunBar actions={actions} isPastRun={pastRunId !== undefined} />
          {saving === undefined ? null : (
            <>
              <Suspense fallback={null}>
                <CrashButton workflowId={workflowId} />
              </Suspense>
              <SaveState saving={saving} onSave={() => void saving.save()} />
              <IconButton label="Revisions" shortcut="Ctrl+H" className="max-md:hidden" onClick={() => openOverlay('history')}>
                <History />
              </IconButton>
            </>
          )}
          <IconButton label="Settings" shortcut="I" pressed={right !== undefined} onClick={toggleRight}>
            <PanelRight />
          </IconButton>
        </div>
        {pastRunId === undefined ? null : <PastRunBanner />}
        <div className="relative flex min-h-0 flex-1">
          {left === undefined ? null : (
            <aside
              data-region=""
              aria-label={left === 'palette' ? 'Node list' : 'Outline'}
              className="flex w-56 shrink-0 flex-col border-line border-r bg-surface max-[900px]:absolute max-[900px]:inset-y-0 max-[900px]:left-0 max-[900px]:z-20 max-[900px]:w-72 max-[900px]:shadow-overlay"
            >
              <Suspense fallback={<Loading what="the list" />}>{left === 'palette' ? <Palette /> : <Outline />}</Suspense>
            </aside>
          )}
          <div className="flex min-w-0 flex-1 flex-col">
            <section
              ref={canvas}
              tabIndex={-1}
              data-canvas=""
              data-region=""
              aria-label="Canvas"
              className="relative min-h-0 flex-1 outline-none"
            >
              <Canvas />
              <CanvasToolbar />
              <EmptyCanvas />
            </section>
            <RunSlider />
            <Dock />
          </div>
          {right === undefined ? null : (
            <div className="w-80 shrink-0 border-line border-l max-[900px]:absolute max-[900px]:inset-y-0 max-[900px]:right-0 max-[900px]:z-20 max-[900px]:w-[min(22rem,100%)] max-[900px]:shadow-overlay">
              <Suspense fallback={<Loading what="the settings" />}>
                <Inspector />
              </Suspense>
            </div>
          )}
        </div>
      </main>
      <QuickAddBox />
      <FileDrop />
      <Suspense fallback={null}>
        <ContextMenu />
        <ConnectChooser />
        <LiveRegion />
        {saving === undefined ? null : <ConflictDialog saving={saving} />}
      </Suspense>
      <Suspense fallback={null}>
        {overlay === 'command-palette' ? <CommandPalette /> : null}
        {overlay === 'shortcuts' ? <ShortcutSheet /> : null}
        {overlay === 'history' ? <HistoryDialog /> : null}
        {overlay === 'crash-tests' && saving !== undefined ? (
          <CrashDialog
            workflowId={workflowId}
            name={name}
            prepare={async () => (await saving.save()) !== undefined}
            onClose={closeOverlay}
          />
        ) : null}
      </Suspense>
    </CommandProvider>
  )
}

function Heading() {
  const name = useEditorState((state) => state.document.name)
  return <h1 className="sr-only">{name}</h1>
}

function UndoButtons() {
  const store = useEditor()
  const undo = useStore(store, (state) => state.history.undo.at(-1)?.label)
  const redo = useStore(store, (state) => state.history.redo.at(-1)?.label)
  return (
    <span className="flex max-sm:hidden">
      <IconButton
        label={undo === undefined ? 'Undo' : `Undo: ${undo}`}
        shortcut="Ctrl+Z"
        disabled={undo === undefined}
        onClick={() => store.undo()}
      >
        <Undo2 />
      </IconButton>
      <IconButton
        label={redo === undefined ? 'Redo' : `Redo: ${redo}`}
        shortcut="Ctrl+Shift+Z"
        disabled={redo === undefined}
        onClick={() => store.redo()}
      >
        <Redo2 />
      </IconButton>
    </span>
  )
}

function PastRunBanner() {
  const workflowId = useEditorState((state) => state.workflowId)
  const view = useRunView(workflowId)
  const run = view?.run
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-line border-b bg-warn-soft px-3 py-1.5 text-xs">
      {run === undefined ? null : <ModeTag mode={modeOf(run)} />}
      <span>
        This is exactly the version that ran{run === undefined || run.revision === null ? '' : ` (revision ${run.revision})`}. It can be
        looked at, not changed.
      </span>
      <a href={hrefOf({ page: 'workflow', workflowId })} className="font-medium text-accent underline">
        Back to the strategy
      </a>
    </div>
  )
}

function RunSlider() {
  const workflowId = useEditorState((state) => state.workflowId)
  const hasRun = useRunView(workflowId) !== undefined
  return hasRun ? (
    <Suspense fallback={null}>
      <TimeSlider workflowId={workflowId} />
    </Suspense>
  ) : null
}

/** The mode is in the browser tab too: a window in the background must not be mistaken. */
function useDocumentTitle(): void {
  const name = useEditorState((state) => state.document.name)
  const workflowId = useEditorState((state) => state.workflowId)
  const run = useRunView(workflowId)?.run
  const mode = run === undefined ? undefined : modeWords[modeOf(run)].label
  const isOn = isActive(run)
  useEffect(() => {
    document.title = `${mode === undefined ? '' : `${isOn ? '▶ ' : ''}${mode} · `}${name} · Strategraph`
    return () => {
      document.title = 'Strategraph'
    }
  }, [name, mode, isOn])
  useEffect(() => putTab({ workflowId, name }), [workflowId, name])
}
