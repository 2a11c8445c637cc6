import type { MarketEvent } from '@strategraph/market-sim'
import type { MarketEventNote } from '@strategraph/protocol'
import { eventNote } from './to-protocol.ts'

/** What happened, newest last: the market's own events and those of whoever steers it, in one row of numbers. */
export interface EventLog {
  add(event: Omit<MarketEvent, 'seq'>): MarketEventNote
  after(seq: number, limit: number): readonly MarketEventNote[]
}

const kept = 10_000

export function createEventLog(past: readonly MarketEvent[]): EventLog {
  let notes: MarketEventNote[] = []
  let seq = 0
  const add = (event: Omit<MarketEvent, 'seq'>): MarketEventNote => {
    seq += 1
    const note = eventNote({ ...event, seq }, seq)
    notes.push(note)
    // Rarely, so that an event costs no copy of all others.
    if (notes.length >= 2 * kept) notes = notes.slice(-kept)
    return note
  }
  for (const event of past) add(event)
  return {
    add,
    after(last, limit) {
      // The newest of them: whoever has missed more than that many looks at the present, not at the past.
      const [first] = notes
      const from = Math.max(notes.length - Math.min(limit, kept), first === undefined ? 0 : last + 1 - first.seq, 0)
      return notes.slice(from)
    },
  }
}
