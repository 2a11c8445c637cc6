import type { BarColumns } from '@strategraph/market-model'
import { recordedBar } from '@strategraph/trading-engine'
import { Refusal } from '../http/refusal.ts'
import type { ActiveRun } from './active-run.ts'
import { createBarMemory } from './dry-run/bar-memory.ts'
import type { ColumnsCache, RunColumns } from './columns-cache.ts'
import type { FeedLoader } from './feeds/feed-loader.ts'
import { readEvents } from './read-events.ts'
import type { RunRecord } from './run-record.ts'
import type { RunStore } from './run-store.ts'

/** The bars that a run saw, by feed: from memory, from its journal (dry-runs), or from where they came (backtests). */
export interface RunBars {
  of(record: RunRecord): Promise<RunColumns>
}

export function createRunBars(options: {
  readonly store: RunStore
  readonly cache: ColumnsCache
  readonly loader: FeedLoader
  readonly activeRun: (runId: string) => ActiveRun | undefined
}): RunBars {
  const { store, cache, loader, activeRun } = options
  const loading = new Map<string, Promise<RunColumns>>()

  const fromJournal = async (record: RunRecord): Promise<RunColumns> => {
    const feeds = record.run.feeds.map(({ feed }) => feed)
    const memory = createBarMemory(feeds)
    for await (const events of readEvents(store, record.run.id, { types: ['bar'] })) {
      for (const event of events) {
        if (event.type === 'bar') memory.push(event.payload.feed, recordedBar(event))
      }
    }
    return new Map(feeds.map((feed) => [feed, memory.columns(feed)]))
  }

  const load = async (record: RunRecord): Promise<RunColumns> => {
    const columns = record.run.mode === 'backtest' ? await loader.loadAgain(record) : await fromJournal(record)
    cache.set(record.run.id, columns)
    return columns
  }

  return {
    async of(record) {
      const { id, feeds } = record.run
      const live = activeRun(id)?.bars
      if (live !== undefined) return new Map<string, BarColumns>(feeds.map(({ feed }) => [feed, live.columns(feed)]))
      if (activeRun(id) !== undefined) throw new Refusal(409, 'NOT_FINISHED', 'The bars of a backtest can be looked at when it is over.')
      const known = cache.get(id)
      if (known !== undefined) return known
      const waiting = loading.get(id) ?? load(record).finally(() => loading.delete(id))
      loading.set(id, waiting)
      return waiting
    },
  }
}
