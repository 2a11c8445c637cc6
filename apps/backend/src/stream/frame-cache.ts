import type { RunSource } from './run-source.ts'

export interface EventsFrame {
  readonly text: string
  readonly lastSeq: number
}

/** Frames as text, made once for all clients that stand at the same place. Emptied after every flush. */
export interface FrameCache {
  /** The events that follow `after`, at most a page of them; undefined where there are none. */
  events(runId: string, after: number): EventsFrame | undefined
  values(runId: string): string | undefined
  quotes(runId: string): ReadonlyMap<string, string>
  run(runId: string): string | undefined
  clear(): void
}

/** Events per frame: a long journal goes out in pages, between which the socket's buffer is looked at. */
const page = 500

export function createFrameCache(source: RunSource): FrameCache {
  const eventFrames = new Map<string, EventsFrame | undefined>()
  const texts = new Map<string, string | undefined>()
  const quoteTexts = new Map<string, ReadonlyMap<string, string>>()
  const once = (key: string, make: () => string | undefined) => {
    if (!texts.has(key)) texts.set(key, make())
    return texts.get(key)
  }
  return {
    events(runId, after) {
      const key = `${runId} ${after}`
      if (!eventFrames.has(key)) {
        const events = source.eventsAfter(runId, after, page)
        const lastSeq = events.at(-1)?.seq
        eventFrames.set(key, lastSeq === undefined ? undefined : { text: JSON.stringify({ type: 'events', runId, events }), lastSeq })
      }
      return eventFrames.get(key)
    },
    values: (runId) => once(`values ${runId}`, () => jsonOf(source.newestValues(runId))),
    run: (runId) =>
      once(`run ${runId}`, () => {
        const run = source.readRun(runId)
        return run === undefined ? undefined : JSON.stringify({ type: 'run', run })
      }),
    quotes(runId) {
      const known = quoteTexts.get(runId)
      if (known !== undefined) return known
      const made = new Map(source.newestQuotes(runId).map((quote) => [quote.feed, JSON.stringify(quote)]))
      quoteTexts.set(runId, made)
      return made
    },
    clear() {
      eventFrames.clear()
      texts.clear()
      quoteTexts.clear()
    },
  }
}

const jsonOf = (frame: object | undefined): string | undefined => (frame === undefined ? undefined : JSON.stringify(frame))
