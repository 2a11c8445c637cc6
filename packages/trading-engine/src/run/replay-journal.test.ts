import { describe, expect, it } from 'vitest'
import type { Plan } from '@strategraph/strategy-core'
import type { JournalEvent } from '../journal/event.ts'
import { journalEventSchema } from '../journal/event.ts'
import { decisionJournal, journalLine } from '../journal/journal-line.ts'
import { batchJournal, momentsOf } from '../testing/index.ts'
import { testFeeds, testStrategy, type TestStrategyOptions } from '../testing/test-strategy.ts'
import { answerTape } from './answer-tape.ts'
import { type FeedData, runBacktest } from './backtest.ts'
import { replayJournal } from './replay-journal.ts'
import { createTradingSession, type FeedBar, type TradingSession } from './trading-session.ts'

interface DryRun {
  readonly plan: Plan
  readonly feeds: ReadonlyMap<string, FeedData>
  readonly moments: readonly (readonly FeedBar[])[]
  readonly events: JournalEvent[]
  readonly session: TradingSession
}

function dryRun(
  options: TestStrategyOptions,
  act: (session: TradingSession, moment: number) => void = () => {},
  {
    bars = 250,
    seenAt,
    clockAhead,
  }: { readonly bars?: number; readonly seenAt?: (bar: FeedBar, moment: number) => number; readonly clockAhead?: number } = {},
): DryRun {
  const plan = testStrategy({ endOfData: 'keep', ...options })
  const feeds = testFeeds(plan, { bars })
  const moments = momentsOf(plan, feeds).map((moment, index) =>
    moment.map((bar) => ({
      ...bar,
      ...(seenAt === undefined ? {} : { seenAt: seenAt(bar, index) }),
      ...(clockAhead === undefined ? {} : { clockAhead }),
    })),
  )
  const events: JournalEvent[] = []
  const session = createTradingSession(plan, feeds, undefined, {
    backEnd: 'interpreter',
    mode: 'dry-run',
    runId: 'run-1',
    startedAt: (moments[0]?.[0]?.bar.time ?? 0) - 1,
    sink: { append: (event) => events.push(event) },
  })
  moments.forEach((bars, index) => {
    session.onBars(bars)
    act(session, index)
  })
  return { plan, feeds, moments, events, session }
}

const answerBuy = (session: TradingSession) => {
  for (const ask of session.openAsks) {
    const isUp = ask.prompt.user.startsWith('up')
    const answer = { ok: true, action: isUp ? 'buy' : 'sell', size: 0.5, confidence: 1, reason: ask.prompt.user, latencyMs: 900 } as const
    session.onAnswer({ nodeId: ask.nodeId, askId: ask.askId, time: ask.time + 900, answer })
  }
}

/** A user who interferes: pauses, resumes, kills. */
const interfere = (session: TradingSession, moment: number) => {
  const time = (session.lastBarTime.get('feed') ?? 0) + 5
  if (moment === 60) session.pause('lunch', time)
  if (moment === 100) session.resume('back', time)
  if (moment === 150) session.note({ status: 'interrupted', reason: 'test' }, time)
  if (moment === 200) session.kill('enough', time, { closePositions: true })
}

const strategies: readonly (readonly [string, TestStrategyOptions, (session: TradingSession, moment: number) => void])[] = [
  ['brackets', { wish: { stopPercent: 1, targetPercent: 2 } }, () => {}],
  ['long and short', { wish: { reverse: true, kind: 'cash', amount: 0.9 }, account: { allowShort: true } }, () => {}],
  ['limits that expire', { send: { limitPercent: 0.2, bars: 4 }, timeoutBars: 9 }, () => {}],
  ['two feeds', { slowSignals: true }, () => {}],
  ['a model', { withModel: true }, answerBuy],
  ['a user who pauses, resumes and kills', { wish: { stopPercent: 1 } }, interfere],
]

