import type { executeResultSchema, Run } from '@strategraph/protocol'
import type { NodeRegistry } from '@strategraph/strategy-core'
import type { z } from 'zod'
import { Refusal } from '../http/refusal.ts'
import type { RunSource } from '../stream/run-source.ts'
import { planOf } from '../workflows/check-document.ts'
import type { ActiveRun } from './active-run.ts'
import type { BacktestPool } from './backtest/backtest-pool.ts'
import { startBacktestRun } from './backtest/backtest-run.ts'
import type { ColumnsCache } from './columns-cache.ts'
import { checkOneClock, type DryRunRoom, openDryRun, resumeDryRun } from './dry-run/open-dry-run.ts'
import { recordedFeeds } from './feeds/feed-choice.ts'
import type { RunBook } from './run-book.ts'
import { isActive, type RunRecord } from './run-record.ts'
import { type Preparation, type PreparedRun, prepareRun, type StartRequest } from './start-run.ts'

/** Starts, steers and resumes runs. The only place that knows which of them go on. */
export interface Supervisor extends RunSource {
  start(request: StartRequest): Promise<Run>
  /** Starts and waits for the end; a canceled request stops the run. */
  runToEnd(
    request: StartRequest,
    signal: AbortSignal,
  ): Promise<{ readonly run: Run; readonly values: z.output<typeof executeResultSchema>['values'] | undefined }>
  command(runId: string, what: 'stop' | 'pause' | 'resume' | 'flatten'): Run
  list(filter: { readonly workflowId?: string; readonly limit: number }): readonly Run[]
  activeRun(runId: string): ActiveRun | undefined
  activeRunOf(workflowId: string): string | undefined
  readonly activeCount: number
  /** Takes up what an earlier process left. Resolves when every run is up again or has failed visibly. */
  recover(): Promise<void>
  /** The process ends: everything is left so that the next one can go on. */
  close(): Promise<void>
}

export interface SupervisorOptions extends Preparation {
  readonly registry: NodeRegistry
  readonly book: RunBook
  readonly room: DryRunRoom
  readonly pool: BacktestPool
  readonly columns: ColumnsCache
  readonly active: Map<string, ActiveRun>
  readonly onError: (cause: unknown) => void
}

