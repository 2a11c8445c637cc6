import type { JournalSink } from '@strategraph/trading-engine'
import type { Database } from 'better-sqlite3'
import { checksum, eventFromRow, runFromRow, runWithDocumentFromRow } from './journal-rows.ts'
import { isDamage, JournalError } from './journal-error.ts'
import { packColumns, unpackColumns } from './result-columns.ts'
import type { EventQuery, JournalEvent, RunChange, RunRecord, RunResult, RunWithDocument, SeqGap } from './run-record.ts'

/** Runs, their events and results. Every call is synchronous and on disk when it returns. */
export interface Journal {
  createRun(run: RunWithDocument): void
  updateRun(id: string, change: RunChange): void
  readRun(id: string): RunWithDocument | undefined
  /** Newest first. */
  listRuns(filter?: { readonly workflowId?: string; readonly limit?: number; readonly before?: number }): readonly RunRecord[]
  /** One transaction: all of the events or none. Each run's events must continue its last seq without a hole. */
  append(events: readonly JournalEvent[]): void
  /** Collects events of a run loop; `flush` writes them in one transaction. */
  sink(): JournalSink & { flush(): void }
  lastSeq(runId: string): number
  read(runId: string, query?: EventQuery): readonly JournalEvent[]
  findGaps(runId: string): readonly SeqGap[]
  /** Ids of runs that are not finished and lack events. */
  unfinishedRunsWithGaps(): readonly string[]
  writeResult(runId: string, name: string, result: RunResult): void
  readResult(runId: string, name: string): RunResult | undefined
  /** With its events and results. */
  deleteRun(id: string): void
  close(): void
}

const sql = {
  insertRun:
    'insert into runs (id, workflowId, revision, document, mode, status, createdAt, updatedAt, graphHash, summary) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  updateRun: 'update runs set status = coalesce(?, status), summary = coalesce(?, summary), updatedAt = ? where id = ?',
  insertEvent: 'insert into events (runId, seq, time, type, payload, crc) values (?, ?, ?, ?, ?, ?)',
  lastSeq: 'select coalesce(max(seq), 0) as value from events where runId = ?',
  readEvents: 'select * from events where runId = ? and seq > ? order by seq limit ?',
  // From a JSON list, so that one prepared statement serves any number of types.
  readTypes: 'select * from events where runId = ? and seq > ? and type in (select value from json_each(?)) order by seq limit ?',
  gaps: 'select seq + 1 as "from", following - 1 as "to" from (select seq, lead(seq) over (order by seq) as following from events where runId = ?) where following <> seq + 1',
  firstSeq: 'select coalesce(min(seq), 1) as value from events where runId = ?',
  unfinished: `select id from runs where status in ('starting', 'running', 'paused', 'interrupted')
    and (select count(*) <> coalesce(max(seq), 0) from events where runId = runs.id)`,
  runs: 'select id, workflowId, revision, mode, status, createdAt, updatedAt, graphHash, summary from runs where createdAt < ? order by createdAt desc, id desc limit ?',
  workflowRuns:
    'select id, workflowId, revision, mode, status, createdAt, updatedAt, graphHash, summary from runs where workflowId = ? and createdAt < ? order by createdAt desc, id desc limit ?',
  run: 'select * from runs where id = ?',
  writeResult: 'insert or replace into results (runId, name, meta, data, crc) values (?, ?, ?, ?, ?)',
  readResult: 'select meta, data, crc from results where runId = ? and name = ?',
}

