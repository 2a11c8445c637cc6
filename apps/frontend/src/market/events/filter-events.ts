import type { MarketEventNote } from '@strategraph/protocol'

export type EventFilter = 'all' | 'story' | 'halts' | 'moves'

const kinds: Readonly<Record<EventFilter, ReadonlySet<MarketEventNote['kind']> | undefined>> = {
  all: undefined,
  story: new Set(['story']),
  halts: new Set(['scenario', 'mode', 'feed', 'control']),
  moves: new Set(['big-trade', 'move', 'agent']),
}

export function filterEvents(events: readonly MarketEventNote[], filter: EventFilter): readonly MarketEventNote[] {
  const wanted = kinds[filter]
  return wanted === undefined ? events : events.filter(({ kind }) => wanted.has(kind))
}
