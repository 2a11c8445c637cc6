import { randomUUID } from 'node:crypto'
import type { DocumentEntry, DocumentStore, StoredDocument } from '@strategraph/adapters'
import type { CrashTestSummary, Revision, Workflow, WorkflowSummary } from '@strategraph/protocol'
import {
  type Checked,
  graphHash,
  type NodeRegistry,
  type Problem,
  validateDocument,
  type WorkflowDocument,
} from '@strategraph/strategy-core'
import { notFound, Refusal } from '../http/refusal.ts'
import { readDocument } from './check-document.ts'
import { emptyDocument } from './empty-document.ts'
import type { ExampleLibrary } from './example-library.ts'
import { conflictNumber, listConflicts } from './conflict-number.ts'

/** A deleted workflow stays in the bin at least this long. */
const binDays = 30

export interface WorkflowService {
  list(): Promise<WorkflowSummary[]>
  create(from: { readonly document?: unknown; readonly name?: string; readonly example?: string }): Promise<Workflow>
  /** Never over another one: it always gets a new id. */
  importDocument(json: unknown): Promise<Workflow>
  read(id: string): Promise<Workflow>
  save(id: string, edit: { readonly revision: number; readonly document: unknown }): Promise<Workflow>
  saveDraft(id: string, edit: { readonly revision: number; readonly document: unknown }): Promise<{ savedAt: number }>
  discardDraft(id: string): Promise<void>
  history(id: string): Promise<Revision[]>
  readRevision(id: string, revision: number): Promise<{ revision: number; document: WorkflowDocument }>
  remove(id: string): Promise<{ id: string; restoreUntil: number }>
  restore(id: string): Promise<Workflow>
}

export interface WorkflowServiceOptions {
  readonly store: DocumentStore<WorkflowDocument>
  readonly registry: NodeRegistry
  readonly examples: ExampleLibrary
  readonly now: () => number
  readonly activeRunOf: (workflowId: string) => string | undefined
  readonly crashTestOf: (workflowId: string, document: WorkflowDocument) => CrashTestSummary | undefined
}

