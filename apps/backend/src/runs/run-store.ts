import type { Journal } from '@strategraph/adapters'
import type { BarColumns } from '@strategraph/market-model'
import { type Run, runSchema } from '@strategraph/protocol'
import { documentSchema } from '@strategraph/strategy-core'
import type { JournalEvent, JournalEventType } from '@strategraph/trading-engine'
import { z } from 'zod'
import type { EquitySeries } from './backtest/backtest-job.ts'
import { isActive, type RunRecord, runSpecSchema } from './run-record.ts'

export interface EventPage {
  readonly after: number
  readonly limit: number
  readonly types?: readonly JournalEventType[]
}

/** Runs and their journals on disk. Every write is durable when it returns. */
export interface RunStore {
  insert(record: RunRecord): void
  /** All of the events or none. They continue the run's last seq. */
  append(events: readonly JournalEvent[]): void
  /** The run as the list shows it. */
  update(record: RunRecord): void
  read(runId: string): RunRecord | undefined
  /** Newest first. */
  list(filter: { readonly workflowId?: string; readonly limit: number }): readonly Run[]
  /** Runs that were going on when the process ended. */
  unfinished(): readonly RunRecord[]
  lastSeq(runId: string): number
  events(runId: string, page: EventPage): readonly JournalEvent[]
  saveEquity(runId: string, equity: EquitySeries): void
  equity(runId: string): EquitySeries | undefined
  /** Bars that cannot be had again: an exchange gives only its newest. */
  saveBars(runId: string, feed: string, bars: BarColumns): void
  bars(runId: string, feed: string): BarColumns | undefined
  /** Where the feeds of a dry-run stand; plain JSON, an older one is replaced. */
  saveCheckpoint(runId: string, checkpoint: unknown): void
  checkpoint(runId: string): unknown
}

const summarySchema = z.object({ run: runSchema, spec: runSpecSchema })

export function createRunStore(journal: Journal): RunStore {
  const read = (runId: string): RunRecord | undefined => {
    const stored = journal.readRun(runId)
    return stored === undefined ? undefined : { ...summarySchema.parse(stored.summary), document: documentSchema.parse(stored.document) }
  }
  return {
    read,
    insert({ run, document, spec }) {
      const { id, workflowId, revision, mode, status, startedAt, updatedAt, graphHash } = run
      journal.createRun({
        id,
        workflowId,
        revision,
        document,
        mode,
        status,
        createdAt: startedAt,
        updatedAt,
        graphHash,
        summary: { run, spec },
      })
    },
    append: (events) => journal.append(events),
    update: ({ run, spec }) => journal.updateRun(run.id, { status: run.status, summary: { run, spec }, updatedAt: run.updatedAt }),
    list: (filter) => journal.listRuns(filter).map(({ summary }) => summarySchema.parse(summary).run),
    unfinished() {
      const found: string[] = []
      const page = 500
      for (let before = Number.MAX_SAFE_INTEGER; ; ) {
        const runs = journal.listRuns({ limit: page, before })
        found.push(...runs.filter(isActive).map(({ id }) => id))
        const oldest = runs.at(-1)
        if (oldest === undefined || runs.length < page) break
        before = oldest.createdAt
      }
      return found.flatMap((id) => read(id) ?? [])
    },
    lastSeq: (runId) => journal.lastSeq(runId),
    events: (runId, page) => journal.read(runId, page),
    saveEquity: (runId, { time, equity }) => journal.writeResult(runId, 'equity', { meta: null, columns: { time, equity } }),
    equity(runId) {
      const { time, equity } = journal.readResult(runId, 'equity')?.columns ?? {}
      return time === undefined || equity === undefined ? undefined : { time, equity }
    },
    saveBars: (runId, feed, bars) => journal.writeResult(runId, `bars ${feed}`, { meta: null, columns: { ...bars } }),
    bars(runId, feed) {
      const { time, open, high, low, close, volume } = journal.readResult(runId, `bars ${feed}`)?.columns ?? {}
      if (!time || !open || !high || !low || !close || !volume) return undefined
      return { time, open, high, low, close, volume }
    },
    saveCheckpoint: (runId, checkpoint) => journal.writeResult(runId, 'checkpoint', { meta: checkpoint, columns: {} }),
    checkpoint: (runId) => journal.readResult(runId, 'checkpoint')?.meta,
  }
}
