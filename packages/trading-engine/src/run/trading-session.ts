import type { Bar, Quote, Time } from '@strategraph/market-model'
import { createSession, type BackEnd, type EffectAnswer, type OutputKey, type Plan, type ShownValue } from '@strategraph/strategy-core'
import { holdVenue } from '../broker/held-venue.ts'
import type { RunVenue } from '../broker/run-venue.ts'
import type { JournalEvent, JournalSink, Metrics, Mode, Trade } from '../journal/event.ts'
import type { FillRecord } from '../journal/order-record.ts'
import { createRecorder } from '../journal/recorder.ts'
import type { EquityColumns } from './backtest.ts'
import { fillRecords, type OrderSummary, orderSummaries } from './order-summaries.ts'
import { type AccountSnapshot, accountSnapshot } from './account-snapshot.ts'
import type { DenialRecord } from './run-log.ts'
import { type FeedBinding, type RunSettingsOverrides, runProblems, runSettings } from './settings.ts'
import { type FeedRange, startedEvent } from './started.ts'
import { createTradingRun, type PromptAsk, type ReviewListener } from './trading-run.ts'

export interface FeedBar {
  /** Feed node. */
  readonly feed: string
  readonly bar: Bar
  /**
   * Market time at which it came, where bars come by themselves and can be late: entries are refused once a bar's successor has
   * closed (STALE_DATA). Absent: it came as it closed.
   */
  readonly seenAt?: Time
  /** ms that the clock behind `seenAt` is ahead of the feed's; only told in the refusal. */
  readonly clockAhead?: number
}

export interface TradingSessionOptions {
  readonly backEnd: BackEnd
  readonly mode: Mode
  readonly runId: string
  /** Stamp of `run.started`. */
  readonly startedAt: Time
  readonly revision?: number
  readonly sink?: JournalSink
  /** Called after everything that led to the ask is on record. The answer comes back through `onAnswer`. */
  readonly onAsk?: (ask: PromptAsk) => void
  /** Of a session that stands in for a backtest: what its data are, and that no bars are recorded. */
  readonly ranges?: ReadonlyMap<string, FeedRange>
  /** Where orders go instead of being filled against the bars. */
  readonly venue?: RunVenue
  readonly onReview?: ReviewListener
}

type StatusPayload = Extract<JournalEvent, { type: 'status' }>['payload']

/** One running strategy, fed event by event: dry-run, replay, later live. Synchronous; after each call everything is on record. */
export interface TradingSession {
  /** Bars that closed at one moment, later than all before. */
  onBars(bars: readonly FeedBar[]): void
  /** Bars of a moment that more bars may belong to: closed together with the next ones of that moment, or before later ones. */
  holdBars(bars: readonly FeedBar[]): void
  onQuote(feed: string, quote: Quote): void
  /** False where nobody waits for it (answered already, or never asked): then nothing happens and nothing is recorded. */
  onAnswer(answer: EffectAnswer): boolean
  /** No new entries; entries that wait are canceled. Closes and protection go on. */
  pause(reason: string, time: Time): void
  resume(reason: string, time: Time): void
  /** As `pause`, for good: a session that was killed does not resume. */
  kill(reason: string, time: Time, options: { readonly closePositions: boolean }): void
  /** Puts on record what happened around the run (started, interrupted, failed...). */
  note(status: StatusPayload, time: Time): void
  /** Ends the run: by a user, or because its data ended. Positions stay as they are. */
  stop(reason: string, time: Time): void
  finish(time: Time): void
  readonly hasEnded: boolean
  /** Asks without an answer. */
  readonly openAsks: readonly PromptAsk[]
  readonly lastBarTime: ReadonlyMap<string, Time>
  snapshot(): AccountSnapshot
  /** Present values of outputs. */
  values(keys?: readonly OutputKey[]): Record<OutputKey, ShownValue>
  readonly trades: readonly Trade[]
  readonly fills: readonly FillRecord[]
  readonly denials: readonly DenialRecord[]
  readonly orders: readonly OrderSummary[]
  equity(): EquityColumns
  metrics(): Metrics
}

