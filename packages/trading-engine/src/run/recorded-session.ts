import type { BackEnd, Plan } from '@strategraph/strategy-core'
import { createRecordedVenue } from '../broker/recorded-venue.ts'
import type { JournalEvent, JournalSink } from '../journal/event.ts'
import { recordedAnswer, recordedBindings, recordedSettings } from '../journal/recorded-input.ts'
import type { FeedRange } from './started.ts'
import type { PromptAsk } from './trading-run.ts'
import { createTradingSession, type TradingSession } from './trading-session.ts'

export type StartedEvent = Extract<JournalEvent, { type: 'run.started' }>

/** A run that is run again. Its orders go nowhere: bars fill them as they did, or a recorded venue says what became of them. */
export interface RecordedSession {
  readonly session: TradingSession
  /**
   * Gives a recorded answer, command or note to the session, as it was given then; of a run at a venue also what that
   * reported. Bars and what was decided are not taken.
   */
  readonly apply: (event: JournalEvent) => void
  /** No recorded input is left: from here on a run at a venue throws RangeError instead of sending an order. */
  close(): void
}

/** The session that a record begins with: same settings, same markets, before its first input. Throws ZodError where the record is not of this version. */
export function sessionOfRecord(
  { runId, time, payload }: StartedEvent,
  plan: Plan,
  options: { readonly backEnd: BackEnd; readonly sink?: JournalSink; readonly onAsk?: (ask: PromptAsk) => void },
): RecordedSession {
  const { mode, revision, atVenue } = payload
  const recorded = atVenue === true ? createRecordedVenue() : undefined
  const session = createTradingSession(plan, recordedBindings(payload), recordedSettings(payload), {
    ...options,
    mode,
    runId,
    startedAt: time,
    ...(revision === undefined ? {} : { revision }),
    ...(mode === 'backtest' ? { ranges: rangesOf(payload) } : {}),
    ...(recorded === undefined ? {} : { venue: recorded.venue }),
  })
  return {
    session,
    apply(event) {
      recorded?.setTime(event.time)
      if (event.type === 'fill' || event.type === 'order.state') recorded?.report(event)
      else applyInput(event, session)
    },
    close: () => recorded?.close(),
  }
}

/** A backtest knows where its data end. */
function rangesOf({ feeds }: StartedEvent['payload']): ReadonlyMap<string, FeedRange> {
  return new Map(feeds.map(({ feed, bars = 0, from = 0, to = 0 }) => [feed, { bars, from, to }]))
}

function applyInput(event: JournalEvent, session: TradingSession): void {
  if (event.type === 'answer') {
    const { nodeId, askId, answer } = event.payload
    session.onAnswer({ nodeId, askId, time: event.time, answer: recordedAnswer(answer) })
    return
  }
  if (event.type !== 'status') return
  const { status, code, reason = '' } = event.payload
  if (status === 'paused' && code === 'ENTRIES_PAUSED') session.pause(reason, event.time)
  else if (status === 'running' && code === 'ENTRIES_RESUMED') session.resume(reason, event.time)
  else if (status === 'paused' && (code === 'KILL_SWITCH' || code === 'KILL_SWITCH_CLOSE')) {
    session.kill(reason, event.time, { closePositions: code === 'KILL_SWITCH_CLOSE' })
  } else if (status === 'stopped' && code === 'RUN_STOPPED') session.stop(reason, event.time)
  else if (status === 'finished' && code === 'RUN_FINISHED') session.finish(event.time)
  else session.note(event.payload, event.time)
}
