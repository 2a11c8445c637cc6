import type { valuesQuerySchema, ValuesPage } from '@strategraph/protocol'
import type { FeedColumns, NodeRegistry, OutputKey, Plan, WorkflowDocument } from '@strategraph/strategy-core'
import type { z } from 'zod'
import { Refusal, notFound } from '../../http/refusal.ts'
import { startThread } from '../../threads/start-thread.ts'
import { planOf } from '../../workflows/check-document.ts'
import { clockFeed } from '../clock-feed.ts'
import type { RunBars } from '../run-bars.ts'
import type { RunRecord } from '../run-record.ts'
import { allOutputs, evaluateRows, type RowsRequest, timesOf, type ValueRows } from './evaluate-rows.ts'
import type { ReplayDesk } from './replay-desk.ts'
import { reactiveKinds } from './run-replay.ts'

/** What the worker gets. Plain data; the columns lie in shared memory where they came from there. */
export interface ValuesJob {
  readonly document: WorkflowDocument
  readonly feeds: FeedColumns
  readonly request: RowsRequest
}

/** Up to here a page is computed at once, in a few ms; beyond, a thread of its own does it. */
const rowsOnMainThread = 30_000
/** A page of many rows times many outputs: what a browser can still take. */
const maxCells = 2_000_000

export interface ValuesService {
  page(record: RunRecord, query: z.output<typeof valuesQuerySchema>): Promise<ValuesPage>
}

export function createValuesService(options: {
  readonly bars: RunBars
  readonly desk: ReplayDesk
  readonly registry: NodeRegistry
}): ValuesService {
  const { bars, desk, registry } = options

  /** Of outputs that are no function of the bars alone. */
  const replayed = async (
    record: RunRecord,
    plan: Plan,
    { keys, times, feeds }: { keys: readonly OutputKey[]; times: Float64Array; feeds: FeedColumns },
  ): Promise<ValueRows> => {
    const kinds = reactiveKinds(plan)
    const wanted = keys.filter((key) => kinds.has(key))
    if (wanted.length === 0 || times.length === 0) return {}
    try {
      return (await desk.sample(record, { keys: wanted, times, columns: feeds })) ?? {}
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : 'unknown cause'
      throw new Refusal(409, 'RUN_NOT_REPLAYED', `The run could not be run again to look into it: ${reason}.`)
    }
  }

  return {
    async page(record, { feed: asked, from, to, every, keys: keyText }) {
      const plan = planOf(record.document, registry)
      const feed = asked ?? clockFeed(record.run.feeds)?.feed
      const feeds = await bars.of(record)
      const columns = feed === undefined ? undefined : feeds.get(feed)
      if (feed === undefined || columns === undefined) throw notFound('run', record.run.id)
      const known = allOutputs(plan)
      const keys = keyText === undefined ? known : keyText.split(',').filter((key) => key !== '')
      const unknown = keys.find((key) => !known.includes(key))
      if (unknown !== undefined) throw new Refusal(400, 'UNKNOWN_OUTPUT', `The run has no output ${JSON.stringify(unknown.slice(0, 130))}.`)
      const total = columns.time.length
      const start = Math.min(from, total)
      const end = Math.max(start, Math.min(to, total))
      if (((end - start) / every) * keys.length > maxCells)
        throw new Refusal(400, 'TOO_MANY_VALUES', `Ask for fewer rows or outputs: at most ${maxCells} values at a time.`)
      const request: RowsRequest = { feed, from: start, to: end, every, keys }
      const time = timesOf(columns.time, start, end, every)
      const [pure, reactive] = await Promise.all([
        end <= rowsOnMainThread ? evaluateRows(plan, feeds, request) : inWorker({ document: record.document, feeds, request }),
        replayed(record, plan, { keys, times: time, feeds }),
      ])
      const values = { ...pure, ...reactive }
      return { from: start, to: end, total, time: [...time], values: plain(values) }
    },
  }
}

const plain = (values: ValueRows): ValuesPage['values'] => values as ValuesPage['values']

function inWorker(job: ValuesJob): Promise<ValueRows> {
  return new Promise((resolve, reject) => {
    const worker = startThread(new URL('./values.worker.ts', import.meta.url), { data: job })
    worker.once('message', (values: ValueRows) => resolve(values))
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the worker ended without values')))
  })
}
