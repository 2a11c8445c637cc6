import type { BarColumns, Denial, Time } from '@strategraph/market-model'
import type { BackEnd, BatchHost, EffectAnswer, Plan, PromptAnswer, PromptRequest } from '@strategraph/strategy-core'
import { runBatch } from '@strategraph/strategy-core'
import type { JournalSink, Metrics, Trade } from '../journal/event.ts'
import type { FillRecord } from '../journal/order-record.ts'
import { createRecorder } from '../journal/recorder.ts'
import { createTickFeeder } from './batch-ticks.ts'
import { fillRecords, type OrderSummary, orderSummaries } from './order-summaries.ts'
import type { DenialRecord } from './run-log.ts'
import { type FeedBinding, type RunSettingsOverrides, runProblems, runSettings } from './settings.ts'
import { startedEvent } from './started.ts'
import { createTradingRun, type PromptAsk } from './trading-run.ts'

export interface FeedData extends FeedBinding {
  readonly columns: BarColumns
}

/** Answers prompts of a backtest at once: a recorded tape, or a stub that says it is one. */
export interface AnswerSource {
  answer(request: PromptRequest, askId: string): PromptAnswer
}

export interface BacktestOptions {
  readonly backEnd: BackEnd
  readonly runId?: string
  readonly revision?: number
  readonly sink?: JournalSink
  readonly answers?: AnswerSource
  /** Called about every 50 ms with 0..1; false cancels. */
  readonly onProgress?: (done: number) => boolean
  /** Called with each progress report: the equity so far, as views that later calls overwrite. */
  readonly observeEquity?: (equity: EquityColumns) => void
}

/** Equity at bar closes (close times, ms UTC), one row per tick. */
export interface EquityColumns {
  readonly time: Float64Array
  readonly equity: Float64Array
}

export interface BacktestResult {
  /** Trades, fills and orders are made when first read: a sweep looks at none of them. */
  readonly trades: readonly Trade[]
  readonly fills: readonly FillRecord[]
  readonly orders: readonly OrderSummary[]
  readonly equity: EquityColumns
  readonly metrics: Metrics
  /** The first 10,000; `denialCounts` has them all, by code. */
  readonly denials: readonly DenialRecord[]
  readonly denialCounts: Readonly<Partial<Record<Denial['code'], number>>>
  /** Journal events written. */
  readonly events: number
  readonly ticks: number
  readonly canceled: boolean
}

/** Throws RangeError where `runProblems` finds an error: callers show those before they start. */
export function runBacktest(
  plan: Plan,
  feeds: ReadonlyMap<string, FeedData>,
  overrides: RunSettingsOverrides | undefined,
  options: BacktestOptions,
): BacktestResult {
  const settings = runSettings(plan, overrides)
  const problem = runProblems(plan, feeds, settings).find(({ severity }) => severity === 'error')
  if (problem !== undefined) throw new RangeError(`${problem.code}: ${problem.message}`)
  const columns = new Map([...feeds].map(([feed, data]) => [feed, data.columns]))
  const { sink, total } = countingSink(options.sink)
  const recorder = createRecorder(options.runId ?? 'backtest', sink)
  const asks: PromptAsk[] = []
  const ticks = plan.domains.map(({ feed }) => columns.get(feed)).filter((feed) => feed !== undefined)
  const [first] = ticks
  const isSingle = ticks.length === 1 && first !== undefined
  const run = createTradingRun({
    plan,
    bindings: feeds,
    settings,
    recorder,
    curve: isSingle
      ? { capacity: first.time.length, time: first.time }
      : { capacity: Math.max(0, ...ticks.map(({ time }) => time.length)) },
    rows: new Map([...columns].map(([feed, { time }]) => [feed, time.length])),
    onAsk: (ask) => asks.push(ask),
  })
  const started = Math.min(...ticks.map(({ time }) => time[0] ?? Number.POSITIVE_INFINITY))
  recorder.append(
    Number.isFinite(started) ? started : 0,
    startedEvent(plan, feeds, settings, { mode: 'backtest', revision: options.revision, ranges: rangesOf(columns) }),
  )
  const feeder = createTickFeeder(run, ticks)
  const equity = (): EquityColumns => ({
    time: run.curve.time.subarray(0, run.curve.length),
    equity: run.curve.values.subarray(0, run.curve.length),
  })

  const { canceled } = runBatch(plan, columns, batchHost(), { backEnd: options.backEnd, explain: recorder.isActive })
  if (!canceled) feeder.finish()
  const metrics = run.metrics()
  recorder.append(run.clock.now(), {
    type: 'status',
    payload: canceled ? { status: 'stopped', code: 'CANCELED' } : { status: 'finished', code: 'RUN_FINISHED' },
  })
  recorder.append(run.clock.now(), { type: 'run.finished', payload: { metrics } })
  let fills: readonly FillRecord[] | undefined
  let orders: readonly OrderSummary[] | undefined
  return {
    get trades() {
      return run.trades
    },
    get fills() {
      fills ??= fillRecords(run)
      return fills
    },
    get orders() {
      orders ??= orderSummaries(run)
      return orders
    },
    equity: equity(),
    metrics,
    denials: run.denials,
    denialCounts: Object.fromEntries(run.denialCounts),
    events: total(),
    ticks: run.curve.length,
    canceled,
  }

  function batchHost(): BatchHost {
    return {
      portfolio: run.portfolio,
      instrumentOf: (feed) => run.instrumentOf(feed),
      review: (nodeId, proposal, limits) => run.review(nodeId, proposal, limits),
      deny: (nodeId, denial, proposal) => run.deny(nodeId, denial, proposal),
      perform: (nodeId, effect) => run.perform(nodeId, effect),
      produced: (nodeId, port, kind, value) => run.produced(nodeId, port, kind, value),
      // Orders are matched when the run catches up: no tick needs a visit for their sake.
      wantsNextTick: false,
      beforeDecisions({ index }) {
        feeder.advance(index)
        recorder.hold()
      },
      afterDecisions(_tick, _decided, values) {
        run.flush(values)
      },
      takeAnswer: () => nextAnswer(asks.shift()),
      onProgress(done) {
        options.observeEquity?.(equity())
        return options.onProgress?.(done) ?? true
      },
    }
  }

  function nextAnswer(ask: PromptAsk | undefined): EffectAnswer | undefined {
    if (ask === undefined) return undefined
    const answer = options.answers?.answer(ask.prompt, ask.askId) ?? noModel
    const { nodeId, askId, time } = ask
    recorder.append(time, { type: 'answer', payload: { nodeId, askId, answer: { ...answer } } })
    recorder.hold()
    return { nodeId, askId, time, answer }
  }
}

/** What a backtest without an answer source gets. */
export const noModel: PromptAnswer = {
  ok: false,
  code: 'NO_MODEL_IN_BACKTEST',
  reason: 'A backtest asks no model: give recorded answers, or a stub that says what it answers',
}

function rangesOf(columns: ReadonlyMap<string, BarColumns>): ReadonlyMap<string, { bars: number; from: Time; to: Time }> {
  return new Map([...columns].map(([feed, { time }]) => [feed, { bars: time.length, from: time[0] ?? 0, to: time.at(-1) ?? 0 }]))
}

function countingSink(sink: JournalSink | undefined): { readonly sink: JournalSink | undefined; readonly total: () => number } {
  let count = 0
  if (sink === undefined) return { sink, total: () => 0 }
  return {
    sink: {
      append(event) {
        count += 1
        sink.append(event)
      },
    },
    total: () => count,
  }
}
