import { ApiError, type Client, conflictSchema } from '@strategraph/protocol'
import { type WorkflowDocument, parseDocument } from '@strategraph/strategy-core'
import { type StoreApi, createStore } from 'zustand'
import type { EditorStore } from '../model/editor-store.ts'
import { registry } from '../model/strategy.ts'
import { type TextStore, forgetEdits, keepEdits } from './local-journal.ts'

export interface Conflict {
  /** What the server has now. */
  readonly theirs: WorkflowDocument
  readonly theirRevision: number
}

export interface SavingState {
  /** `draft`: the server has every edit, as a draft. `saved`: they are a revision. */
  readonly status: 'saved' | 'draft' | 'unsaved' | 'saving' | 'offline' | 'conflict'
  /** Revision that the edits began from. */
  readonly revision: number
  readonly message: string | undefined
  readonly conflict: Conflict | undefined
}

export interface Saving extends StoreApi<SavingState> {
  /** Makes a revision of the present document; its number, or undefined where it could not (the state says why). */
  save(): Promise<number | undefined>
  /** Ends a conflict: `mine` becomes the newest revision, `theirs` takes the place of mine (undoable). */
  resolve(choice: 'mine' | 'theirs'): Promise<void>
  stop(): void
}

type SavingClient = Pick<Client, 'saveDraft' | 'saveWorkflow' | 'readWorkflow'>

export interface SavingOptions {
  readonly store: EditorStore
  readonly client: SavingClient
  readonly local: TextStore
  readonly revision: number
  readonly hasDraft: boolean
  readonly now?: () => number
  readonly delayMs?: number
}

const retryMs = 4000

/** Autosave: every edit into this browser at once, to the server as a draft a moment later. A revision only when the user says so. */
export function createSaving(options: SavingOptions): Saving {
  const { store, client, local, revision, hasDraft, now = Date.now, delayMs = 800 } = options
  const { workflowId } = store.getState()
  const state = createStore<SavingState>(() => ({
    status: hasDraft ? 'draft' : 'saved',
    revision,
    message: undefined,
    conflict: undefined,
  }))
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false
  /** The document that the server is known to hold. */
  let held = store.getState().document

  const schedule = (ms: number) => {
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(() => void sendDraft(), ms)
  }

  const failed = async (error: unknown): Promise<void> => {
    if (!(error instanceof ApiError)) throw error
    if (error.status === 409) return meet(error)
    const isAway = error.status === 0 || error.status >= 500
    state.setState({ status: isAway ? 'offline' : 'unsaved', message: error.body.message })
    if (isAway) schedule(retryMs)
  }

  /** A conflict never loses anything: both versions are kept and shown. */
  const meet = async (error: ApiError): Promise<void> => {
    const told = conflictSchema.safeParse(error.body)
    let [theirs, theirRevision]: [unknown, number] = told.success ? [told.data.current, told.data.currentRevision] : [undefined, 0]
    if (!told.success) {
      const present = await client.readWorkflow({ params: { id: workflowId } })
      theirs = present.document
      theirRevision = present.revision
    }
    const parsed = parseDocument(theirs, registry)
    if (parsed.ok) state.setState({ status: 'conflict', message: error.body.message, conflict: { theirs: parsed.value, theirRevision } })
    else state.setState({ status: 'unsaved', message: error.body.message })
  }

  const sendDraft = async (): Promise<void> => {
    if (state.getState().status === 'conflict') return
    const { document } = store.getState()
    if (document === held) return
    state.setState({ status: 'saving' })
    try {
      await client.saveDraft({ params: { id: workflowId }, body: { revision: state.getState().revision, document } })
      acknowledge(document, 'draft', state.getState().revision)
    } catch (error) {
      await failed(error)
    }
  }

  const acknowledge = (document: WorkflowDocument, status: 'draft' | 'saved', atRevision: number) => {
    held = document
    const isCurrent = store.getState().document === document
    state.setState({ status: isCurrent ? status : 'unsaved', revision: atRevision, message: undefined, conflict: undefined })
    if (isCurrent) forgetEdits(local, workflowId)
    else schedule(delayMs)
  }

  const saveAs = async (base: number): Promise<number | undefined> => {
    clearTimeout(timer)
    const { document } = store.getState()
    state.setState({ status: 'saving' })
    try {
      const saved = await client.saveWorkflow({ params: { id: workflowId }, body: { revision: base, document } })
      acknowledge(document, 'saved', saved.revision)
      return saved.revision
    } catch (error) {
      await failed(error)
      return undefined
    }
  }

  const unsubscribe = store.subscribe(({ document }, before) => {
    if (document === before.document) return
    const { status, revision: base } = state.getState()
    const isKept = keepEdits(local, workflowId, base, document, now())
    if (status === 'conflict') return
    state.setState({ status: 'unsaved', message: isKept ? undefined : 'This browser cannot keep a copy of unsaved edits.' })
    schedule(delayMs)
  })

  return {
    ...state,
    save() {
      const { status, revision: base } = state.getState()
      if (status === 'saved' && store.getState().document === held) return Promise.resolve(base)
      return saveAs(base)
    },
    async resolve(choice) {
      const { conflict } = state.getState()
      if (conflict === undefined) return
      state.setState({ conflict: undefined, status: 'unsaved', revision: conflict.theirRevision, message: undefined })
      if (choice === 'mine') {
        await saveAs(conflict.theirRevision)
        return
      }
      held = conflict.theirs
      store.replace('Take the other version', conflict.theirs)
      clearTimeout(timer)
      acknowledge(conflict.theirs, 'saved', conflict.theirRevision)
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
      unsubscribe()
      // Closing a tab within the delay: the edits go out now; this browser has them anyway.
      if (store.getState().document !== held && state.getState().status !== 'conflict') void sendDraft()
    },
  }
}
