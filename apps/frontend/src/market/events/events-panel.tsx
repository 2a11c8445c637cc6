import type { MarketEventNote } from '@strategraph/protocol'
import { CircleDot, FlaskConical, Newspaper, Radio, Settings2, TrendingUp, TriangleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Segments } from '../../runs/panel/shared/segments.tsx'
import { VirtualList } from '../../runs/panel/shared/virtual-list.tsx'
import { cx } from '../../ui/class-names.ts'
import { EmptyState, Loading } from '../../ui/empty-state.tsx'
import { formatBothTimes } from '../../ui/format.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useChannel, useMarket, useMarketSession } from '../feed/use-market.ts'
import { formatTimeOfDay } from '../market-words.ts'
import { type EventFilter, filterEvents } from './filter-events.ts'

const icons: Readonly<Record<MarketEventNote['kind'], { readonly Icon: typeof Radio; readonly className: string; readonly word: string }>> =
  {
    scenario: { Icon: FlaskConical, className: 'text-warn', word: 'Scenario' },
    mode: { Icon: TriangleAlert, className: 'text-warn', word: 'Exchange' },
    feed: { Icon: Radio, className: 'text-warn', word: 'Feed' },
    'big-trade': { Icon: CircleDot, className: 'text-accent', word: 'Big trade' },
    move: { Icon: TrendingUp, className: 'text-accent', word: 'Move' },
    agent: { Icon: CircleDot, className: 'text-ink-soft', word: 'Agent' },
    story: { Icon: Newspaper, className: 'text-ink', word: 'The story' },
    control: { Icon: Settings2, className: 'text-ink-faint', word: 'Control' },
  }

const filters: readonly { readonly id: EventFilter; readonly label: string }[] = [
  { id: 'all', label: 'All' },
  { id: 'story', label: 'Story' },
  { id: 'halts', label: 'Scenarios' },
  { id: 'moves', label: 'Moves' },
]

/** What happened, in words: scenarios, halts, big trades, and the journalist's story of it. */
export function EventsPanel() {
  useChannel('events')
  const session = useMarketSession()
  const { events, loading } = useMarket(['events', 'loading'], 500)
  const [filter, setFilter] = useState<EventFilter>('all')
  const shown = useMemo(() => filterEvents(events, filter).toReversed(), [events, filter])
  const state = loading.get('events')
  if (typeof state === 'object' && events.length === 0)
    return <ProblemNote title="The events could not be loaded." error={state.error} retry={() => session.reload('events')} />
  if (state !== 'ready' && events.length === 0) return <Loading what="the events" />
  return (
    <section aria-label="Events" className="flex h-full min-h-0 flex-col">
      <header className="flex h-9 shrink-0 items-center justify-between gap-2 overflow-x-auto border-line border-b px-2.5">
        <h2 className="font-semibold text-xs">Events</h2>
        <Segments label="Events shown" options={filters} value={filter} onChange={setFilter} />
      </header>
      {shown.length === 0 ? (
        <EmptyState title={events.length === 0 ? 'Nothing has happened yet' : 'Nothing of this kind yet'}>
          {filter === 'story'
            ? 'The journalist writes from time to time what the trades add up to.'
            : 'Big trades, fast moves and halts are told here. Start a scenario to make something happen.'}
        </EmptyState>
      ) : (
        <VirtualList
          label="Events, newest first"
          items={shown}
          keyOf={({ seq }) => seq}
          rowHeight={48}
          render={(event) => <Note event={event} />}
        />
      )}
    </section>
  )
}

function Note({ event }: { readonly event: MarketEventNote }) {
  const { Icon, className, word } = icons[event.kind]
  const isStory = event.kind === 'story'
  return (
    <article className={cx('flex gap-2 px-2.5 py-1.5 text-xs', isStory && 'bg-raised')}>
      <Icon aria-hidden="true" className={cx('mt-0.5 size-3.5 shrink-0', className)} />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-x-2">
          <span className="min-w-0 flex-1 font-medium">{event.title}</span>
          <span className="num shrink-0 text-2xs text-ink-faint" title={formatBothTimes(event.time)}>
            <span className="sr-only">
              {word}
              {event.symbol === null ? '' : ` of ${event.symbol}`},{' '}
            </span>
            {formatTimeOfDay(event.time)}
          </span>
        </p>
        {event.text === '' ? null : (
          <p className={cx('mt-0.5 whitespace-pre-line', isStory ? 'text-ink leading-relaxed' : 'text-ink-soft')}>{event.text}</p>
        )}
      </div>
    </article>
  )
}
