import type { Run, ServerFrame } from '@strategraph/protocol'
import type { JournalEvent } from '@strategraph/trading-engine'

export type ValuesFrame = Extract<ServerFrame, { type: 'values' }>
export type QuoteFrame = Extract<ServerFrame, { type: 'quote' }>

/** What the stream reads from. Events are asked for again and again from a seq, so that no client needs a queue of its own. */
export interface RunSource {
  /** Undefined for a run that does not exist. */
  readRun(runId: string): Run | undefined
  /** Seq of the newest durable event; 0 = none. */
  lastSeq(runId: string): number
  /** Durable events with seq > after, in order. */
  eventsAfter(runId: string, after: number, limit: number): readonly JournalEvent[]
  /** Present values; undefined where nothing was evaluated yet. */
  newestValues(runId: string): ValuesFrame | undefined
  /** Newest quote of each feed. */
  newestQuotes(runId: string): readonly QuoteFrame[]
  /** Calls back whenever something of the run is new; cheap to call often. Returns the way out. */
  onChange(listener: (runId: string, what: 'events' | 'values' | 'quote' | 'run') => void): () => void
}
