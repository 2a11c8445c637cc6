import type { Workflow } from '@strategraph/protocol'
import { type Problem, parseDocument } from '@strategraph/strategy-core'
import { api } from '../api/client.ts'
import { useTabs } from '../app/tabs.ts'
import { formatAge } from '../ui/format.ts'
import { toast } from '../ui/toast.tsx'
import { type EditorStore, createEditorStore } from './model/editor-store.ts'
import { registry } from './model/strategy.ts'
import { foundEdits } from './saving/local-journal.ts'
import { type Saving, createSaving } from './saving/saving.ts'

export interface EditorSession {
  readonly store: EditorStore
  /** Absent for a past run's version. */
  readonly saving: Saving | undefined
}

export type Opened = { readonly ok: true; readonly session: EditorSession } | { readonly ok: false; readonly problems: readonly Problem[] }

/** Sessions of this page by workflow: going to another tab and back keeps undo. */
const sessions = new Map<string, EditorSession>()

/** Opens a workflow for editing: its draft where there is one, and edits that had not reached the server. */
export function openWorkflow(workflow: Workflow): Opened {
  const known = sessions.get(workflow.id)
  if (known !== undefined && known.saving?.getState().revision === workflow.revision) return { ok: true, session: known }
  known?.saving?.stop()
  const parsed = parseDocument(workflow.draft ?? workflow.document, registry)
  if (!parsed.ok) return parsed
  const store = createEditorStore({ workflowId: workflow.id, document: parsed.value })
  const { revision, hasDraft } = workflow
  const saving = createSaving({ store, client: api, local: localStorage, revision, hasDraft })
  const session: EditorSession = { store, saving }
  sessions.set(workflow.id, session)
  const edits = foundEdits(localStorage, workflow.id)
  if (edits !== undefined && JSON.stringify(edits.document) !== JSON.stringify(parsed.value)) {
    store.replace('Restore unsaved edits', edits.document)
    toast({
      tone: 'info',
      text: `Edits of ${formatAge(Date.now() - edits.at)} that had not reached the server were restored.`,
      action: { label: 'Undo', run: () => void store.undo() },
    })
  }
  return { ok: true, session }
}

// A closed tab gives its memory back; what was not saved yet goes out first.
useTabs.subscribe(({ tabs }) => {
  for (const [workflowId, { saving }] of sessions) {
    if (tabs.some((tab) => tab.workflowId === workflowId)) continue
    saving?.stop()
    sessions.delete(workflowId)
  }
})

/** The exact version that a run ran, to look at. */
export function openPastVersion(workflowId: string, document: unknown): Opened {
  const parsed = parseDocument(document, registry)
  if (!parsed.ok) return parsed
  return { ok: true, session: { store: createEditorStore({ workflowId, document: parsed.value, isReadOnly: true }), saving: undefined } }
}
