import { type BoundedList, createBoundedList } from './bounded-list.ts'
import type { MarketEvent } from './simulation-types.ts'

export const keptEvents = 10_000

export interface EventFeed {
  readonly list: BoundedList<MarketEvent>
  add(event: Omit<MarketEvent, 'seq'>): void
  snapshot(): EventFeedSnapshot
}

export interface EventFeedSnapshot {
  readonly seq: number
  readonly events: readonly MarketEvent[]
}

export function createEventFeed(onEvent: (event: MarketEvent) => void, saved?: EventFeedSnapshot): EventFeed {
  const list = createBoundedList<MarketEvent>(keptEvents, saved?.events)
  let seq = saved?.seq ?? 0
  return {
    list,
    add: (event) => {
      seq += 1
      const numbered = { seq, ...event }
      list.push(numbered)
      onEvent(numbered)
    },
    snapshot: () => ({ seq, events: list.newest(keptEvents) }),
  }
}
