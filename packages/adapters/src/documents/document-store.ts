import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checked, Problem } from '@strategraph/strategy-core'
import { ulid } from 'ulid'
import { ensureFolder, isMissing, moveDurably } from '../data-folder/durable-file.ts'
import { serialQueue } from '../data-folder/serial-queue.ts'
import { documentFiles } from './document-files.ts'
import { documentProblem, failed } from './document-problem.ts'
import type { Envelope, Revision, StoredDocument } from './stored-document.ts'

export interface DocumentEntry<Value> {
  readonly id: string
  readonly revision: number
  readonly createdAt: number
  readonly savedAt: number
  readonly hasDraft: boolean
  /** Problems where the document cannot be read by this version; it stays listed. */
  readonly document: Checked<Value>
}

export interface SaveRequest<Value> {
  readonly id: string
  readonly document: Value
  /** The revision that the change was made on. */
  readonly expectedRevision: number
}

/** A conflict keeps both: `current` goes on, the refused one is in the history under `conflictId`. */
export type SaveResult<Value> =
  | { readonly ok: true; readonly stored: StoredDocument<Value> }
  | {
      readonly ok: false
      readonly problems: readonly Problem[]
      readonly conflict?: { readonly current: StoredDocument<Value>; readonly conflictId: string }
    }

/** Documents of one kind, one file each, with every saved revision, drafts and a trash. Only one process may hold it (see lockDataFolder). */
export interface DocumentStore<Value> {
  list(): Promise<readonly DocumentEntry<Value>[]>
  create(id: string, document: Value): Promise<Checked<StoredDocument<Value>>>
  read(id: string): Promise<Checked<StoredDocument<Value>>>
  save(request: SaveRequest<Value>): Promise<SaveResult<Value>>
  /** Keeps the newest state of an editor without making a revision; `save` clears it. */
  saveDraft(id: string, document: Value, basedOn: number): Promise<Checked<StoredDocument<Value>>>
  discardDraft(id: string): Promise<Checked<StoredDocument<Value>>>
  /** Newest first, conflicts included. */
  history(id: string): Promise<readonly Revision[]>
  readRevision(id: string, revision: number, conflictId?: string): Promise<Checked<StoredDocument<Value>>>
  /** Moves into the trash; `restore` undoes it. */
  remove(id: string): Promise<Checked<null>>
  restore(id: string): Promise<Checked<StoredDocument<Value>>>
  trash(): Promise<readonly string[]>
}

interface StoreOptions<Value> {
  readonly folder: string
  /** Checks and migrates what a file holds. */
  readonly parse: (value: unknown) => Checked<Value>
  readonly now?: () => number
}

const withoutDraft = ({ draft: _draft, ...envelope }: Envelope): Envelope => envelope

const idText = /^[A-Za-z0-9_-]{1,64}$/