describe('replay of a dry-run', () => {
  it.each(strategies)('regenerates every event byte for byte, in both back ends: %s', (_name, options, act) => {
    const { plan, events } = dryRun(options, act)
    expect(events.filter(({ type }) => type === 'fill').length).toBeGreaterThan(0)
    for (const backEnd of ['interpreter', 'wasm'] as const) {
      const extra: JournalEvent[] = []
      const result = replayJournal(events, plan, { backEnd, sink: { append: (event) => extra.push(event) } })
      expect(result.ok ? undefined : result.problem).toBeUndefined()
      expect(extra).toEqual([])
    }
  })

  it.each(strategies)('goes on after a cut at any event as if nothing had happened: %s', (_name, options, act) => {
    const { plan, events, moments } = dryRun(options, act)
    const whole = events.map(journalLine)
    for (let cut = 1; cut < events.length; cut += 7) {
      const written: JournalEvent[] = events.slice(0, cut)
      const result = replayJournal(events.slice(0, cut), plan, { backEnd: 'interpreter', sink: { append: (event) => written.push(event) } })
      if (!result.ok) throw new Error(JSON.stringify(result.problem))
      const { session } = result
      const index = new Map(moments.map((bars, moment) => [bars[0]?.bar.time, moment]))
      const last = (bars: readonly FeedBar[]) =>
        bars.every(({ feed, bar }) => bar.time <= (session.lastBarTime.get(feed) ?? Number.NEGATIVE_INFINITY))
      // What a user did is in the journal; what was lost with the tail is done again.
      const lastMoment = Math.max(-1, ...[...session.lastBarTime.values()].map((time) => index.get(time) ?? -1))
      if (lastMoment >= 0 && moments[lastMoment]?.every(({ feed, bar }) => session.lastBarTime.get(feed) === bar.time) === true)
        redo(session, written, lastMoment, act)
      moments.forEach((bars, moment) => {
        const missing = bars.filter(({ feed, bar }) => bar.time > (session.lastBarTime.get(feed) ?? Number.NEGATIVE_INFINITY))
        if (last(bars)) return
        session.onBars(missing)
        act(session, moment)
      })
      expect(written.map(journalLine)).toEqual(whole)
    }
  })

  it('reports the first difference where a decision on record is not the one that the bars give', () => {
    const { plan, events } = dryRun({})
    const position = events.findIndex(({ type }) => type === 'proposal')
    const event = events[position]
    if (event?.type !== 'proposal') throw new Error('no proposal')
    const forged = events.with(position, { ...event, payload: { ...event.payload, nodeId: 'other' } })
    const result = replayJournal(forged, plan, { backEnd: 'interpreter' })
    expect(result).toMatchObject({ ok: false, problem: { code: 'REPLAY_DIVERGED', seq: position + 1 } })
  })

  it('reports a bar that was changed at the first decision that it changes', () => {
    const { plan, events } = dryRun({ wish: { stopPercent: 1 } })
    const position = events.findIndex(({ type }) => type === 'bar')
    const event = events[position]
    if (event?.type !== 'bar') throw new Error('no bar')
    const forged = events.with(position, { ...event, payload: { ...event.payload, close: event.payload.close * 2 } })
    expect(replayJournal(forged, plan, { backEnd: 'interpreter' })).toMatchObject({ ok: false, problem: { code: 'REPLAY_DIVERGED' } })
  })

  it('refuses a journal with a hole, of another strategy, or that begins in the middle', () => {
    const { plan, events } = dryRun({})
    const replay = (journal: readonly JournalEvent[]) => replayJournal(journal, plan, { backEnd: 'interpreter' })
    expect(replay(events.toSpliced(5, 1))).toMatchObject({ ok: false, problem: { code: 'JOURNAL_DAMAGED', seq: 6 } })
    expect(replay(events.slice(1))).toMatchObject({ ok: false, problem: { code: 'JOURNAL_DAMAGED', seq: 1 } })
    expect(replay([])).toMatchObject({ ok: false, problem: { code: 'JOURNAL_DAMAGED' } })
    expect(replayJournal(events, testStrategy({ timeoutBars: 5 }), { backEnd: 'interpreter' })).toMatchObject({
      ok: false,
      problem: { code: 'JOURNAL_DAMAGED' },
    })
  })

  it('survives storage: every event passes its schema and keeps its line', () => {
    for (const [, options, act] of strategies) {
      const { events } = dryRun(options, act)
      for (const event of events) expect(journalLine(journalEventSchema.parse(JSON.parse(journalLine(event))))).toBe(journalLine(event))
    }
  })
})

/** Repeats what the user did at a moment, as far as the journal does not hold it. */
function redo(
  session: TradingSession,
  written: readonly JournalEvent[],
  moment: number,
  act: (session: TradingSession, moment: number) => void,
): void {
  const time = Math.max(...session.lastBarTime.values())
  const isDone = written.some((event) => event.type === 'status' && event.time === time + 5)
  if (!isDone) act(session, moment)
}

const hour = 3_600_000

/** Bars come two seconds after their close; those of moments 100 to 139 all at once, with the 140th. */
const frozenFeed = ({ bar }: FeedBar, moment: number) => bar.time + (moment >= 100 && moment < 140 ? (140 - moment) * hour : 0) + 2000

