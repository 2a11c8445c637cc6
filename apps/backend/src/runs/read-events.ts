import type { JournalEvent, JournalEventType } from '@strategraph/trading-engine'
import type { RunStore } from './run-store.ts'

/** Events per turn of the main thread: a few ms. */
const eventsPerTurn = 1000

/** A journal in pages; between two of them others have their turn. */
export async function* readEvents(
  store: RunStore,
  runId: string,
  query: { readonly after?: number; readonly types?: readonly JournalEventType[] } = {},
): AsyncGenerator<readonly JournalEvent[]> {
  const { types } = query
  for (let after = query.after ?? 0; ; ) {
    const page = store.events(runId, { after, limit: eventsPerTurn, ...(types === undefined ? {} : { types }) })
    if (page.length > 0) yield page
    const last = page.at(-1)
    if (last === undefined || page.length < eventsPerTurn) return
    after = last.seq
    await new Promise((resolve) => setImmediate(resolve))
  }
}
