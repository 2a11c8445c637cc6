import type { Plan } from '@strategraph/strategy-core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JournalEvent, journalEventSchema } from '../journal/event.ts'
import { journalLine } from '../journal/journal-line.ts'
import { erraticVenue, type VenueAct, venueActs } from '../testing/erratic-venue.ts'
import { momentsOf } from '../testing/index.ts'
import { testFeeds, testStrategy, type TestStrategyOptions } from '../testing/test-strategy.ts'
import { replayJournal } from './replay-journal.ts'
import { createTradingSession, type TradingSession } from './trading-session.ts'

/** What happens between two bars, and how long it takes; a clock may go back. */
interface Happening {
  readonly what: VenueAct | 'answer' | 'pause' | 'resume' | 'kill' | 'note'
  readonly back: number
  readonly takesMs: number
}

const callersAhead = [0, -700, 900, 0]

interface VenueRun {
  readonly plan: Plan
  readonly events: readonly JournalEvent[]
  readonly session: TradingSession
}

function venueRun(
  options: TestStrategyOptions,
  happenings: readonly (readonly Happening[])[],
  { atOnce = false }: { readonly atOnce?: boolean } = {},
): VenueRun {
  const plan = testStrategy({ endOfData: 'keep', ...options })
  const feeds = testFeeds(plan, { bars: happenings.length })
  const moments = momentsOf(plan, feeds)
  const events: JournalEvent[] = []
  const { venue, clock, act } = erraticVenue({ atOnce })
  clock.ms = moments[0]?.[0]?.bar.time ?? 0
  const session = createTradingSession(plan, feeds, undefined, {
    backEnd: 'interpreter',
    mode: 'dry-run',
    runId: 'run-1',
    startedAt: clock.ms - 1,
    sink: { append: (event) => events.push(event) },
    venue,
  })
  moments.forEach((bars, moment) => {
    const [first] = bars
    if (first === undefined) return
    clock.ms = Math.max(clock.ms, first.bar.time)
    session.onBars(bars)
    for (const { what, back, takesMs } of happenings[moment] ?? []) {
      clock.ms += takesMs
      // The caller's clock need not be the venue's.
      const time = clock.ms + (callersAhead[back] ?? 0)
      if (what === 'answer') {
        for (const { nodeId, askId } of session.openAsks)
          session.onAnswer({ nodeId, askId, time, answer: { ok: true, action: 'buy', size: 0.5, confidence: 1, reason: 'up' } })
      } else if (what === 'pause') session.pause('lunch', time)
      else if (what === 'resume') session.resume('back', time)
      else if (what === 'kill') session.kill('enough', time, { closePositions: true })
      else if (what === 'note') session.note({ status: 'interrupted', reason: 'test' }, time)
      else act(what, back, first.bar.close * 1.001)
    }
  })
  session.finish(clock.ms)
  return { plan, events, session }
}

const happening = fc.record({
  what: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...venueActs) },
    { weight: 3, arbitrary: fc.constant('answer' as const) },
    { weight: 1, arbitrary: fc.constantFrom('pause', 'resume', 'kill', 'note') },
  ),
  back: fc.integer({ min: 0, max: 3 }),
  takesMs: fc.integer({ min: -2000, max: 3_600_000 }),
})
const happenings = fc.array(fc.array(happening, { maxLength: 3 }), { minLength: 60, maxLength: 90 })

const strategies: readonly (readonly [string, TestStrategyOptions])[] = [
  ['brackets', { wish: { stopPercent: 1, targetPercent: 2 } }],
  ['long and short', { wish: { reverse: true, kind: 'cash', amount: 0.9 }, account: { allowShort: true } }],
  ['limits that expire', { send: { limitPercent: 0.2, bars: 4 }, timeoutBars: 3 }],
  ['two feeds', { slowSignals: true, wish: { stopPercent: 1 } }],
  ['a model', { withModel: true }],
]

/** As it comes out of a file. */
const stored = (events: readonly JournalEvent[]) => events.map((event) => journalEventSchema.parse(JSON.parse(journalLine(event))))
const numRuns = 40

