import type { Time } from '@strategraph/market-model'
import type { Plan, PromptAnswer, PromptRequest } from '@strategraph/strategy-core'
import type { JournalEvent, JournalSink, PromptAsk, TradingSession } from '@strategraph/trading-engine'
import { Refusal } from '../../http/refusal.ts'
import type { QuoteFrame, ValuesFrame } from '../../stream/run-source.ts'
import type { ActiveRun } from '../active-run.ts'
import type { EquitySeries } from '../backtest/backtest-job.ts'
import type { RunBook, RunPatch } from '../run-book.ts'
import type { RunStore } from '../run-store.ts'
import type { BarMemory } from './bar-memory.ts'
import type { MarketSource } from './market-source.ts'
import type { Pace } from './pace.ts'
import type { Tickers } from './tickers.ts'
import { warmUpOf } from './warm-up.ts'

/** Asks a model; never rejects. A failure is an answer too, which the asking node turns into hold. */
export type AskModel = (prompt: PromptRequest, signal: AbortSignal) => Promise<PromptAnswer>

/** What the session made and nobody has stored or asked yet. */
export interface Outbox extends JournalSink {
  readonly events: JournalEvent[]
  readonly asks: PromptAsk[]
}

export function createOutbox(): Outbox {
  const events: JournalEvent[] = []
  return { events, asks: [], append: (event) => void events.push(event) }
}

export interface DryRunOptions {
  readonly runId: string
  readonly plan: Plan
  readonly session: TradingSession
  readonly outbox: Outbox
  readonly source: MarketSource
  readonly pace: Pace
  readonly tickers: Tickers
  /** Ends after this many moments; absent: goes on until stopped or the data end. */
  readonly maxMoments: number | undefined
  /** Holds what the run has seen before, where it is resumed. */
  readonly bars: BarMemory
  readonly book: RunBook
  readonly store: RunStore
  readonly prompts: PromptDesk
  readonly realNow: () => number
  /** Told where the run broke off because of us, not of the market. */
  readonly onError: (cause: unknown) => void
}

/** Prompts on their way; made before the run, because a bounded run's pace looks at it. */
export interface PromptDesk {
  readonly open: number
  ask(ask: PromptAsk, onAnswer: (answer: PromptAnswer) => void): void
  abortAll(): void
}

export function createPromptDesk(askModel: AskModel): PromptDesk {
  const asking = new Map<string, AbortController>()
  return {
    get open() {
      return asking.size
    },
    ask(ask, onAnswer) {
      const abort = new AbortController()
      asking.set(ask.askId, abort)
      const deliver = (answer: PromptAnswer) => {
        // Deleted by `abortAll`: the run is over and nobody waits.
        if (asking.delete(ask.askId)) onAnswer(answer)
      }
      askModel(ask.prompt, abort.signal).then(deliver, (cause: unknown) =>
        deliver({ ok: false, code: 'PROVIDER_FAILED', reason: cause instanceof Error ? cause.message : 'unknown cause' }),
      )
    },
    abortAll() {
      for (const abort of asking.values()) abort.abort()
      asking.clear()
    },
  }
}

/** Main-thread ms per turn: a run that catches up must not keep requests waiting. */
const turnMs = 8
const checkpointEveryMs = 30_000

/**
 * A running dry-run. Each turn: the moments that are due go through the session, all that came of them is made durable in
 * one transaction, and only then is it shown, asked or waited for. See dry-run.decision.md.
 */