describe('bars that came late', () => {
  const options: TestStrategyOptions = { wish: { stopPercent: 1, targetPercent: 2 } }
  const entriesOf = (events: readonly JournalEvent[]) =>
    events.flatMap((event) => (event.type === 'order' && event.payload.order.role === 'entry' ? [event] : []))
  const between = (events: readonly JournalEvent[], { moments }: DryRun, from: number, to: number) =>
    events.filter(({ time }) => time >= (moments[from]?.[0]?.bar.time ?? 0) && time < (moments[to]?.[0]?.bar.time ?? 0))

  it('open no position: entries by them are refused, closes and protection go out', () => {
    const late = dryRun(options, () => {}, { seenAt: frozenFeed })
    const free = dryRun(options)
    expect(entriesOf(between(free.events, free, 100, 140)).length).toBeGreaterThan(0)
    expect(entriesOf(between(late.events, late, 100, 140))).toEqual([])
    const denials = late.events.flatMap((event) => (event.type === 'denied' ? [{ time: event.time, ...event.payload.denial }] : []))
    expect(denials.length).toBeGreaterThan(0)
    for (const { time, ...denial } of denials) {
      const moment = late.moments.findIndex(([bar]) => bar?.bar.time === time)
      expect(moment).toBeGreaterThanOrEqual(100)
      expect(denial).toMatchObject({ code: 'STALE_DATA', limit: 3600, actual: (140 - moment) * 3600 + 2 })
    }
    expect(entriesOf(between(late.events, late, 140, 249)).length).toBeGreaterThan(0)
  })

  it('two seconds late is not late: the run decides as if bars came as they close', () => {
    const prompt = dryRun(options, () => {}, { seenAt: ({ bar }) => bar.time + 2000 })
    expect(prompt.session.trades).toEqual(dryRun(options).session.trades)
    expect(prompt.session.denials).toEqual(dryRun(options).session.denials)
  })

  it('name the clock where they are late only by the clock of this machine, and refuse the same entries', () => {
    const ahead = 90 * 60_000
    const seenAt = ({ bar }: FeedBar) => bar.time + ahead + 2000
    const [unnamed, named] = [dryRun(options, () => {}, { seenAt }), dryRun(options, () => {}, { seenAt, clockAhead: ahead })]
    const denialsOf = ({ events }: DryRun) => events.flatMap((event) => (event.type === 'denied' ? [event.payload.denial] : []))
    expect(denialsOf(named).length).toBeGreaterThan(0)
    expect(denialsOf(named).map(({ code, limit, actual }) => ({ code, limit, actual }))).toEqual(
      denialsOf(unnamed).map(({ code, limit, actual }) => ({ code, limit, actual })),
    )
    expect(denialsOf(named)[0]).toEqual({
      code: 'STALE_DATA',
      message: expect.stringMatching(/clock of this machine is 5400 s ahead of the feed’s.*set the clock/),
      limit: 3600,
      actual: 5402,
      clockAhead: 5400,
    })
    expect(denialsOf(unnamed)[0]).not.toHaveProperty('clockAhead')
  })

  it('do not blame the clock where they are late by the clock of the feed too', () => {
    const { events } = dryRun(options, () => {}, { seenAt: frozenFeed, clockAhead: 1500 })
    const denials = events.flatMap((event) => (event.type === 'denied' ? [event.payload.denial] : []))
    expect(denials.length).toBeGreaterThan(0)
    for (const denial of denials) expect(denial).not.toHaveProperty('clockAhead')
  })

  it.each([undefined, 90 * 60_000])('are late in the replay too, by a clock that is %s ms ahead', (clockAhead) => {
    const { plan, events, session } = dryRun(options, () => {}, {
      seenAt: frozenFeed,
      ...(clockAhead === undefined ? {} : { clockAhead }),
    })
    const result = replayJournal(events, plan, { backEnd: 'interpreter' })
    expect(result.ok && result.session.denials).toEqual(session.denials)
    for (const event of events) expect(journalLine(journalEventSchema.parse(JSON.parse(journalLine(event))))).toBe(journalLine(event))
  })
})

describe('parity', () => {
  it('a backtest of the bars of a dry-run decides as the dry-run did, answers from its tape included', () => {
    for (const [name, options, act] of strategies.slice(0, 5)) {
      const { plan, feeds, events, session } = dryRun(options, act)
      const comparable = (journal: readonly JournalEvent[]) =>
        decisionJournal(journal)
          .filter(({ type }) => type !== 'run.started' && type !== 'status' && type !== 'run.finished')
          // An answer of a dry-run came some moments after the bar; what followed is stamped with it.
          .map(({ type, payload }) => JSON.stringify([type, payload]))
      const answers = name === 'a model' ? answerTape(events) : undefined
      expect(comparable(batchJournal(plan, feeds, { backEnd: 'wasm', answers }))).toEqual(comparable(events))
      const result = runBacktest(plan, feeds, undefined, { backEnd: 'interpreter', ...(answers === undefined ? {} : { answers }) })
      expect(result.trades).toEqual(session.trades)
      expect(result.metrics).toEqual(session.metrics())
    }
  })
})
