import type { JournalEvent, JournalEventType } from '@strategraph/trading-engine'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../../api/client.ts'
import type { RunView } from '../../run-store.ts'

const pageEvents = 5000
/** Older events that are read at most: what a list can still be scrolled through. */
const mostOlder = 50_000

interface Older {
  readonly events: JournalEvent[]
  /** Seq up to which was read. */
  upTo: number
  /** Readings of one list come one after the other: two at once would both add the same events. */
  reading: Promise<unknown>
}
const known = new Map<string, Older>()

type ReadEvents = (after: number, limit: number) => Promise<readonly JournalEvent[]>

/** Reads on from where the last reading stopped, up to the event before `before`. */
export async function readOlder(older: Older, before: number, read: ReadEvents): Promise<void> {
  while (older.upTo < before - 1 && older.events.length < mostOlder) {
    const events = await read(older.upTo, pageEvents)
    older.events.push(...events)
    const last = events.at(-1)?.seq ?? 0
    older.upTo = events.length < pageEvents ? Math.max(before - 1, last) : last
  }
}

export const nothingRead = (): Older => ({ events: [], upTo: 0, reading: Promise.resolve() })

function olderEvents(runId: string, types: string, before: number): Promise<readonly JournalEvent[]> {
  const key = `${runId} ${types}`
  const older = known.get(key) ?? nothingRead()
  known.set(key, older)
  const read: ReadEvents = async (after, limit) => (await api.runEvents({ params: { id: runId }, query: { after, limit, types } })).events
  const done = older.reading.then(() => readOlder(older, before, read))
  older.reading = done.catch(() => undefined)
  return done.then(() => [...older.events])
}

/** Events of some types, all that there are: those in the page's memory, and for long runs the older ones from the server. */
export function useJournal(
  view: RunView | undefined,
  types: readonly JournalEventType[],
): { readonly events: readonly JournalEvent[]; readonly isLoading: boolean } {
  const typesText = types.join(',')
  const firstSeq = view?.events[0]?.seq ?? 1
  const hasOlder = (view?.forgotten ?? 0) > 0
  const older = useQuery({
    // Anew for every thousand events that leave the page's memory, not for each.
    queryKey: ['run', view?.runId ?? '', 'older', typesText, Math.ceil(firstSeq / 1000)],
    queryFn: () => olderEvents(view?.runId ?? '', typesText, Math.ceil(firstSeq / 1000) * 1000 + 1),
    enabled: hasOlder,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  })
  const held = view?.events
  const events = useMemo(() => {
    const wanted = new Set<string>(typesText.split(','))
    const newer = (held ?? []).filter((event) => wanted.has(event.type))
    if (!hasOlder || older.data === undefined) return newer
    const first = newer[0]?.seq ?? Number.POSITIVE_INFINITY
    return [...older.data.filter((event) => event.seq < first), ...newer]
  }, [held, hasOlder, older.data, typesText])
  return { events, isLoading: hasOlder && older.data === undefined }
}