/** Dry-runs cost little each, but not nothing. */
const maxDryRuns = 50
const maxWaitingBacktests = 100

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { book, room, pool, columns, active, registry, onError } = options
  const { store } = room
  const closing = new AbortController()
  /** Runs of an earlier process that are not up yet, and which of them are to be stopped then. */
  const recovering = new Map<string, { isToStop: boolean }>()

  const keep = (runId: string, run: ActiveRun): ActiveRun => {
    active.set(runId, run)
    run.ended.then(() => {
      // Its values are still asked for by whoever watches the end; bars move into the cache.
      if (run.bars !== undefined)
        columns.set(
          runId,
          new Map(
            [...run.bars.counts.keys()]
              .map((feed) => [feed, run.bars?.columns(feed)] as const)
              .flatMap(([feed, bars]) => (bars === undefined ? [] : [[feed, bars] as const])),
          ),
        )
      active.delete(runId)
    }, onError)
    return run
  }

  const begin = async (prepared: PreparedRun): Promise<ActiveRun> => {
    const { record, feeds } = prepared
    const { run, document, spec } = record
    if (run.mode === 'dry-run') {
      checkOneClock(feeds)
      if ([...active.keys()].filter((id) => book.run(id)?.mode === 'dry-run').length >= maxDryRuns)
        throw new Refusal(429, 'TOO_MANY_RUNS', `At most ${maxDryRuns} dry-runs at a time; stop one first.`)
      book.create(record)
      try {
        return keep(run.id, await openDryRun(prepared, room))
      } catch (cause) {
        book.commit(run.id, { patch: { status: 'failed', reason: cause instanceof Error ? cause.message : 'unknown cause' } })
        throw cause
      }
    }
    if (pool.waiting >= maxWaitingBacktests)
      throw new Refusal(429, 'TOO_MANY_RUNS', `${maxWaitingBacktests} backtests are waiting already.`)
    const jobFeeds = await room.loader.jobFeeds(feeds, { from: spec.from, to: spec.to })
    book.create(record)
    // What an exchange gives today it may not give tomorrow.
    for (const { feed, bars } of jobFeeds)
      if (bars.kind === 'columns' && feeds.some(({ feed: id, origin }) => id === feed && origin.kind === 'exchange'))
        store.saveBars(run.id, feed, bars.columns)
    const job = {
      runId: run.id,
      document,
      revision: run.revision ?? undefined,
      feeds: jobFeeds,
      overrides: spec.overrides,
      from: spec.from,
      to: spec.to,
    }
    const onFeeds = (
      made: readonly { feed: string; columns: Parameters<typeof columns.set>[1] extends ReadonlyMap<string, infer C> ? C : never }[],
    ) => columns.set(run.id, new Map(made.map(({ feed, columns: bars }) => [feed, bars])))
    return keep(run.id, startBacktestRun({ job, pool, book, store, onFeeds }))
  }

  const startPrepared = async (request: StartRequest) => {
    if (closing.signal.aborted) throw new Refusal(503, 'STOPPING', 'The server is stopping.')
    const prepared = await prepareRun(request, options)
    return { id: prepared.record.run.id, run: await begin(prepared), fallback: prepared.record.run }
  }

  const recoverOne = async (record: RunRecord): Promise<void> => {
    const { id, mode } = record.run
    if (mode !== 'dry-run') {
      book.commit(id, { patch: { status: 'interrupted', reason: 'The server stopped while the backtest ran; start it again.' } })
      return
    }
    const fail = (code: string, reason: string) => book.commit(id, { patch: { status: 'failed', reason: `${code}: ${reason}` } })
    try {
      const plan = planOf(record.document, registry)
      if (plan.graphHash !== record.run.graphHash)
        return fail('REPLAY_DIVERGED', 'This version of the program reads the strategy differently than the one that started it.')
      const feeds = recordedFeeds(plan, record.run, record.spec.choices)
      const resumed = await resumeDryRun({ record, plan, feeds }, room, closing.signal)
      if (resumed === undefined) return
      if (resumed.ok) {
        keep(id, resumed.run)
        if (recovering.get(id)?.isToStop === true) resumed.run.stop(reasons.stop)
      } else fail(resumed.code, resumed.reason)
    } catch (cause) {
      onError(cause)
      fail('NOT_RESUMED', cause instanceof Error ? cause.message : 'unknown cause')
    }
  }

  return {
    async start(request) {
      const { id, fallback } = await startPrepared(request)
      return book.run(id) ?? fallback
    },
    async runToEnd(request, signal) {
      const { id, run, fallback } = await startPrepared(request)
      const cancel = () => run.stop('The request was canceled.')
      signal.addEventListener('abort', cancel, { once: true })
      if (signal.aborted) cancel()
      await run.ended
      signal.removeEventListener('abort', cancel)
      return { run: book.run(id) ?? fallback, values: run.newestValues()?.values }
    },
    command(runId, what) {
      const run = book.run(runId)
      if (run === undefined) throw new Refusal(404, 'NOT_FOUND', 'There is no such run.')
      const live = active.get(runId)
      // Stopping what has stopped is what the user wants already.
      const waiting = live === undefined ? recovering.get(runId) : undefined
      if (waiting !== undefined && what !== 'stop')
        throw new Refusal(409, 'RUN_STARTING', 'The run is still being taken up from its journal; try again in a moment.')
      if (waiting !== undefined) waiting.isToStop = true
      if (waiting === undefined && live === undefined && what !== 'stop') throw new Refusal(409, 'RUN_ENDED', 'The run is over.')
      live?.[what](reasons[what])
      return book.run(runId) ?? run
    },
    list: (filter) => book.list(filter),
    activeRun: (runId) => active.get(runId),
    activeRunOf(workflowId) {
      for (const id of active.keys()) {
        const run = book.run(id)
        if (run?.workflowId === workflowId && isActive(run)) return id
      }
      return undefined
    },
    get activeCount() {
      return active.size
    },
    async recover() {
      const records = store.unfinished()
      for (const { run } of records) {
        recovering.set(run.id, { isToStop: false })
        // In memory only: should this process end before it is up, the next one finds it as it was.
        book.touch(run.id, { status: 'starting' })
      }
      for (const record of records) {
        if (closing.signal.aborted) return
        await recoverOne(record)
        recovering.delete(record.run.id)
      }
    },
    async close() {
      closing.abort()
      await Promise.all([...active.values()].map((run) => run.suspend()))
      await pool.close()
    },
    readRun: (runId) => book.run(runId),
    lastSeq: (runId) => book.run(runId)?.lastSeq ?? 0,
    eventsAfter: (runId, after, limit) => store.events(runId, { after, limit }),
    newestValues: (runId) => active.get(runId)?.newestValues(),
    newestQuotes: (runId) => active.get(runId)?.newestQuotes() ?? [],
    onChange: (listener) => book.onChange(listener),
  }
}

const reasons = {
  stop: 'Stopped by the user',
  pause: 'Paused by the user',
  resume: 'Resumed by the user',
  flatten: 'Closed by the user',
} as const
