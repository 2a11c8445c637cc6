import { Worker } from 'node:worker_threads'
import type { valuesQuerySchema, ValuesPage } from '@strategraph/protocol'
import type { FeedColumns, NodeRegistry, Plan, WorkflowDocument } from '@strategraph/strategy-core'
import type { z } from 'zod'
import { Refusal, notFound } from '../../http/refusal.ts'
import { planOf } from '../../workflows/check-document.ts'
import { clockFeed } from '../clock-feed.ts'
import { readEvents } from '../read-events.ts'
import type { RunBars } from '../run-bars.ts'
import type { RunRecord } from '../run-record.ts'
import type { RunStore } from '../run-store.ts'
import { allOutputs, evaluateRows, type RowsRequest, timesOf, type ValueRows } from './evaluate-rows.ts'
import { createReactiveMemory, historyWithin, type ReactiveHistory, type ReactiveMemory, reactiveEventTypes } from './reactive-values.ts'

/** What the worker gets. Plain data; the columns lie in shared memory where they came from there. */
export interface ValuesJob {
  readonly document: WorkflowDocument
  readonly feeds: FeedColumns
  readonly history: ReactiveHistory
  readonly request: RowsRequest
}

/** Up to here a page is computed at once, in a few ms; beyond, a thread of its own does it. */
const rowsOnMainThread = 30_000
/** A page of many rows times many outputs: what a browser can still take. */
const maxCells = 2_000_000
const rememberedHistories = 20

export interface ValuesService {
  page(record: RunRecord, query: z.output<typeof valuesQuerySchema>): Promise<ValuesPage>
}

export function createValuesService(options: {
  readonly bars: RunBars
  readonly store: RunStore
  readonly registry: NodeRegistry
}): ValuesService {
  const { bars, store, registry } = options
  const memories = new Map<string, { lastSeq: number; readonly memory: ReactiveMemory; reading: Promise<void> }>()

  /** Only what is new is read: a run that goes on grows with every bar. */
  const historyOf = async (runId: string, plan: Plan): Promise<ReactiveHistory> => {
    const known = memories.get(runId) ?? { lastSeq: 0, memory: createReactiveMemory(plan), reading: Promise.resolve() }
    memories.delete(runId)
    memories.set(runId, known)
    for (const oldest of memories.keys()) {
      if (memories.size <= rememberedHistories) break
      memories.delete(oldest)
    }
    const readNews = async () => {
      const upTo = store.lastSeq(runId)
      if (upTo === known.lastSeq) return
      for await (const events of readEvents(store, runId, { after: known.lastSeq, types: reactiveEventTypes })) {
        known.memory.add(events)
        known.lastSeq = events.at(-1)?.seq ?? known.lastSeq
      }
      known.lastSeq = Math.max(known.lastSeq, upTo)
    }
    // One reader at a time, else two requests at once would add the same events twice.
    known.reading = known.reading.then(readNews, readNews)
    await known.reading
    return known.memory.history
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
      const history = historyWithin(await historyOf(record.run.id, plan), keys, time[0] ?? 0, time.at(-1) ?? 0)
      const values =
        end <= rowsOnMainThread
          ? evaluateRows(plan, feeds, history, request)
          : await inWorker({ document: record.document, feeds, history, request })
      return { from: start, to: end, total, time: [...time], values: plain(values) }
    },
  }
}

const plain = (values: ValueRows): ValuesPage['values'] => values as ValuesPage['values']

function inWorker(job: ValuesJob): Promise<ValueRows> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./values.worker.ts', import.meta.url), { workerData: job, env: {} })
    worker.once('message', (values: ValueRows) => resolve(values))
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the worker ended without values')))
  })
}