describe('replay of a run at a venue', () => {
  it.each(strategies)('gives the same journal byte for byte, whatever the venue reports, and the same account: %s', (_, options) => {
    fc.assert(
      fc.property(happenings, fc.boolean(), (script, atOnce) => {
        const { plan, events, session } = venueRun(options, script, { atOnce })
        const extra: JournalEvent[] = []
        const result = replayJournal(stored(events), plan, { backEnd: 'interpreter', sink: { append: (event) => extra.push(event) } })
        expect(result.ok ? undefined : result.problem).toBeUndefined()
        expect(extra).toEqual([])
        if (!result.ok) return
        expect(result.session.snapshot()).toEqual(session.snapshot())
        expect(result.session.orders).toEqual(session.orders)
        expect(result.session.fills).toEqual(session.fills)
        expect(result.session.trades).toEqual(session.trades)
        expect(result.session.metrics()).toEqual(session.metrics())
      }),
      { numRuns },
    )
  })

  it.each(strategies)('cut off anywhere, it is completed as far as nothing has to come from outside: %s', (_, options) => {
    fc.assert(
      fc.property(happenings, fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true }), (script, atOnce, share) => {
        const { plan, events } = venueRun(options, script, { atOnce })
        const cut = 1 + Math.floor(share * (events.length - 1))
        const written = events.slice(0, cut)
        const result = replayJournal(stored(written), plan, { backEnd: 'interpreter', sink: { append: (event) => written.push(event) } })
        expect(result.ok ? undefined : result.problem).toBeUndefined()
        expect(written.map(journalLine)).toEqual(events.slice(0, written.length).map(journalLine))
      }),
      { numRuns },
    )
  })

  /** Bought in two parts, then the protection is canceled by the venue. */
  const partly = (): VenueRun => {
    const happening = (what: VenueAct, back = 0): Happening => ({ what, back, takesMs: 1000 })
    const script = [happening('accept'), happening('fill-a-part'), happening('cancel')]
    return venueRun(
      { wish: { stopPercent: 1 } },
      Array.from({ length: 60 }, () => script),
    )
  }
  const replay = ({ plan }: VenueRun, events: readonly JournalEvent[]) => replayJournal(events, plan, { backEnd: 'interpreter' })

  it('stops at the first order that is not the recorded one, and says what was expected and what came', () => {
    const run = partly()
    const position = run.events.findIndex(({ type }) => type === 'order')
    const event = run.events[position]
    if (event?.type !== 'order') throw new Error('no order')
    const forged = { ...event, payload: { order: { ...event.payload.order, quantity: 7 } } }
    expect(replay(run, run.events.with(position, forged))).toEqual({
      ok: false,
      problem: { code: 'REPLAY_DIVERGED', seq: position + 1, recorded: journalLine(forged), regenerated: journalLine(event) },
    })
  })

  it('stops at a report of an order that the strategy does not send, and at a fill that is another one', () => {
    const run = partly()
    const position = run.events.findIndex(({ type }) => type === 'fill')
    const event = run.events[position]
    if (event?.type !== 'fill') throw new Error('no fill')
    const { fill } = event.payload
    const forged = (change: Partial<typeof fill>) =>
      replay(run, run.events.with(position, { ...event, payload: { fill: { ...fill, ...change } } }))
    expect(forged({ orderId: 'send#99' })).toMatchObject({
      ok: false,
      problem: { code: 'REPLAY_DIVERGED', seq: position + 1, regenerated: undefined },
    })
    // The ledger's line is behind the fill's.
    expect(forged({ quantity: fill.quantity * 2 })).toMatchObject({ ok: false, problem: { code: 'REPLAY_DIVERGED', seq: position + 2 } })
    expect(forged({ quantity: fill.quantity + 1e-11 })).toMatchObject({
      ok: false,
      problem: { code: 'REPLAY_DIVERGED', seq: position + 1 },
    })
  })

  it('refuses a state of an order that no version writes', () => {
    const run = partly()
    const position = run.events.findIndex(({ type }) => type === 'order.state')
    const event = run.events[position]
    if (event?.type !== 'order.state') throw new Error('no state')
    const forged = run.events.with(position, { ...event, payload: { ...event.payload, status: 'vanished' } })
    expect(replay(run, forged)).toMatchObject({ ok: false, problem: { code: 'JOURNAL_DAMAGED', seq: position + 1 } })
  })

  it('says in its first line that there was a venue; without the mark the orders are filled against the bars, as ever', () => {
    const run = partly()
    const [first, ...rest] = run.events
    if (first?.type !== 'run.started') throw new Error('no start')
    expect(first.payload.atVenue).toBe(true)
    const { atVenue: _, ...unmarked } = first.payload
    const result = replay(run, [{ ...first, payload: unmarked }, ...rest])
    expect(result).toMatchObject({ ok: false, problem: { code: 'REPLAY_DIVERGED' } })
  })

  it('sends nothing anywhere: once the record is over, an order is an error', () => {
    const run = partly()
    const result = replay(run, run.events.slice(0, 1))
    if (!result.ok) throw new Error(JSON.stringify(result.problem))
    expect(() => {
      for (const bars of momentsOf(run.plan, testFeeds(run.plan, { bars: 60 }))) result.session.onBars(bars)
    }).toThrow('it takes no orders')
  })
})