export function createJournal(database: Database): Journal {
  const prepared = {
    insertRun: database.prepare<unknown[]>(sql.insertRun),
    updateRun: database.prepare<unknown[]>(sql.updateRun),
    insertEvent: database.prepare<unknown[]>(sql.insertEvent),
    lastSeq: database.prepare<[string], { value: number }>(sql.lastSeq),
    firstSeq: database.prepare<[string], { value: number }>(sql.firstSeq),
    readEvents: database.prepare<unknown[]>(sql.readEvents),
    readTypes: database.prepare<unknown[]>(sql.readTypes),
    gaps: database.prepare<[string], SeqGap>(sql.gaps),
    unfinished: database.prepare<[], { id: string }>(sql.unfinished),
    runs: database.prepare<unknown[]>(sql.runs),
    workflowRuns: database.prepare<unknown[]>(sql.workflowRuns),
    run: database.prepare<unknown[]>(sql.run),
    writeResult: database.prepare<unknown[]>(sql.writeResult),
    readResult: database.prepare<[string, string], { meta: string; data: Buffer; crc: number }>(sql.readResult),
  }
  const lastSeqs = new Map<string, number>()

  const lastSeq = (runId: string) => {
    const known = lastSeqs.get(runId)
    if (known !== undefined) return known
    const value = prepared.lastSeq.get(runId)?.value ?? 0
    lastSeqs.set(runId, value)
    return value
  }

  const insertAll = database.transaction((events: readonly JournalEvent[]) => {
    const last = new Map<string, number>()
    for (const { runId, seq, time, type, payload } of events) {
      const expected = (last.get(runId) ?? lastSeq(runId)) + 1
      if (seq !== expected) throw new JournalError('JOURNAL_SEQ_GAP', `run ${runId}: event ${seq} came where ${expected} was due`)
      const text = JSON.stringify(payload)
      prepared.insertEvent.run(runId, seq, time, type, text, checksum(seq, time, type, text))
      last.set(runId, seq)
    }
    return last
  })

  /** Tells damage and full disks apart from programming mistakes. */
  const guarded = <Result>(task: () => Result): Result => {
    try {
      return task()
    } catch (cause) {
      if (isDamage(cause)) throw new JournalError('JOURNAL_DAMAGED', cause instanceof Error ? cause.message : '', { cause })
      throw cause
    }
  }

  const append = (events: readonly JournalEvent[]): void => {
    if (events.length === 0) return
    let last: Map<string, number>
    try {
      last = insertAll.immediate(events)
    } catch (cause) {
      if (cause instanceof JournalError) throw cause
      if (isDamage(cause)) throw new JournalError('JOURNAL_DAMAGED', cause instanceof Error ? cause.message : '', { cause })
      throw new JournalError('JOURNAL_WRITE_FAILED', cause instanceof Error ? cause.message : String(cause), { cause })
    }
    // Only after the commit: a rolled-back batch must not move the counter.
    for (const [runId, seq] of last) lastSeqs.set(runId, seq)
  }

  return {
    createRun(run) {
      try {
        const { id, workflowId, revision, document, mode, status, createdAt, updatedAt, graphHash, summary } = run
        const values = [
          id,
          workflowId,
          revision,
          JSON.stringify(document),
          mode,
          status,
          createdAt,
          updatedAt,
          graphHash,
          JSON.stringify(summary ?? null),
        ]
        prepared.insertRun.run(...values)
      } catch (cause) {
        if (cause instanceof Error && 'code' in cause && cause.code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
          throw new JournalError('JOURNAL_RUN_EXISTS', run.id, { cause })
        }
        throw cause
      }
    },
    updateRun(id, { status, summary, updatedAt }) {
      const { changes } = prepared.updateRun.run(status ?? null, summary === undefined ? null : JSON.stringify(summary), updatedAt, id)
      if (changes === 0) throw new JournalError('JOURNAL_RUN_UNKNOWN', id)
    },
    readRun: (id) => guarded(() => runWithDocumentFromRow(prepared.run.get(id))),
    listRuns: ({ workflowId, limit = 100, before = Number.MAX_SAFE_INTEGER } = {}) =>
      guarded(() =>
        (workflowId === undefined ? prepared.runs.all(before, limit) : prepared.workflowRuns.all(workflowId, before, limit)).map(
          runFromRow,
        ),
      ),
    append,
    sink() {
      let waiting: JournalEvent[] = []
      return {
        append: (event) => void waiting.push(event),
        flush() {
          append(waiting)
          waiting = []
        },
      }
    },
    lastSeq: (runId) => guarded(() => lastSeq(runId)),
    read: (runId, { after = 0, limit = 1000, types } = {}) =>
      guarded(() => {
        const rows =
          types === undefined
            ? prepared.readEvents.all(runId, after, limit)
            : prepared.readTypes.all(runId, after, JSON.stringify(types), limit)
        return rows.map(eventFromRow)
      }),
    findGaps: (runId) =>
      guarded(() => {
        const first = prepared.firstSeq.get(runId)?.value ?? 1
        return [...(first > 1 ? [{ from: 1, to: first - 1 }] : []), ...prepared.gaps.all(runId)]
      }),
    unfinishedRunsWithGaps: () => guarded(() => prepared.unfinished.all().map(({ id }) => id)),
    writeResult(runId, name, { meta, columns }) {
      const packed = packColumns(columns)
      const text = JSON.stringify({ meta, columns: packed.layout })
      prepared.writeResult.run(runId, name, text, packed.bytes, checksum(0, 0, text, packed.bytes))
    },
    readResult: (runId, name) =>
      guarded(() => {
        const row = prepared.readResult.get(runId, name)
        if (row === undefined) return undefined
        if (row.crc !== checksum(0, 0, row.meta, row.data)) throw new JournalError('JOURNAL_DAMAGED', `result ${name} of run ${runId}`)
        return unpackColumns(row.meta, row.data)
      }),
    deleteRun: (id) =>
      database.transaction(() => {
        for (const [table, key] of [
          ['events', 'runId'],
          ['results', 'runId'],
          ['runs', 'id'],
        ] as const)
          database.prepare(`delete from ${table} where ${key} = ?`).run(id)
        lastSeqs.delete(id)
      })(),
    close: () => void database.close(),
  }
}
