import { intervals } from '@strategraph/market-model'
import type { Plan } from '@strategraph/strategy-core'
import {
  createTradingSession,
  type JournalEvent,
  recordedBar,
  replayInSteps,
  type ReplayResult,
  type TradingSession,
} from '@strategraph/trading-engine'
import { unusable } from '../../http/refusal.ts'
import type { ActiveRun } from '../active-run.ts'
import type { FeedLoader } from '../feeds/feed-loader.ts'
import type { ResolvedFeed } from '../feeds/feed-choice.ts'
import { readEvents } from '../read-events.ts'
import { isOwnExchange } from '../feeds/own-exchanges.ts'
import type { RunBook } from '../run-book.ts'
import type { RunRecord } from '../run-record.ts'
import type { RunStore } from '../run-store.ts'
import { type BarMemory, createBarMemory } from './bar-memory.ts'
import { type AskModel, createOutbox, createPromptDesk, type Outbox, startDryRun } from './dry-run.ts'
import { createMarketClock } from './market-clock.ts'
import type { MarketSource } from './market-source.ts'
import { pacedBy, pushed, stepwise } from './pace.ts'
import { createRecordedSource } from './recorded-source.ts'
import { createSimulatedSource } from './simulated-source.ts'
import { createTickers, type OpenQuotes } from './tickers.ts'

export type OpenExchangeSource = (
  feeds: readonly ResolvedFeed[],
  from: { readonly historyMs: number; readonly bars: BarMemory },
) => Promise<MarketSource>

export interface DryRunRoom {
  readonly book: RunBook
  readonly store: RunStore
  readonly loader: FeedLoader
  readonly askModel: AskModel
  readonly openExchange: OpenExchangeSource
  readonly openQuotes: OpenQuotes
  readonly realNow: () => number
  readonly onError: (cause: unknown) => void
}

interface Opening {
  readonly record: RunRecord
  readonly plan: Plan
  readonly feeds: readonly ResolvedFeed[]
}

/** All feeds of a dry-run share one clock: made, recorded, of our own running market, or real. Throws Refusal where they do not. */
export function checkOneClock(feeds: readonly Pick<ResolvedFeed, 'origin'>[]): void {
  const kinds = new Set(
    feeds.map(({ origin }) => (origin.kind === 'exchange' && isOwnExchange(origin.exchange) ? 'running market' : origin.kind)),
  )
  if (kinds.size > 1) throw unusable('MIXED_CLOCKS', `A dry-run needs one clock; these feeds have several: ${[...kinds].join(', ')}.`)
}

/** A new dry-run. Its first event is on disk before its first bar is looked at. */
export async function openDryRun(opening: Opening, room: DryRunRoom): Promise<ActiveRun> {
  const { record, plan, feeds } = opening
  const outbox = createOutbox()
  const { revision } = record.run
  const session = createTradingSession(plan, new Map(feeds.map((feed) => [feed.feed, feed])), record.spec.overrides, {
    backEnd: 'wasm',
    mode: 'dry-run',
    runId: record.run.id,
    startedAt: record.run.startedAt,
    ...(revision === null ? {} : { revision }),
    sink: outbox,
    onAsk: (ask) => void outbox.asks.push(ask),
  })
  return begin(opening, { session, outbox, bars: createBarMemory(feeds.map(({ feed }) => feed)) }, room)
}

export type Resumption =
  | { readonly ok: true; readonly run: ActiveRun }
  | { readonly ok: false; readonly code: string; readonly reason: string }

/** Events of a journal that are replayed in one turn of the main thread: some ms. */
const eventsPerTurn = 500

/**
 * A dry-run of an earlier process: replayed from its journal, decision for decision, then it goes on with the next bar. Others
 * have their turn meanwhile. Resolves to undefined where `signal` said that it need not go on; nothing has changed then.
 */
