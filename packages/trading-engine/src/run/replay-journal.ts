import type { BackEnd, Plan } from '@strategraph/strategy-core'
import type { JournalEvent, JournalSink } from '../journal/event.ts'
import { recordedMoment } from '../journal/recorded-input.ts'
import { createReplaySink, type Divergence, type ReplaySink } from '../journal/replay-sink.ts'
import { type RecordedSession, sessionOfRecord } from './recorded-session.ts'
import type { PromptAsk } from './trading-run.ts'
import type { TradingSession } from './trading-session.ts'

export interface ReplayOptions {
  readonly backEnd: BackEnd
  /** Where the run goes on to write: it gets what a torn tail misses, and everything after. */
  readonly sink?: JournalSink
  readonly onAsk?: (ask: PromptAsk) => void
}

export interface DamagedJournal {
  readonly code: 'JOURNAL_DAMAGED'
  readonly seq: number
  readonly message: string
}

export type ReplayResult =
  /**
   * The run as it was; it goes on with the next bar, but for a run at a venue, which there is no way back to from here: its
   * next order throws RangeError. `session.openAsks` = asked, but never answered.
   */
  { readonly ok: true; readonly session: TradingSession } | { readonly ok: false; readonly problem: Divergence | DamagedJournal }

/**
 * Feeds the recorded bars, answers, commands and reports of a venue of a dry-run or live run through the same plan. Every decision must come
 * out byte for byte; the first difference is reported. A tail that was torn (a bar on record, its decisions not) is
 * completed into `sink`. Crash recovery is this, then the next bar.
 */
export function replayJournal(events: readonly JournalEvent[], plan: Plan, options: ReplayOptions): ReplayResult {
  const steps = replayInSteps(events, plan, { ...options, eventsPerStep: Number.POSITIVE_INFINITY })
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** The same in pieces of about `eventsPerStep` events, so that a caller can let others have their turn. Yields how many are done. */
export function* replayInSteps(
  events: readonly JournalEvent[],
  plan: Plan,
  options: ReplayOptions & { readonly eventsPerStep: number },
): Generator<number, ReplayResult, void> {
  const damage = findDamage(events, plan)
  if (damage !== undefined) return { ok: false, problem: damage }
  const sink = createReplaySink(events, options.sink)
  try {
    const session = yield* replayed(events, plan, sink, options)
    return sink.divergence === undefined ? { ok: true, session } : { ok: false, problem: sink.divergence }
  } catch (cause) {
    // Records that do not parse, bars out of order: whatever it is, this journal cannot be followed.
    return {
      ok: false,
      problem: { code: 'JOURNAL_DAMAGED', seq: sink.position + 1, message: cause instanceof Error ? cause.message : 'unknown cause' },
    }
  }
}

function* replayed(
  events: readonly JournalEvent[],
  plan: Plan,
  sink: ReplaySink,
  options: ReplayOptions & { readonly eventsPerStep: number },
): Generator<number, TradingSession, void> {
  const [first] = events
  if (first?.type !== 'run.started') throw new RangeError('the journal does not begin with run.started')
  let isReplaying = true
  const run = sessionOfRecord(first, plan, {
    backEnd: options.backEnd,
    sink,
    onAsk: (ask) => {
      if (!isReplaying) options.onAsk?.(ask)
    },
  })
  yield* feedRecord(events, run, sink, { feeds: plan.domains.length, eventsPerStep: options.eventsPerStep })
  isReplaying = false
  run.close()
  return run.session
}

function findDamage(events: readonly JournalEvent[], plan: Plan): DamagedJournal | undefined {
  const [first] = events
  if (first?.type !== 'run.started') return { code: 'JOURNAL_DAMAGED', seq: 1, message: 'the journal does not begin with run.started' }
  if (first.payload.graphHash !== plan.graphHash)
    return { code: 'JOURNAL_DAMAGED', seq: 1, message: 'the journal belongs to another strategy' }
  if (first.payload.mode === 'backtest')
    return { code: 'JOURNAL_DAMAGED', seq: 1, message: 'a backtest records no bars: run it again and compare' }
  const gap = events.findIndex(({ seq, runId }, index) => seq !== index + 1 || runId !== first.runId)
  return gap < 0 ? undefined : { code: 'JOURNAL_DAMAGED', seq: gap + 1, message: `event ${gap + 1} is missing or of another run` }
}

function* feedRecord(
  events: readonly JournalEvent[],
  { session, apply }: RecordedSession,
  sink: ReplaySink,
  { feeds, eventsPerStep }: { readonly feeds: number; readonly eventsPerStep: number },
): Generator<number, void, void> {
  let stepEnd = eventsPerStep
  while (sink.divergence === undefined) {
    // The replay regenerates what follows from an input; so what stands here is the next input.
    const next = events[sink.position]
    if (next === undefined) return
    const before = sink.position
    if (next.type === 'bar') {
      const moment = recordedMoment(events, before)
      // The tail may have been torn within a moment: of several feeds, not all are on record.
      if (before + moment.length === events.length && moment.length < feeds) return session.holdBars(moment)
      session.onBars(moment)
    } else apply(next)
    if (sink.position === before) sink.refuse()
    if (sink.position < stepEnd) continue
    stepEnd = sink.position + eventsPerStep
    yield sink.position
  }
}