/** Throws RangeError where `runProblems` finds an error: callers show those before they start. */
export function createTradingSession(
  plan: Plan,
  feeds: ReadonlyMap<string, FeedBinding>,
  overrides: RunSettingsOverrides | undefined,
  options: TradingSessionOptions,
): TradingSession {
  const settings = runSettings(plan, overrides)
  const problem = runProblems(plan, feeds, settings).find(({ severity }) => severity === 'error')
  if (problem !== undefined) throw new RangeError(`${problem.code}: ${problem.message}`)
  const recorder = createRecorder(options.runId, options.sink)
  const openAsks = new Map<string, PromptAsk>()
  let newAsks: PromptAsk[] = []
  const lastBarTime = new Map<string, Time>()
  let hasEnded = false
  let held: readonly FeedBar[] = []
  const place = options.venue === undefined ? undefined : holdVenue(options.venue)
  const run = createTradingRun({
    plan,
    bindings: feeds,
    settings,
    recorder,
    curve: { capacity: 1024 },
    ...(options.ranges === undefined ? {} : { rows: new Map([...options.ranges].map(([feed, { bars }]) => [feed, bars])) }),
    onAsk(ask) {
      openAsks.set(ask.askId, ask)
      newAsks.push(ask)
    },
    ...(place === undefined ? {} : { venue: place.venue }),
    ...(options.onReview === undefined ? {} : { onReview: options.onReview }),
  })
  const graph = createSession(plan, run, { backEnd: options.backEnd })
  const domainOf = new Map(plan.domains.map(({ feed }, domain) => [feed, domain]))
  recorder.append(options.startedAt, startedEvent(plan, feeds, settings, options))
  run.setEventTime(options.startedAt)

  function call<Result>(act: () => Result): Result {
    return place === undefined ? act() : place.during(act)
  }

  /** The time of what comes now; at a venue it is never behind the venue's clock. Nodes see what is on record. */
  function setTime(time: Time): void {
    run.setEventTime(place === undefined ? time : Math.max(time, place.look()))
    place?.hold(run.eventTime)
  }

  /** At a venue every bar says when it was seen: it is what the venue's clock said. */
  function seen(bars: readonly FeedBar[]): readonly FeedBar[] {
    if (place === undefined) return bars
    const now = place.look()
    const stamped = bars.map((bar) => ({ ...bar, seenAt: bar.seenAt ?? now }))
    place.hold(Math.max(...stamped.map(({ seenAt }) => seenAt)))
    return stamped
  }

  function record(bars: readonly FeedBar[]): void {
    for (const { feed, bar, seenAt, clockAhead } of bars) {
      const { time, open, high, low, close, volume } = bar
      lastBarTime.set(feed, time)
      if (seenAt !== undefined) run.see(seenAt, feed, clockAhead)
      if (options.ranges !== undefined) continue
      const seen = { ...(seenAt === undefined ? {} : { seenAt }), ...(clockAhead === undefined ? {} : { clockAhead }) }
      recorder.append(time, { type: 'bar', payload: { feed, open, high, low, close, volume, ...seen } })
    }
  }

  /** Runs decisions; `act` holds events back from the moment on at which the nodes decide. */
  function decide(act: () => void): void {
    act()
    run.flush((keys) => graph.values(keys))
    if (newAsks.length === 0) return
    const asks = newAsks
    newAsks = []
    for (const ask of asks) options.onAsk?.(ask)
  }

  function closeMoment(given: readonly FeedBar[]): void {
    const bars = seen(given)
    decide(() => {
      graph.onBars(bars, (tick) => {
        record(bars)
        run.closeTick(
          tick.index,
          tick.time,
          bars.map(({ feed, bar }) => ({
            domain: domainOf.get(feed) ?? -1,
            open: bar.open,
            high: bar.high,
            low: bar.low,
            close: bar.close,
          })),
        )
        recorder.hold()
      })
    })
  }

  function end(status: StatusPayload, time: Time): void {
    if (hasEnded) return
    hasEnded = true
    setTime(time)
    recorder.append(run.eventTime, { type: 'status', payload: status })
    recorder.append(run.eventTime, { type: 'run.finished', payload: { metrics: run.metrics() } })
  }

  return {
    onBars(bars) {
      if (hasEnded) throw new RangeError('the run has ended')
      const waiting = held
      held = []
      const isSameMoment = waiting[0]?.bar.time === bars[0]?.bar.time
      call(() => {
        if (waiting.length > 0 && !isSameMoment) closeMoment(waiting)
        closeMoment(isSameMoment && waiting.length > 0 ? [...waiting, ...bars] : bars)
      })
    },
    holdBars(bars) {
      held = bars
      for (const { feed, bar } of bars) lastBarTime.set(feed, bar.time)
    },
    onQuote: (feed, quote) => graph.onQuote(feed, quote),
    onAnswer(answer) {
      if (hasEnded || !openAsks.delete(answer.askId)) return false
      call(() => {
        setTime(answer.time)
        recorder.append(run.eventTime, {
          type: 'answer',
          payload: { nodeId: answer.nodeId, askId: answer.askId, answer: { ...answer.answer } },
        })
        decide(() => {
          recorder.hold()
          graph.onAnswer(answer)
        })
      })
      return true
    },
    pause(reason, time) {
      call(() => {
        setTime(time)
        run.pause(reason)
      })
    },
    resume(reason, time) {
      setTime(time)
      run.resume(reason)
    },
    kill(reason, time, closing) {
      call(() => {
        setTime(time)
        run.kill(reason, closing)
      })
    },
    note(status, time) {
      setTime(time)
      recorder.append(run.eventTime, { type: 'status', payload: status })
    },
    stop: (reason, time) => end({ status: 'stopped', code: 'RUN_STOPPED', reason }, time),
    finish: (time) => end({ status: 'finished', code: 'RUN_FINISHED' }, time),
    get hasEnded() {
      return hasEnded
    },
    get openAsks() {
      return [...openAsks.values()]
    },
    lastBarTime,
    snapshot: () => accountSnapshot(run),
    values: (keys) => graph.values(keys),
    get trades() {
      return run.trades
    },
    get fills() {
      return fillRecords(run)
    },
    denials: run.denials,
    get orders() {
      return orderSummaries(run)
    },
    equity: () => ({ time: run.curve.time.subarray(0, run.curve.length), equity: run.curve.values.subarray(0, run.curve.length) }),
    metrics: () => run.metrics(),
  }
}
