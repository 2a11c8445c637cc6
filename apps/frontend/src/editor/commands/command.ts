import type { ReactFlowInstance } from '@xyflow/react'
import type { FlowEdge, FlowNode } from '../canvas/flow-items.ts'
import type { EditorStore } from '../model/editor-store.ts'
import type { Saving } from '../saving/saving.ts'

/** What a command may use. */
export interface CommandContext {
  readonly workflowId: string
  readonly store: EditorStore
  readonly saving: Saving | undefined
  readonly flow: ReactFlowInstance<FlowNode, FlowEdge>
  /** Starts or stops the run that the run bar is set to. */
  readonly run: { readonly start: () => void; readonly stop: () => void; readonly isActive: boolean }
}

export const commandGroups = ['Add', 'Edit', 'Connect', 'View', 'Run', 'Strategy', 'Help'] as const

/** One action of the editor, registered once: menus, keys, command palette and shortcut sheet all read it from here. */
export interface Command {
  readonly id: string
  readonly title: string
  readonly group: (typeof commandGroups)[number]
  /** `Mod` is Ctrl, or Cmd on a Mac. The first is shown. */
  readonly keys?: readonly string[]
  /**
   * Where its keys work. `canvas` (default): while the graph or nothing has the keyboard. `anywhere`: also while typing.
   * `browser`: the browser's own copy, cut and paste events carry it.
   */
  readonly scope?: 'canvas' | 'anywhere' | 'browser'
  /** Needs a document that may be changed. */
  readonly edits?: boolean
  /** Not in the command palette (arrow keys). */
  readonly isHidden?: boolean
  readonly isEnabled?: (context: CommandContext) => boolean
  readonly run: (context: CommandContext) => void
}

export const canRun = (command: Command, context: CommandContext): boolean =>
  !(command.edits === true && context.store.getState().isReadOnly) && (command.isEnabled?.(context) ?? true)
