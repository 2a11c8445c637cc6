import type { OutputKey } from '@strategraph/strategy-core'
import type { JournalEvent, JournalEventType } from '@strategraph/trading-engine'
import type { RunColumns } from '../columns-cache.ts'
import { readEvents } from '../read-events.ts'
import type { RunRecord } from '../run-record.ts'
import type { RunStore } from '../run-store.ts'
import type { ValueRows } from './evaluate-rows.ts'
import type { ReplaySource } from './run-replay.ts'
import { inputTypes } from './run-replay.ts'
import { type ReplayThread, startReplayThread } from './replay-thread.ts'

/** Reactive outputs of runs at past moments, from runs that are run again. See values.decision.md. */
export interface ReplayDesk {
  /** `times` ascend. Undefined for a run that never began. Rejects where the run cannot be run again. */
  sample(
    record: RunRecord,
    request: { readonly keys: readonly OutputKey[]; readonly times: Float64Array; readonly columns: RunColumns },
  ): Promise<ValueRows | undefined>
  close(): Promise<void>
}

interface Replay {
  readonly thread: ReplayThread
  readonly inputs: readonly JournalEventType[]
  /** Inputs of a dry-run up to here are with the thread. */
  fedSeq: number
  /** Newest bar that the thread was given. */
  fedTime: number
  /** One request after another: what one feeds the next one need not. */
  tail: Promise<unknown>
  idle: ReturnType<typeof setTimeout> | undefined
}

/** Runs that are kept at hand; each is a thread of some 30 MB and what its values take. */
const keptReplays = 3
const idleMs = 180_000

export function createReplayDesk(store: RunStore): ReplayDesk {
  const replays = new Map<string, Promise<Replay | undefined>>()

  const drop = async (runId: string) => {
    const replay = replays.get(runId)
    replays.delete(runId)
    const opened = await replay?.catch(() => undefined)
    clearTimeout(opened?.idle)
    await opened?.thread.close()
  }

  const open = async (record: RunRecord, columns: RunColumns): Promise<Replay | undefined> => {
    const [started] = store.events(record.run.id, { after: 0, limit: 1 })
    if (started?.type !== 'run.started') return undefined
    const source: ReplaySource =
      record.run.mode === 'backtest' ? { started, backtest: { columns, answers: await answersOf(store, record.run.id) } } : { started }
    const thread = startReplayThread({ document: record.document, source })
    return {
      thread,
      inputs: inputTypes(started),
      fedSeq: started.seq,
      fedTime: Number.NEGATIVE_INFINITY,
      tail: Promise.resolve(),
      idle: undefined,
    }
  }

  const find = (record: RunRecord, columns: RunColumns): Promise<Replay | undefined> => {
    const { id } = record.run
    const replay = replays.get(id) ?? open(record, columns)
    replays.delete(id)
    replays.set(id, replay)
    for (const oldest of replays.keys()) {
      if (replays.size <= keptReplays) break
      void drop(oldest)
    }
    return replay
  }

  /** Until the thread has the first bar after `time`, or everything: then it knows all that belongs to `time`. */
  const feed = async (runId: string, replay: Replay, time: number) => {
    if (replay.fedTime > time) return
    for await (const events of readEvents(store, runId, { after: replay.fedSeq, types: replay.inputs })) {
      await replay.thread.ask({ type: 'feed', events })
      replay.fedSeq = events.at(-1)?.seq ?? replay.fedSeq
      replay.fedTime = events.findLast(({ type }) => type === 'bar')?.time ?? replay.fedTime
      if (replay.fedTime > time) return
    }
  }

  const ask = async (record: RunRecord, replay: Replay, request: Parameters<ReplayDesk['sample']>[1]): Promise<ValueRows | undefined> => {
    const { keys, times } = request
    if (record.run.mode !== 'backtest') await feed(record.run.id, replay, times.at(-1) ?? 0)
    return replay.thread.ask({ type: 'sample', keys, times: times.slice() })
  }

  const sample: ReplayDesk['sample'] = async (record, request) => {
    const { id } = record.run
    const replay = await find(record, request.columns)
    if (replay === undefined) return undefined
    clearTimeout(replay.idle)
    const rows = replay.tail.then(
      () => ask(record, replay, request),
      () => ask(record, replay, request),
    )
    replay.tail = rows
    try {
      return await rows
    } catch (cause) {
      await drop(id)
      throw cause
    } finally {
      clearTimeout(replay.idle)
      replay.idle = setTimeout(() => void drop(id), idleMs).unref()
    }
  }

  return {
    async sample(record, request) {
      const rows = await sample(record, request)
      if (rows !== undefined) return rows
      // Forgotten: from the first bar on again.
      await drop(record.run.id)
      return sample(record, request)
    },
    async close() {
      await Promise.all([...replays.keys()].map(drop))
    },
  }
}

async function answersOf(store: RunStore, runId: string): Promise<readonly JournalEvent[]> {
  const answers: JournalEvent[] = []
  for await (const events of readEvents(store, runId, { types: ['answer'] })) answers.push(...events)
  return answers
}
