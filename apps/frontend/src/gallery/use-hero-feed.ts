import type { Run } from '@strategraph/protocol'
import type { JournalEvent } from '@strategraph/trading-engine'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../api/client.ts'
import { subscribeRun } from '../api/stream.ts'

/** The last thing that a running strategy decided, in its own words. */
export interface LastWord {
  readonly time: number
  readonly what: 'buy' | 'sell' | 'close' | 'hold' | 'refused'
  readonly reason: string
}

export interface HeroFeed {
  readonly price: number | undefined
  /** Close time of the newest bar, ms UTC of the market. */
  readonly marketTime: number | undefined
  readonly last: LastWord | undefined
}

/** Decision or refusal as a word; undefined for other events. */
export function wordOf(event: JournalEvent): LastWord | undefined {
  if (event.type === 'decision') return { time: event.time, what: event.payload.decision.action, reason: event.payload.decision.reason }
  if (event.type === 'denied') return { time: event.time, what: 'refused', reason: event.payload.denial.message }
  return undefined
}

/** Newest events that are read again at the start, so that the last price is there at once. */
const lookBack = 40
const decisionsPage = 5000

/** Price and last decision of a run that goes on. */
export function useHeroFeed(run: Run): HeroFeed {
  const [feed, setFeed] = useState<HeroFeed>({ price: undefined, marketTime: undefined, last: undefined })
  const { id } = run
  const [startSeq] = useState(Math.max(0, run.lastSeq - lookBack))
  useEffect(
    () =>
      subscribeRun(id, startSeq, {
        onEvents(events) {
          const bar = events.findLast((event) => event.type === 'bar')
          const word = events.findLast((event) => wordOf(event) !== undefined)
          setFeed((before) => ({
            price: bar?.type === 'bar' ? bar.payload.close : before.price,
            marketTime: bar?.time ?? before.marketTime,
            last: word === undefined ? before.last : wordOf(word),
          }))
        },
        onValues() {},
        onQuote: ({ last }) => setFeed((before) => ({ ...before, price: last })),
        onRun() {},
        onProblem() {},
      }),
    [id, startSeq],
  )
  const { data: older } = useQuery({
    queryKey: ['run', id, 'last-decision'],
    queryFn: async () => {
      const { events } = await api.runEvents({ params: { id }, query: { after: 0, limit: decisionsPage, types: 'decision,denied' } })
      return events.at(-1) ?? null
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  const before = older === null || older === undefined ? undefined : wordOf(older)
  return { ...feed, last: feed.last ?? before }
}
