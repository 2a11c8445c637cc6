import type { Run } from '@strategraph/protocol'
import type { JournalEvent } from '@strategraph/trading-engine'
import { isActive, type RunRecord } from './run-record.ts'
import type { RunStore } from './run-store.ts'

export type RunNews = 'events' | 'values' | 'quote' | 'run'
type Listener = (runId: string, what: RunNews) => void
/** What changes of a run while it goes on. */
export type RunPatch = Partial<Omit<Run, 'id' | 'workflowId' | 'workflowName' | 'mode' | 'startedAt' | 'updatedAt'>>

/** The present state of all runs in memory, in front of the store. Disk first, then memory, then listeners. */
export interface RunBook {
  create(record: RunRecord): Run
  record(runId: string): RunRecord | undefined
  run(runId: string): Run | undefined
  list(filter: { readonly workflowId?: string; readonly limit: number }): readonly Run[]
  /** Durable events, then what follows from them. A new status is durable too when this returns; figures follow within seconds. */
  commit(runId: string, change: { readonly events?: readonly JournalEvent[]; readonly patch?: RunPatch }): void
  /** Not durable: progress, equity between commits. */
  touch(runId: string, patch: RunPatch): void
  tell(runId: string, what: RunNews): void
  onChange(listener: Listener): () => void
}

/** Runs kept in memory although they are over: those that somebody looks at. */
const rememberedRuns = 300
/** The list's figures (equity, trades) may be this old after a crash; they are made anew from the journal anyway. */
const saveEveryMs = 5000

export function createRunBook(store: RunStore, now: () => number): RunBook {
  const records = new Map<string, RunRecord>()
  const savedAt = new Map<string, number>()
  const listeners = new Set<Listener>()
  const tell = (runId: string, what: RunNews) => {
    for (const listener of listeners) listener(runId, what)
  }
  const remember = (record: RunRecord): RunRecord => {
    const { id } = record.run
    records.delete(id)
    records.set(id, record)
    if (records.size > rememberedRuns) forgetOldest(records, savedAt)
    return record
  }
  const find = (runId: string): RunRecord | undefined => {
    const known = records.get(runId)
    if (known !== undefined) return known
    const stored = store.read(runId)
    return stored === undefined ? undefined : remember({ ...stored, run: { ...stored.run, lastSeq: store.lastSeq(runId) } })
  }
  const patched = (runId: string, patch: RunPatch): RunRecord => {
    const record = find(runId)
    if (record === undefined) throw new RangeError(`no run ${runId}`)
    return { ...record, run: { ...record.run, ...patch, updatedAt: now() } }
  }

  return {
    create(record) {
      store.insert(record)
      savedAt.set(record.run.id, now())
      remember(record)
      tell(record.run.id, 'run')
      return record.run
    },
    record: find,
    run: (runId) => find(runId)?.run,
    // Memory knows more than the disk of what goes on right now: progress and equity.
    list: (filter) => store.list(filter).map((run) => records.get(run.id)?.run ?? run),
    commit(runId, { events = [], patch = {} }) {
      store.append(events)
      const before = find(runId)?.run
      const lastSeq = events.at(-1)?.seq
      const record = remember(patched(runId, lastSeq === undefined ? patch : { ...patch, lastSeq }))
      const isNewStatus = before?.status !== record.run.status || before.entriesPaused !== record.run.entriesPaused
      if (isNewStatus || now() - (savedAt.get(runId) ?? 0) > saveEveryMs) {
        store.update(record)
        savedAt.set(runId, now())
      }
      if (events.length > 0) tell(runId, 'events')
      if (Object.keys(patch).length > 0) tell(runId, 'run')
    },
    touch(runId, patch) {
      remember(patched(runId, patch))
      tell(runId, 'run')
    },
    tell,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function forgetOldest(records: Map<string, RunRecord>, savedAt: Map<string, number>): void {
  for (const [id, { run }] of records) {
    if (isActive(run)) continue
    records.delete(id)
    savedAt.delete(id)
    return
  }
}
