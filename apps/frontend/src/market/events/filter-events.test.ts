import type { MarketEventNote } from '@strategraph/protocol'
import { expect, it } from 'vitest'
import { filterEvents } from './filter-events.ts'

const kinds = ['scenario', 'mode', 'feed', 'big-trade', 'move', 'agent', 'story', 'control'] as const

it('every kind of event is in exactly one of the filters', () => {
  const events = kinds.map((kind, seq): MarketEventNote => ({ seq, time: 0, kind, symbol: null, title: kind, text: '' }))
  const parts = (['story', 'halts', 'moves'] as const).flatMap((filter) => filterEvents(events, filter).map(({ kind }) => kind))
  expect(parts.toSorted()).toEqual([...kinds].toSorted())
  expect(filterEvents(events, 'all')).toEqual(events)
})