export async function resumeDryRun(opening: Opening, room: DryRunRoom, signal: AbortSignal): Promise<Resumption | undefined> {
  const { record, plan, feeds } = opening
  const events: JournalEvent[] = []
  for await (const page of readEvents(room.store, record.run.id)) for (const event of page) events.push(event)
  const outbox = createOutbox()
  if (events.length === 0) return { ok: true, run: await openDryRun(opening, room) }
  const steps = replayInSteps(events, plan, {
    backEnd: 'wasm',
    sink: outbox,
    onAsk: (ask) => void outbox.asks.push(ask),
    eventsPerStep: eventsPerTurn,
  })
  const replayed = await inTurns(steps, signal)
  if (replayed === undefined) return undefined
  if (!replayed.ok) {
    const { code, seq } = replayed.problem
    return { ok: false, code, reason: `The run did not repeat itself from its journal (event ${seq}); it was stopped and trades no more.` }
  }
  const bars = createBarMemory(feeds.map(({ feed }) => feed))
  for (const event of events) {
    if (event.type === 'bar') bars.push(event.payload.feed, recordedBar(event))
  }
  return { ok: true, run: await begin(opening, { session: replayed.session, outbox, bars }, room) }
}

async function inTurns(steps: Generator<number, ReplayResult, void>, signal: AbortSignal): Promise<ReplayResult | undefined> {
  while (!signal.aborted) {
    const step = steps.next()
    if (step.done === true) return step.value
    await new Promise((resolve) => setImmediate(resolve))
  }
  return undefined
}

async function begin(
  { record, plan, feeds }: Opening,
  { session, outbox, bars }: { readonly session: TradingSession; readonly outbox: Outbox; readonly bars: BarMemory },
  room: DryRunRoom,
): Promise<ActiveRun> {
  const { spec, run } = record
  const source = await openSource(feeds, { record, bars }, room)
  const prompts = createPromptDesk(room.askModel)
  const firstMoment = Math.min(
    ...feeds.map(({ feed }) => bars.columns(feed).time[0] ?? Number.POSITIVE_INFINITY),
    source.nextMoment ?? Number.POSITIVE_INFINITY,
  )
  const fastest = Math.min(...feeds.map(({ interval }) => intervals[interval]))
  // The clock begins with the bar behind these, so that one less makes so many.
  const atOnceMs = Math.max(spec.historyMs, (spec.fastForwardBars - 1) * fastest)
  const pace =
    spec.maxMoments !== undefined
      ? stepwise(() => prompts.open === 0)
      : source.now !== undefined
        ? pushed(source.now)
        : pacedBy(createMarketClock(room.realNow, spec.speed), firstMoment + atOnceMs)
  const { book, store, realNow, onError } = room
  return startDryRun({
    runId: run.id,
    plan,
    session,
    outbox,
    source,
    pace,
    tickers: createTickers(plan, feeds, spec.choices, room.openQuotes),
    maxMoments: spec.maxMoments,
    bars,
    book,
    store,
    prompts,
    realNow,
    onError,
  })
}

async function openSource(
  feeds: readonly ResolvedFeed[],
  { record, bars }: { readonly record: RunRecord; readonly bars: BarMemory },
  room: DryRunRoom,
): Promise<MarketSource> {
  const made = feeds.flatMap(({ feed, interval, origin }) =>
    origin.kind === 'simulated' ? [{ feed, interval, seed: origin.seed, symbol: origin.symbol }] : [],
  )
  if (made.length > 0) return createSimulatedSource(made, bars.counts, room.store.checkpoint(record.run.id))
  if (feeds.some(({ origin }) => origin.kind === 'exchange')) return room.openExchange(feeds, { historyMs: record.spec.historyMs, bars })
  const recorded = await Promise.all(
    feeds.flatMap(({ feed, origin }) =>
      origin.kind === 'dataset' ? [room.loader.dataset(origin.dataset).then((columns) => ({ feed, columns }))] : [],
    ),
  )
  return createRecordedSource(recorded, bars.counts)
}
