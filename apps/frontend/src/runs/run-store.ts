import type { Run } from '@strategraph/protocol'
import type { JournalEvent } from '@strategraph/trading-engine'
import { create } from 'zustand'
import { cacheRun } from '../api/queries.ts'
import { subscribeRun } from '../api/stream.ts'
import { type Activity, activityOf } from './activity.ts'
import { createCursorValues } from './cursor-values.ts'
import { type LiveValues, createLiveValues } from './live-values.ts'

/** Newest events kept in the page; older ones are read from the server (`api.runEvents`). */
export const eventLimit = 5000

/** A row of the run's first feed that the time slider stands on. */
export interface Cursor {
  readonly row: number
  /** Close time, ms UTC; 0 until the row's values are here. */
  readonly time: number
}

export interface Quote {
  readonly time: number
  readonly bid: number
  readonly ask: number
  readonly last: number
}

/** One run shown on the canvas of one workflow. */
export interface RunView {
  readonly workflowId: string
  readonly runId: string
  /** Undefined until the server has told. */
  readonly run: Run | undefined
  /** In order, at most `eventLimit`. */
  readonly events: readonly JournalEvent[]
  /** Events before `events[0]` that are no longer held. */
  readonly forgotten: number
  /** Newest values; never stops while a run goes on. */
  readonly live: LiveValues
  /** Values at the cursor. */
  readonly past: LiveValues
  /** What each node did last, by node id; changed in place, read by the overlay. */
  readonly activity: ReadonlyMap<string, Activity>
  /** null: the canvas shows the newest values. */
  readonly cursor: Cursor | null
  /** By feed node id. */
  readonly quotes: Readonly<Record<string, Quote>>
  readonly problem: { readonly code: string; readonly message: string } | undefined
}

interface RunStore {
  /** By workflow id: at most one run is shown per canvas. */
  readonly views: Readonly<Record<string, RunView | undefined>>
}

export const useRunStore = create<RunStore>(() => ({ views: {} }))

interface Session {
  close(): void
  showRow(row: number | null): void
}
const sessions = new Map<string, Session>()

function update(workflowId: string, runId: string, change: (view: RunView) => Partial<RunView>): void {
  useRunStore.setState(({ views }) => {
    const view = views[workflowId]
    if (view === undefined || view.runId !== runId) return {}
    return { views: { ...views, [workflowId]: { ...view, ...change(view) } } }
  })
}

/** The run shown on a workflow's canvas. */
export const useRunView = (workflowId: string): RunView | undefined => useRunStore((store) => store.views[workflowId])

/** Values that the canvas shows now: those at the cursor, or the newest. */
export const shownValues = (view: RunView): LiveValues => (view.cursor === null ? view.live : view.past)

/** Whether the run still goes on. */
export const isActive = (run: Pick<Run, 'status'> | undefined): boolean =>
  run !== undefined && (run.status === 'starting' || run.status === 'running' || run.status === 'paused')

/** Shows a run on a workflow's canvas and follows it. Showing the same run again changes nothing. */
export function showRun(workflowId: string, runId: string, known?: Run): void {
  if (useRunStore.getState().views[workflowId]?.runId === runId) return
  closeRun(workflowId)
  const live = createLiveValues()
  const past = createLiveValues()
  const activity = new Map<string, Activity>()
  const view: RunView = {
    workflowId,
    runId,
    run: known,
    events: [],
    forgotten: 0,
    live,
    past,
    activity,
    cursor: null,
    quotes: {},
    problem: undefined,
  }
  useRunStore.setState(({ views }) => ({ views: { ...views, [workflowId]: view } }))

  // Bursts (a backtest's journal) are taken into React once per frame.
  let waiting: JournalEvent[] = []
  let frame = 0
  const flush = () => {
    frame = 0
    const fresh = waiting
    waiting = []
    for (const event of fresh) {
      const entry = activityOf(event)
      if (entry !== undefined) activity.set(entry.nodeId, entry.activity)
    }
    update(workflowId, runId, ({ events, forgotten }) => {
      const all = [...events, ...fresh]
      const over = Math.max(0, all.length - eventLimit)
      return { events: over > 0 ? all.slice(over) : all, forgotten: forgotten + over }
    })
  }
  const cursorValues = createCursorValues(runId, past)
  // What came before we looked: the sparklines begin with it. A backtest that is still under way has no values yet.
  const begin = (run: Run) => {
    if (!(run.mode === 'backtest' && isActive(run))) void cursorValues.loadLast(live)
  }
  const unsubscribe = subscribeRun(runId, 0, {
    onEvents(events) {
      waiting.push(...events)
      if (frame === 0) frame = requestAnimationFrame(flush)
    },
    onValues: (values) => live.ingest(values),
    onQuote: ({ feed, time, bid, ask, last }) =>
      update(workflowId, runId, ({ quotes }) => ({ quotes: { ...quotes, [feed]: { time, bid, ask, last } } })),
    onRun(run) {
      cacheRun(run)
      const before = useRunStore.getState().views[workflowId]?.run
      update(workflowId, runId, () => ({ run }))
      if (before === undefined) begin(run)
      // A backtest streams no values: once it is over, the canvas shows its last row.
      else if (isActive(before) && !isActive(run)) void cursorValues.loadLast(live)
    },
    onProblem: (code, message) => update(workflowId, runId, () => ({ problem: { code, message } })),
  })
  if (known !== undefined) begin(known)
  sessions.set(workflowId, {
    close() {
      unsubscribe()
      cancelAnimationFrame(frame)
    },
    showRow(row) {
      if (row === null) {
        update(workflowId, runId, () => ({ cursor: null }))
        return
      }
      update(workflowId, runId, ({ cursor }) => ({ cursor: { row, time: cursor?.row === row ? cursor.time : 0 } }))
      void cursorValues
        .show(row)
        .then((time) =>
          update(workflowId, runId, ({ cursor }) => (cursor?.row === row && time !== undefined ? { cursor: { row, time } } : {})),
        )
    },
  })
}

/** Takes the run off the canvas; the run itself goes on. */
export function closeRun(workflowId: string): void {
  sessions.get(workflowId)?.close()
  sessions.delete(workflowId)
  useRunStore.setState(({ views }) => ({ views: { ...views, [workflowId]: undefined } }))
}

/** Time slider: shows the values of a row of the first feed on the canvas; null = the newest. */
export function setCursor(workflowId: string, row: number | null): void {
  sessions.get(workflowId)?.showRow(row)
}
