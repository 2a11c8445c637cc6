import { canonicalJson } from '@strategraph/strategy-core'
import type { JournalEvent, JournalEventType } from './event.ts'

/** The one text of an event: canonical JSON, keys sorted, no spaces. Equal decisions have equal lines. */
export function journalLine(event: JournalEvent): string {
  return canonicalJson(event)
}

/** What a run was told, as opposed to what it decided; a backtest names its bars in `run.started` instead. */
const inputTypes: ReadonlySet<JournalEventType> = new Set(['bar'])

/** The events without bars, numbered anew: equal for a backtest and a dry-run over the same bars. */
export function decisionJournal(events: readonly JournalEvent[]): readonly JournalEvent[] {
  return events.filter(({ type }) => !inputTypes.has(type)).map((event, index) => ({ ...event, seq: index + 1 }))
}
