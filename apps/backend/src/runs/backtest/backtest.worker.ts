import { parentPort } from 'node:worker_threads'
import type { BarColumns } from '@strategraph/market-model'
import { builtinNodes } from '@strategraph/nodes'
import { compile } from '@strategraph/strategy-core'
import { type FeedData, type JournalEvent, runBacktest, runProblems, runSettings } from '@strategraph/trading-engine'
import { rowsWithin } from '../feeds/feed-ranges.ts'
import { shared, sharedColumns } from '../feeds/shared-columns.ts'
import { simulatedBars } from '../feeds/simulated-feed.ts'
import type { BacktestJob, BacktestMessage, JobFeed } from './backtest-job.ts'

/** Journal events per message: large enough to cost little, small enough for the main thread to store without a hitch. */
const eventsPerMessage = 1000
const messagesAhead = 2
const cancelLookMs = 50

const port = parentPort
if (port === null) throw new Error('backtest.worker.ts is started as a worker thread only')
const post = (message: BacktestMessage) => port.postMessage(message)

// One after the other: the next one comes when this one has ended.
port.on('message', run)

function run(job: BacktestJob): void {
  const compiled = compile(job.document, builtinNodes)
  if (!compiled.ok) return post({ type: 'refused', code: 'NOT_RUNNABLE', message: 'The workflow cannot run.', problems: compiled.problems })
  const plan = compiled.value
  const isCanceled = () => Atomics.load(job.control, 0) !== 0
  const feeds = new Map<string, FeedData>()
  const made = job.feeds.filter(({ bars }) => bars.kind === 'simulated')
  /** Making a market takes longer than trading on it: the share of the progress that it gets. */
  const makingShare = made.length > 0 ? 0.8 : 0
  const report = (done: number) => {
    post({ type: 'progress', done })
    return !isCanceled()
  }
  for (const feed of job.feeds) {
    if (isCanceled()) break
    const { instrument, provenance, source } = feed
    const columns = columnsOf(feed, (done) => report((makingShare * (Math.max(0, made.indexOf(feed)) + done)) / made.length))
    feeds.set(feed.feed, { instrument, provenance, source, columns: rowsWithin(columns, feed.interval, job.from, job.to) })
  }
  const problems = runProblems(plan, feeds, runSettings(plan, job.overrides)).filter(({ severity }) => severity === 'error')
  const empty = [...feeds].find(([, { columns }]) => columns.time.length === 0)
  if (isCanceled()) return post({ type: 'refused', code: 'CANCELED', message: 'Canceled before the first bar.', problems: [] })
  if (problems[0] !== undefined) return post({ type: 'refused', code: problems[0].code, message: problems[0].message, problems })
  if (empty !== undefined) {
    const message = 'There are no bars in this range.'
    return post({
      type: 'refused',
      code: 'NO_BARS',
      message,
      problems: [{ path: ['feeds', empty[0]], code: 'NO_BARS', message, severity: 'error', nodeId: empty[0] }],
    })
  }

  let waiting: JournalEvent[] = []
  let posted = 0
  const flush = () => {
    if (waiting.length === 0) return
    post({ type: 'events', events: waiting })
    waiting = []
    posted += 1
    // A queue of messages is handled by the main thread without a pause: with a long one nobody else would have a turn.
    for (let stored = Atomics.load(job.control, 1); posted - stored > messagesAhead && !isCanceled(); stored = Atomics.load(job.control, 1))
      Atomics.wait(job.control, 1, stored, cancelLookMs)
  }
  const result = runBacktest(plan, feeds, job.overrides, {
    backEnd: 'wasm',
    runId: job.runId,
    ...(job.revision === undefined ? {} : { revision: job.revision }),
    sink: {
      append(event) {
        waiting.push(event)
        if (waiting.length >= eventsPerMessage) flush()
      },
    },
    onProgress(done) {
      flush()
      return report(makingShare + (1 - makingShare) * done)
    },
  })
  flush()
  post({
    type: 'finished',
    canceled: result.canceled,
    metrics: result.metrics,
    equity: { time: shared(result.equity.time), equity: shared(result.equity.equity) },
    feeds: [...feeds].map(([feed, { columns }]) => ({ feed, columns: sharedColumns(columns) })),
  })
}

function columnsOf({ bars, interval }: JobFeed, onProgress: (done: number) => boolean): BarColumns {
  return bars.kind === 'columns' ? bars.columns : simulatedBars({ seed: bars.seed, symbol: bars.symbol, interval }, bars.count, onProgress)
}
