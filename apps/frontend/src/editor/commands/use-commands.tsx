import { useReactFlow } from '@xyflow/react'
import { createContext, useContext, useEffect, useMemo, useRef } from 'react'
import { useOverlay } from '../../app/overlays.ts'
import type { FlowEdge, FlowNode } from '../canvas/flow-items.ts'
import { useEditor } from '../model/editor-context.ts'
import { useView } from '../model/view-store.ts'
import type { Saving } from '../saving/saving.ts'
import { listenToClipboard } from './clipboard-actions.ts'
import { type Command, type CommandContext, canRun } from './command.ts'
import { isMac, matches } from './keys.ts'
import { commands } from './registry.ts'

const Context = createContext<(() => CommandContext) | undefined>(undefined)

/** The present context of commands; a function, because it is only needed when one runs. */
export function useCommandContext(): () => CommandContext {
  const context = useContext(Context)
  if (context === undefined) throw new Error('outside of an editor')
  return context
}

interface ProviderProps {
  readonly saving: Saving | undefined
  readonly run: CommandContext['run']
  readonly children: React.ReactNode
}

/** Gives commands to menus and palette, and listens to the keyboard for all of them. */
export function CommandProvider({ saving, run, children }: ProviderProps) {
  const store = useEditor()
  const flow = useReactFlow<FlowNode, FlowEdge>()
  const latest = useRef({ saving, run })
  latest.current = { saving, run }
  const context = useMemo(
    () => (): CommandContext => ({ workflowId: store.getState().workflowId, store, flow, ...latest.current }),
    [store, flow],
  )
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || useOverlay.getState().open !== undefined) return
      const command = commands.find((candidate) => isFor(candidate, event))
      if (command === undefined) return
      const present = context()
      if (!canRun(command, present)) {
        // Ctrl+S must not open the browser's own save dialog, even where there is nothing to save.
        if (command.scope === 'anywhere') event.preventDefault()
        return
      }
      event.preventDefault()
      command.run(present)
    }
    addEventListener('keydown', onKey)
    const stopClipboard = listenToClipboard(context)
    return () => {
      removeEventListener('keydown', onKey)
      stopClipboard()
    }
  }, [context])
  return <Context value={context}>{children}</Context>
}

function isFor(command: Command, event: KeyboardEvent): boolean {
  if (command.scope === 'browser' || command.keys === undefined) return false
  if (!command.keys.some((keys) => matches(keys, event, isMac))) return false
  if (command.scope === 'anywhere') return true
  const { target } = event
  if (!(target instanceof HTMLElement)) return true
  if (target.isContentEditable || target.matches('input, textarea, select') || target.closest('dialog') !== null) return false
  const { menu, quickAdd } = useView.getState()
  if (menu !== undefined || quickAdd !== undefined) return false
  if (target === document.body || target.dataset['canvas'] !== undefined || target.closest('.react-flow') !== null) return true
  // On the canvas's own buttons only what works a button belongs to them.
  if (target.closest('[data-canvas]') !== null && !['Tab', 'Enter', ' '].includes(event.key)) return true
  // Elsewhere on the page plain keys belong to the focused button or list.
  return command.keys.some((keys) => keys.startsWith('Mod') && matches(keys, event, isMac))
}