export function startDryRun(options: DryRunOptions): ActiveRun {
  const {
    runId,
    plan,
    session,
    outbox,
    source,
    pace,
    tickers,
    maxMoments = Number.POSITIVE_INFINITY,
    bars,
    book,
    store,
    prompts,
    realNow,
  } = options
  const quotes = new Map<string, QuoteFrame>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  let lastMoment: Time = Math.max(0, ...session.lastBarTime.values())
  let moments = session.equity().time.length
  let checkpointAt = realNow()
  let resolveEnded = () => {}
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve
  })
  const marketTime = () => pace.now(lastMoment)

  const figures = (): RunPatch => ({ bars: moments, equity: session.equity().equity.at(-1) ?? null, trades: session.trades.length })

  /** Disk first; only afterwards anybody hears of it, models included. */
  const commit = (patch: RunPatch) => {
    book.commit(runId, { events: outbox.events.splice(0), patch })
    book.tell(runId, 'values')
    for (const ask of outbox.asks.splice(0)) prompts.ask(ask, (answer) => takeAnswer(ask, answer))
  }

  const takeAnswer = (ask: PromptAsk, answer: PromptAnswer) => {
    if (isOver) return
    guarded(() => {
      session.onAnswer({ nodeId: ask.nodeId, askId: ask.askId, time: marketTime(), answer })
      commit(figures())
      schedule(0)
    })
  }

  /** True where something was taken. */
  const takeDueMoments = (): boolean => {
    const began = performance.now()
    const before = moments
    while (moments < maxMoments && performance.now() - began < turnMs) {
      const next = source.nextMoment
      if (next === undefined || !pace.isDue(next)) break
      const taken = source.take()
      session.onBars(taken)
      for (const { feed, bar } of taken) bars.push(feed, bar)
      lastMoment = next
      moments += 1
      // Asked only after the commit; a bounded run waits for the answer before it goes on.
      if (outbox.asks.length > 0) break
    }
    return moments > before
  }

  const turn = () => {
    timer = undefined
    if (isOver) return
    guarded(() => {
      const hasTaken = takeDueMoments()
      if (hasTaken || outbox.events.length > 0) commit(figures())
      showQuotes()
      keepCheckpoint()
      if ((source.hasEnded || moments >= maxMoments) && prompts.open === 0)
        return finish(() => session.finish(marketTime()), { status: 'finished' })
      return schedule(hasTaken ? 0 : pace.delayUntil(source.nextMoment))
    })
  }

  const showQuotes = () => {
    if (!pace.showsQuotes) return
    const now = marketTime()
    for (const { feed, quote } of tickers.withTickers(source.quotes(now), now)) {
      session.onQuote(feed, quote)
      const { time, bid, ask, last } = quote
      quotes.set(feed, { type: 'quote', runId, feed, time, bid, ask, last })
      book.tell(runId, 'quote')
    }
  }

  const keepCheckpoint = () => {
    if (source.checkpoint === undefined || realNow() - checkpointAt < checkpointEveryMs) return
    checkpointAt = realNow()
    store.saveCheckpoint(runId, source.checkpoint())
  }

  const schedule = (delay: number) => {
    if (isOver) return
    clearTimeout(timer)
    timer = setTimeout(turn, delay)
  }

  /** Whatever breaks in here ends the run visibly; it must neither trade on nor take the process with it. */
  const guarded = (task: () => void) => {
    try {
      task()
    } catch (cause) {
      options.onError(cause)
      fail(cause)
    }
  }

  const release = () => {
    isOver = true
    clearTimeout(timer)
    prompts.abortAll()
    source.stop?.().catch(options.onError)
    tickers.stop().catch(options.onError)
  }

  const fail = (cause: unknown) => {
    release()
    const patch: RunPatch = { status: 'failed', reason: `The run broke off: ${cause instanceof Error ? cause.message : 'unknown cause'}` }
    try {
      book.commit(runId, { patch })
    } catch {
      // The disk is the reason, most likely; memory still tells whoever looks.
      book.touch(runId, patch)
    }
    resolveEnded()
  }

  const finish = (end: () => void, patch: RunPatch) => {
    end()
    release()
    store.saveEquity(runId, equityOf(session))
    commit({ ...figures(), ...patch, metrics: session.metrics() })
    resolveEnded()
  }

  const command = (act: () => void, patch: RunPatch) => {
    if (isOver) throw new Refusal(409, 'RUN_ENDED', 'The run is over.')
    guarded(() => {
      act()
      commit({ ...figures(), ...patch })
    })
  }

  const answerLostAsks = () => {
    for (const { nodeId, askId } of session.openAsks) {
      session.onAnswer({
        nodeId,
        askId,
        time: lastMoment,
        answer: { ok: false, code: 'INTERRUPTED', reason: 'The server stopped before the model answered.' },
      })
    }
  }

  guarded(() => {
    answerLostAsks()
    const { status, entriesPaused } = book.run(runId) ?? {}
    commit({
      ...figures(),
      ...(status === 'starting' ? { status: entriesPaused === true ? ('paused' as const) : ('running' as const) } : {}),
    })
  })
  schedule(0)
  tickers.start().catch(options.onError)
  source
    .start?.({ onNews: () => schedule(0), onProblem: (code, message) => book.touch(runId, { reason: `${code}: ${message}` }) })
    .catch((cause: unknown) => {
      options.onError(cause)
      if (!isOver) fail(cause)
    })

  return {
    stop(reason) {
      if (!isOver) guarded(() => finish(() => session.stop(reason, marketTime()), { status: 'stopped', reason }))
    },
    pause: (reason) => command(() => session.pause(reason, marketTime()), { status: 'paused', entriesPaused: true }),
    resume(reason) {
      if (session.snapshot().entries === 'killed')
        throw new Refusal(409, 'KILL_SWITCH', 'Everything was closed at market; this run takes no entries any more. Start a new one.')
      command(() => session.resume(reason, marketTime()), { status: 'running', entriesPaused: false })
    },
    flatten: (reason) =>
      command(() => session.kill(reason, marketTime(), { closePositions: true }), { status: 'paused', entriesPaused: true }),
    async suspend() {
      if (isOver) return
      release()
      if (source.checkpoint !== undefined) store.saveCheckpoint(runId, source.checkpoint())
      const record = book.record(runId)
      if (record !== undefined) store.update(record)
      resolveEnded()
    },
    ended,
    newestValues: (): ValuesFrame => ({
      type: 'values',
      runId,
      tick: Math.max(0, moments - 1),
      time: lastMoment,
      values: session.values(),
      ...warmUpOf(plan, bars.counts),
    }),
    newestQuotes: () => [...quotes.values()],
    equity: () => equityOf(session),
    bars,
  }
}

/** A copy: the session's arrays are overwritten as it goes on. */
function equityOf(session: TradingSession): EquitySeries {
  const { time, equity } = session.equity()
  return { time: time.slice(), equity: equity.slice() }
}
