import type { CandleCatalogue } from '@strategraph/adapters'
import { type BarColumns, intervals } from '@strategraph/market-model'
import type { NodeRegistry } from '@strategraph/strategy-core'
import { Refusal, unusable } from '../../http/refusal.ts'
import { startThread } from '../../threads/start-thread.ts'
import { planOf } from '../../workflows/check-document.ts'
import type { JobFeed } from '../backtest/backtest-job.ts'
import type { RunColumns } from '../columns-cache.ts'
import type { RunRecord } from '../run-record.ts'
import { recordedFeeds, type ResolvedFeed } from './feed-choice.ts'
import { rowsWithin, simulatedCounts } from './feed-ranges.ts'
import { sharedColumns } from './shared-columns.ts'
import type { SimulatedChoice } from './simulated-feed.ts'

export interface FeedLoader {
  /** What a backtest's worker needs: stored bars over shared memory, made ones as a recipe. */
  jobFeeds(
    feeds: readonly ResolvedFeed[],
    range: { readonly from: number | undefined; readonly to: number | undefined },
  ): Promise<readonly JobFeed[]>
  /** Stored bars of one dataset over shared memory. */
  dataset(id: string): Promise<BarColumns>
  /** The bars that a backtest of the past saw. */
  loadAgain(record: RunRecord): Promise<RunColumns>
}

/** Bars of an exchange that have closed, oldest first. */
export type ExchangeHistory = (
  request: { readonly exchange: string; readonly symbol: string; readonly interval: ResolvedFeed['interval'] } & {
    readonly from: number
    readonly to: number
  },
) => Promise<BarColumns>

/** Bars of an exchange that a backtest gets where nobody says from when on. */
const defaultExchangeBars = 1000

export function createFeedLoader(options: {
  readonly catalogue: CandleCatalogue
  readonly registry: NodeRegistry
  readonly exchangeHistory: ExchangeHistory
  /** Bars of an exchange that a backtest saw. */
  readonly keptBars: (runId: string, feed: string) => BarColumns | undefined
  /** ms UTC of an exchange's market. */
  readonly timeOf: (exchange: string) => number
}): FeedLoader {
  const { catalogue, registry, exchangeHistory, keptBars, timeOf } = options

  const dataset = async (id: string): Promise<BarColumns> => {
    const loaded = await catalogue.load(id, { shared: true })
    if (loaded.ok) return loaded.value
    const [first] = loaded.problems
    throw new Refusal(410, first?.code ?? 'DATASET_NOT_FOUND', first?.message ?? 'The candles are gone.', { problems: loaded.problems })
  }

  const jobFeeds: FeedLoader['jobFeeds'] = async (feeds, { from, to }) => {
    const made = feeds.filter(({ origin }) => origin.kind === 'simulated')
    const counts = simulatedCounts(
      made.map(({ interval, origin }) => ({ interval, bars: origin.kind === 'simulated' ? origin.bars : undefined })),
      to,
    )
    return Promise.all(
      feeds.map(async (feed): Promise<JobFeed> => {
        const { origin, instrument, interval, provenance, source } = feed
        const base = { feed: feed.feed, instrument, interval, provenance, source }
        switch (origin.kind) {
          case 'simulated':
            return {
              ...base,
              bars: { kind: 'simulated', seed: origin.seed, symbol: origin.symbol, count: counts[made.indexOf(feed)] ?? 0 },
            }
          case 'dataset':
            return { ...base, bars: { kind: 'columns', columns: await dataset(origin.dataset) } }
          case 'exchange': {
            const end = to ?? timeOf(origin.exchange)
            const start = from ?? end - defaultExchangeBars * intervals[interval]
            return {
              ...base,
              bars: {
                kind: 'columns',
                columns: await exchangeHistory({ exchange: origin.exchange, symbol: origin.symbol, interval, from: start, to: end }),
              },
            }
          }
        }
      }),
    )
  }

  return {
    dataset,
    jobFeeds,
    async loadAgain({ run, document, spec }) {
      const feeds = recordedFeeds(planOf(document, registry), run, spec.choices)
      const kept = feeds.flatMap((feed) => {
        if (feed.origin.kind !== 'exchange') return []
        const columns = keptBars(run.id, feed.feed)
        if (columns === undefined) throw unusable('DATA_GONE', 'The bars of this run were not kept; run the backtest again.')
        return [{ ...feed, bars: { kind: 'columns' as const, columns: sharedColumns(columns) } }]
      })
      const made = await jobFeeds(
        feeds.filter(({ origin }) => origin.kind !== 'exchange'),
        { from: spec.from, to: spec.to },
      )
      const columns = await Promise.all(
        [...kept, ...made].map(
          async ({ feed, interval, bars }) => [feed, rowsWithin(await columnsOf(bars, interval), interval, spec.from, spec.to)] as const,
        ),
      )
      return new Map(columns)
    },
  }
}

async function columnsOf(bars: JobFeed['bars'], interval: JobFeed['interval']): Promise<BarColumns> {
  return bars.kind === 'columns' ? bars.columns : makeInWorker({ seed: bars.seed, symbol: bars.symbol, interval }, bars.count)
}

function makeInWorker(choice: SimulatedChoice, count: number): Promise<BarColumns> {
  return new Promise((resolve, reject) => {
    const worker = startThread(new URL('./columns.worker.ts', import.meta.url), { data: { choice, count } })
    worker.once('message', (columns: BarColumns) => resolve(columns))
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the worker ended without bars')))
  })
}
