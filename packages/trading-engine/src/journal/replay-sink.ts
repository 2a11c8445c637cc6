import type { JournalEvent, JournalSink } from './event.ts'
import { journalLine } from './journal-line.ts'

/** The first place at which a run did not repeat itself. */
export interface Divergence {
  readonly code: 'REPLAY_DIVERGED'
  readonly seq: number
  /** undefined: the record ends or goes on where the replay did not. */
  readonly recorded: string | undefined
  readonly regenerated: string | undefined
}

/** Compares regenerated events with the record, line by line; behind the record's end it passes them on. */
export interface ReplaySink extends JournalSink {
  /** Number of recorded events that were regenerated. */
  readonly position: number
  readonly divergence: Divergence | undefined
  /** The record holds an event here that the replay did not make. */
  refuse(): void
}

export function createReplaySink(recorded: readonly JournalEvent[], sink: JournalSink | undefined): ReplaySink {
  let position = 0
  let divergence: Divergence | undefined
  const diverge = (expected: JournalEvent | undefined, event: JournalEvent | undefined) => {
    divergence ??= {
      code: 'REPLAY_DIVERGED',
      seq: expected?.seq ?? event?.seq ?? 0,
      recorded: expected === undefined ? undefined : journalLine(expected),
      regenerated: event === undefined ? undefined : journalLine(event),
    }
  }
  return {
    get position() {
      return position
    },
    get divergence() {
      return divergence
    },
    refuse: () => diverge(recorded[position], undefined),
    append(event) {
      if (divergence !== undefined) return
      const expected = recorded[position]
      if (expected === undefined) return sink?.append(event)
      if (journalLine(expected) !== journalLine(event)) return diverge(expected, event)
      position += 1
    },
  }
}
