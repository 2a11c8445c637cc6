import { type BarColumns, sliceColumns } from '@strategraph/market-model'
import type { BarsPage, RunDetail, RunResult } from '@strategraph/protocol'
import { type JournalEvent, type JournalEventType, journalEventSchema } from '@strategraph/trading-engine'
import { Refusal, notFound } from '../http/refusal.ts'
import type { ActiveRun } from './active-run.ts'
import { clockFeed } from './clock-feed.ts'
import { mergeBars } from './merge-bars.ts'
import { readEvents } from './read-events.ts'
import type { RunBars } from './run-bars.ts'
import type { RunBook } from './run-book.ts'
import type { RunRecord } from './run-record.ts'
import type { RunStore } from './run-store.ts'
import { sampleEquity } from './sample-equity.ts'

/** What may be asked about a run, over or not. */
export interface RunReader {
  /** Throws Refusal 404. */
  record(runId: string): RunRecord
  detail(runId: string): RunDetail
  events(
    runId: string,
    query: { readonly after: number; readonly limit: number; readonly types?: string | undefined },
  ): { events: JournalEvent[]; lastSeq: number; more: boolean }
  result(runId: string, points: number): Promise<RunResult>
  trades(runId: string): Promise<RunResult['trades']>
  bars(
    runId: string,
    query: { readonly feed?: string | undefined; readonly from: number; readonly to?: number | undefined; readonly every: number },
  ): Promise<BarsPage>
}

/** Bars of one answer; a chart reads more in pages. */
const maxBarsPerPage = 50_000
const maxTrades = 20_000
const eventTypes: ReadonlySet<string> = new Set(journalEventSchema.options.map((option) => option.shape.type.value))

export function createRunReader(options: {
  readonly book: RunBook
  readonly store: RunStore
  readonly bars: RunBars
  readonly activeRun: (runId: string) => ActiveRun | undefined
}): RunReader {
  const { book, store, bars, activeRun } = options
  const record = (runId: string): RunRecord => {
    const found = book.record(runId)
    if (found === undefined) throw notFound('run', runId.slice(0, 64))
    return found
  }
  const trades = async (runId: string): Promise<RunResult['trades']> => {
    const found: RunResult['trades'] = []
    for await (const events of readEvents(store, runId, { types: ['trade'] })) {
      for (const event of events) if (event.type === 'trade') found.push(event.payload.trade)
      if (found.length >= maxTrades) break
    }
    return found
  }

  return {
    record,
    trades,
    detail(runId) {
      const { run, document } = record(runId)
      return { ...run, document: { ...document } }
    },
    events(runId, { after, limit, types }) {
      const { lastSeq } = record(runId).run
      const wanted = types === undefined ? undefined : types.split(',').filter((type) => type !== '')
      const unknown = wanted?.find((type) => !eventTypes.has(type))
      if (unknown !== undefined)
        throw new Refusal(400, 'UNKNOWN_EVENT_TYPE', `There are no events of the type ${JSON.stringify(unknown.slice(0, 40))}.`)
      const events = store.events(runId, { after, limit, ...(wanted === undefined ? {} : { types: wanted.filter(isEventType) }) })
      return { events: [...events], lastSeq, more: events.length === limit && (events.at(-1)?.seq ?? lastSeq) < lastSeq }
    },
    async result(runId, points) {
      const { run } = record(runId)
      const equity = activeRun(runId)?.equity() ?? store.equity(runId)
      return { run, metrics: run.metrics, trades: await trades(runId), equity: equity === undefined ? [] : sampleEquity(equity, points) }
    },
    async bars(runId, { feed, from, to, every }) {
      const found = record(runId)
      const binding = feed === undefined ? clockFeed(found.run.feeds) : found.run.feeds.find((each) => each.feed === feed)
      if (binding === undefined) throw notFound('feed', (feed ?? '').slice(0, 64))
      const columns = (await bars.of(found)).get(binding.feed)
      if (columns === undefined) throw notFound('feed', binding.feed)
      return barsPage(columns, { feed: binding.feed, interval: binding.interval, from, to, every })
    },
  }
}

const isEventType = (type: string): type is JournalEventType => eventTypes.has(type)

/** Rows [from, to) as plain lists, `every` rows merged into one bar; `to` absent: as many as one answer holds. */
export function barsPage(
  columns: BarColumns,
  page: {
    readonly feed: string
    readonly interval: string
    readonly from: number
    readonly to: number | undefined
    readonly every: number
  },
): BarsPage {
  const total = columns.time.length
  const start = Math.min(page.from, total)
  const { every } = page
  const end = Math.max(start, Math.min(page.to ?? total, total, start + maxBarsPerPage * every))
  const bars = every === 1 ? sliceColumns(columns, start, end) : mergeBars(columns, start, end, every)
  return {
    feed: page.feed,
    interval: page.interval,
    from: start,
    total,
    every,
    time: [...bars.time],
    open: [...bars.open],
    high: [...bars.high],
    low: [...bars.low],
    close: [...bars.close],
    volume: [...bars.volume],
  }
}