export function createWorkflowService(options: WorkflowServiceOptions): WorkflowService {
  const { store, registry, examples, now, activeRunOf, crashTestOf } = options
  const summaryOf = (
    stored: Pick<StoredDocument<WorkflowDocument>, 'id' | 'revision' | 'savedAt'>,
    document: WorkflowDocument,
    hasDraft: boolean,
  ) => {
    const activeRunId = activeRunOf(stored.id)
    const example = examples.exampleOf(stored.id)
    const crashTest = crashTestOf(stored.id, document)
    const problems = [...validateDocument(document, registry)]
    const summary: WorkflowSummary = {
      id: stored.id,
      name: document.name,
      description: document.description,
      revision: stored.revision,
      hasDraft,
      updatedAt: stored.savedAt,
      nodes: document.nodes.length,
      errors: countErrors(problems),
      ...(example === undefined ? {} : { example }),
      ...(activeRunId === undefined ? {} : { activeRunId }),
      ...(crashTest === undefined ? {} : { crashTest }),
    }
    return { summary, problems }
  }

  const workflowOf = (stored: StoredDocument<WorkflowDocument>): Workflow => {
    const { summary, problems } = summaryOf(stored, stored.document, stored.draft !== undefined)
    return {
      ...summary,
      document: { ...stored.document },
      ...(stored.draft === undefined ? {} : { draft: { ...stored.draft.document } }),
      problems: problems.map((problem) => ({ ...problem, path: [...problem.path] })),
    }
  }

  const add = async (document: WorkflowDocument, example?: string): Promise<Workflow> => {
    const id = randomUUID()
    const stored = orRefuse(await store.create(id, { ...document, id }), id)
    if (example !== undefined) await examples.remember(id, example)
    return workflowOf(stored)
  }

  return {
    async list() {
      return (await store.list()).map((entry) =>
        entry.document.ok ? summaryOf(entry, entry.document.value, entry.hasDraft).summary : unreadable(entry),
      )
    },
    async create({ document: json, name, example }) {
      if (example !== undefined) {
        const found = examples.find(example)
        if (found === undefined) throw notFound('example', example)
        return add(named(found.document, name), example)
      }
      return add(named(json === undefined ? emptyDocument() : readDocument(json, registry).document, name))
    },
    importDocument: async (json) => add(readDocument(json, registry).document),
    read: async (id) => workflowOf(orRefuse(await store.read(id), id)),
    async save(id, { revision, document: json }) {
      const { document } = readDocument(json, registry)
      const saved = await store.save({ id, document: { ...document, id }, expectedRevision: revision })
      if (saved.ok) return workflowOf(saved.stored)
      if (saved.conflict === undefined) return orRefuse(saved, id)
      const { current, conflictId } = saved.conflict
      const [problem] = saved.problems
      throw new Refusal(409, 'REVISION_CONFLICT', problem?.message ?? 'Somebody else saved meanwhile; both versions are kept.', {
        problems: saved.problems,
        extra: {
          currentRevision: current.revision,
          current: current.document,
          yourRevision: conflictNumber(await store.history(id), conflictId),
        },
      })
    },
    async saveDraft(id, { revision, document: json }) {
      const { document } = readDocument(json, registry)
      const stored = orRefuse(await store.saveDraft(id, { ...document, id }, revision), id)
      return { savedAt: stored.draft?.savedAt ?? now() }
    },
    async discardDraft(id) {
      orRefuse(await store.discardDraft(id), id)
    },
    async history(id) {
      orRefuse(await store.read(id), id)
      const revisions = await store.history(id)
      const conflicts = listConflicts(revisions)
      return Promise.all(
        revisions.map(async ({ revision, savedAt, conflictId }): Promise<Revision> => {
          const stored = await store.readRevision(id, revision, conflictId)
          return {
            revision: conflictId === undefined ? revision : conflictNumber(conflicts, conflictId),
            savedAt,
            name: stored.ok ? stored.value.document.name : '',
            graphHash: stored.ok ? graphHash(stored.value.document, registry) : null,
            base: conflictId === undefined ? revision - 1 : revision,
            ...(conflictId === undefined ? {} : { note: 'Saved over a newer revision; kept beside it.' }),
          }
        }),
      )
    },
    async readRevision(id, revision) {
      const conflict = revision < 0 ? listConflicts(await store.history(id))[-revision - 1] : undefined
      if (revision < 0 && conflict === undefined) throw notFound('revision', String(revision))
      const stored = orRefuse(await store.readRevision(id, conflict?.revision ?? revision, conflict?.conflictId), id)
      return { revision, document: stored.document }
    },
    async remove(id) {
      const runId = activeRunOf(id)
      if (runId !== undefined) throw new Refusal(409, 'WORKFLOW_IS_RUNNING', 'A run of this workflow is still going on; stop it first.')
      orRefuse(await store.remove(id), id)
      return { id, restoreUntil: now() + binDays * 86_400_000 }
    },
    restore: async (id) => workflowOf(orRefuse(await store.restore(id), id)),
  }
}

const named = (document: WorkflowDocument, name: string | undefined): WorkflowDocument =>
  name === undefined || name === '' ? document : { ...document, name }

const countErrors = (problems: readonly Problem[]): number => problems.filter(({ severity }) => severity === 'error').length

/** Stays listed, so that its owner knows that it is there and can export or mend the file. */
function unreadable(entry: DocumentEntry<WorkflowDocument>): WorkflowSummary {
  const errors = entry.document.ok ? 0 : Math.max(1, entry.document.problems.length)
  const description = entry.document.ok ? '' : (entry.document.problems[0]?.message ?? '')
  return {
    id: entry.id,
    name: `(unreadable) ${entry.id}`,
    description,
    revision: Math.max(1, entry.revision),
    hasDraft: entry.hasDraft,
    updatedAt: entry.savedAt,
    nodes: 0,
    errors,
  }
}

const statusOf: Readonly<Record<string, number>> = {
  DOCUMENT_NOT_FOUND: 404,
  REVISION_NOT_FOUND: 404,
  ID_INVALID: 400,
  DOCUMENT_EXISTS: 409,
  DOCUMENT_DAMAGED: 410,
}

function orRefuse<Value>(checked: Checked<Value> | { readonly ok: false; readonly problems: readonly Problem[] }, id: string): Value {
  if (checked.ok) return checked.value
  const [first] = checked.problems
  if (first === undefined) throw notFound('workflow', id)
  throw new Refusal(statusOf[first.code] ?? 422, first.code, first.message, { problems: checked.problems })
}