export async function openDocumentStore<Value>({ folder, parse, now = Date.now }: StoreOptions<Value>): Promise<DocumentStore<Value>> {
  const trashFolder = join(folder, '.trash')
  for (const path of [folder, trashFolder, join(folder, '.history'), join(folder, '.damaged')]) await ensureFolder(path)
  const files = documentFiles(folder, now)
  const queue = serialQueue()

  const inTurn = <Result extends { readonly ok: boolean }>(
    id: string,
    task: () => Promise<Result>,
  ): Promise<Result | ReturnType<typeof failed>> =>
    idText.test(id) ? queue(id.toLowerCase(), task) : Promise.resolve(failed(documentProblem('ID_INVALID', id)))

  const toStored = (envelope: Envelope, warnings: readonly Problem[] = []): Checked<StoredDocument<Value>> => {
    const document = parse(envelope.document)
    if (!document.ok) return document
    const { draft: raw, id, revision, createdAt, savedAt } = envelope
    const draft = raw === undefined ? undefined : parse(raw.document)
    const base = { id, revision, createdAt, savedAt, document: document.value }
    const all = [...warnings, ...document.warnings]
    if (raw === undefined || draft === undefined) return { ok: true, value: base, warnings: all }
    // A draft that can no longer be read must not hide the saved document.
    if (!draft.ok)
      return {
        ok: true,
        value: base,
        warnings: [...all, ...draft.problems.map((problem) => ({ ...problem, severity: 'warning' as const }))],
      }
    return { ok: true, value: { ...base, draft: { ...raw, document: draft.value } }, warnings: all }
  }

  const load = async (id: string): Promise<Checked<Envelope>> => {
    const loaded = await files.load(id)
    if (loaded === undefined) return failed(documentProblem('DOCUMENT_NOT_FOUND', id))
    if (loaded.envelope === undefined) return failed(loaded.problem ?? documentProblem('DOCUMENT_DAMAGED', id))
    return { ok: true, value: loaded.envelope, warnings: loaded.problem === undefined ? [] : [loaded.problem] }
  }

  const change = async (id: string, edit: (envelope: Envelope) => Envelope): Promise<Checked<StoredDocument<Value>>> => {
    const loaded = await load(id)
    if (!loaded.ok) return loaded
    const next = edit(loaded.value)
    await files.write(next)
    return toStored(next, loaded.warnings)
  }

  const read = async (id: string): Promise<Checked<StoredDocument<Value>>> => {
    const loaded = await load(id)
    return loaded.ok ? toStored(loaded.value, loaded.warnings) : loaded
  }

  const save = async ({ id, document, expectedRevision }: SaveRequest<Value>): Promise<SaveResult<Value>> => {
    const loaded = await load(id)
    if (!loaded.ok) return loaded
    const current = withoutDraft(loaded.value)
    if (current.revision !== expectedRevision) {
      const conflictId = ulid()
      await files.writeRevision({ ...current, revision: expectedRevision, savedAt: now(), document }, conflictId)
      const stored = toStored(loaded.value, loaded.warnings)
      const problem = documentProblem('REVISION_CONFLICT', id, {
        expected: `revision ${current.revision}`,
        received: `revision ${expectedRevision}`,
      })
      return stored.ok
        ? { ok: false, problems: [problem], conflict: { current: stored.value, conflictId } }
        : { ok: false, problems: [problem, ...stored.problems] }
    }
    const next: Envelope = { ...current, revision: current.revision + 1, savedAt: now(), document }
    // The history first: a crash in between leaves the old current file and nothing that was acknowledged is lost.
    await files.writeRevision(next)
    await files.write(next)
    const stored = toStored(next)
    return stored.ok ? { ok: true, stored: stored.value } : stored
  }

  return {
    async list() {
      const entries: DocumentEntry<Value>[] = []
      for (const id of await files.ids()) {
        const loaded = await queue(id.toLowerCase(), () => load(id))
        if (!loaded.ok) entries.push({ id, revision: 0, createdAt: 0, savedAt: 0, hasDraft: false, document: loaded })
        else {
          const { revision, createdAt, savedAt, draft, document } = loaded.value
          entries.push({ id, revision, createdAt, savedAt, hasDraft: draft !== undefined, document: parse(document) })
        }
      }
      return entries.toSorted((a, b) => b.savedAt - a.savedAt || (a.id < b.id ? -1 : 1))
    },
    create: (id, document) =>
      inTurn(id, async () => {
        if ((await files.load(id)) !== undefined) return failed(documentProblem('DOCUMENT_EXISTS', id))
        const before = await files.newestRevision(id) // of a deleted document of that id: its history goes on
        const envelope: Envelope = { format: 1, id, revision: before + 1, createdAt: now(), savedAt: now(), document }
        await files.writeRevision(envelope)
        await files.write(envelope)
        return toStored(envelope)
      }),
    read: (id) => inTurn(id, () => read(id)),
    save: (request) => inTurn(request.id, () => save(request)),
    saveDraft: (id, document, basedOn) =>
      inTurn(id, () => change(id, (envelope) => ({ ...envelope, draft: { document, savedAt: now(), basedOn } }))),
    discardDraft: (id) => inTurn(id, () => change(id, withoutDraft)),
    history: async (id) => (idText.test(id) ? files.revisions(id) : []),
    readRevision: (id, revision, conflictId) =>
      inTurn(id, async () => {
        const envelope = await files.readRevision(id, revision, conflictId)
        if (envelope !== undefined) return toStored(envelope)
        return failed(documentProblem('REVISION_NOT_FOUND', id, { received: `revision ${revision}` }))
      }),
    remove: (id) =>
      inTurn<Checked<null>>(id, async () => {
        try {
          await moveDurably(join(folder, `${id}.json`), join(trashFolder, `${id}.json`))
          return { ok: true, value: null, warnings: [] }
        } catch (cause) {
          if (isMissing(cause)) return failed(documentProblem('DOCUMENT_NOT_FOUND', id))
          throw cause
        }
      }),
    restore: (id) =>
      inTurn(id, async () => {
        if ((await files.load(id)) !== undefined) return failed(documentProblem('DOCUMENT_EXISTS', id))
        try {
          await moveDurably(join(trashFolder, `${id}.json`), join(folder, `${id}.json`))
        } catch (cause) {
          if (isMissing(cause)) return failed(documentProblem('DOCUMENT_NOT_FOUND', id))
          throw cause
        }
        return read(id)
      }),
    trash: async () => (await readdir(trashFolder)).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5)),
  }
}
