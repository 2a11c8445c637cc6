import type { BackEnd, Plan } from '@strategraph/strategy-core'
import type { JournalEvent, JournalSink } from '../journal/event.ts'
import { recordedAnswer, recordedBindings, recordedSettings } from '../journal/recorded-input.ts'
import type { FeedRange } from './started.ts'
import type { PromptAsk } from './trading-run.ts'
import { createTradingSession, type TradingSession } from './trading-session.ts'

export type StartedEvent = Extract<JournalEvent, { type: 'run.started' }>

/** The session that a record begins with: same settings, same markets, before its first input. Throws ZodError where the record is not of this version. */
export function sessionOfRecord(
  { runId, time, payload }: StartedEvent,
  plan: Plan,
  options: { readonly backEnd: BackEnd; readonly sink?: JournalSink; readonly onAsk?: (ask: PromptAsk) => void },
): TradingSession {
  const { mode, revision } = payload
  return createTradingSession(plan, recordedBindings(payload), recordedSettings(payload), {
    ...options,
    mode,
    runId,
    startedAt: time,
    ...(revision === undefined ? {} : { revision }),
    ...(mode === 'backtest' ? { ranges: rangesOf(payload) } : {}),
  })
}

/** A backtest knows where its data end. */
function rangesOf({ feeds }: StartedEvent['payload']): ReadonlyMap<string, FeedRange> {
  return new Map(feeds.map(({ feed, bars = 0, from = 0, to = 0 }) => [feed, { bars, from, to }]))
}

/** Gives a recorded answer, command or note to a session, as it was given then. Bars and what was decided are not taken. */
export function applyRecordedInput(event: JournalEvent, session: TradingSession): void {
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
