import { sliceColumns } from '@strategraph/market-model'
import { describe, expect, it } from 'vitest'
import type { JournalEvent } from '../journal/event.ts'
import { explainTrade } from '../projections/explain-trade.ts'
import { equityAtFills, eventsOf, fillsOf, logOf, ordersOf, tradesOf } from '../projections/projections.ts'
import { driveByHand, testInstrument } from '../testing/hand-driven-run.ts'
import { batchJournal, momentsOf } from '../testing/index.ts'
import { testFeeds, testStrategy, type TestStrategyOptions } from '../testing/test-strategy.ts'
import { marketBars } from '@strategraph/test-kit'
import { runBacktest } from './backtest.ts'
import { type FeedBinding, runProblems, runSettings } from './settings.ts'
import { createTradingSession } from './trading-session.ts'

function start(options: TestStrategyOptions = {}) {
  const plan = testStrategy({ endOfData: 'keep', ...options })
  const feeds = testFeeds(plan, { bars: 250 })
  const events: JournalEvent[] = []
  const session = createTradingSession(plan, feeds, undefined, {
    backEnd: 'interpreter',
    mode: 'dry-run',
    runId: 'r',
    startedAt: 0,
    sink: { append: (event) => events.push(event) },
  })
  return { plan, feeds, events, session, moments: momentsOf(plan, feeds) }
}

const isEntry = (event: JournalEvent) => event.type === 'order' && event.payload.order.role === 'entry'

describe('a running session', () => {
  it('numbers its events from 1 without a gap, times never going back', () => {
    const { session, events, moments } = start({ wish: { stopPercent: 1 } })
    for (const bars of moments) session.onBars(bars)
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
    const times = events.map(({ time }) => time)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it('writes the bar before everything that follows from it, and values before the decision that they explain', () => {
    const { session, events, moments } = start()
    for (const bars of moments) session.onBars(bars)
    const barBefore = (position: number) => events.slice(0, position).findLast(({ type }) => type === 'bar')
    const positions = (type: JournalEvent['type']) => events.flatMap((event, position) => (event.type === type ? [position] : []))
    expect(positions('fill').map((position) => barBefore(position)?.time)).toEqual(
      positions('fill').map((position) => events[position]?.time),
    )
    expect(new Set(positions('proposal').map((position) => events[position - 1]?.type))).toEqual(new Set(['values']))
    expect(eventsOf(events, 'values').length).toBeGreaterThan(3)
  })

  it('pause: cancels entries that wait, opens nothing, lets closes through; resume: opens again', () => {
    const { session, events, moments } = start({ send: { limitPercent: 5 } })
    const half = moments.slice(0, 120)
    for (const bars of half) session.onBars(bars)
    expect(session.snapshot().openOrders.length).toBeGreaterThan(0)
    session.pause('test', half.at(-1)?.[0]?.bar.time ?? 0)
    expect(session.snapshot()).toMatchObject({ entries: 'paused', openOrders: [] })
    const before = events.length
    for (const bars of moments.slice(120)) session.onBars(bars)
    expect(events.slice(before).filter(isEntry)).toEqual([])
    expect(session.denials.some(({ denial }) => denial.code === 'ENTRIES_PAUSED')).toBe(true)
    session.resume('test', moments.at(-1)?.[0]?.bar.time ?? 0)
    expect(session.snapshot().entries).toBe('allowed')
  })

  it('kill with closing: flat at the next open, protection withdrawn, and no way back', () => {
    const { session, moments } = start({ wish: { stopPercent: 50 } })
    const after: unknown[] = []
    let isKilled = false
    for (const [moment, bars] of moments.entries()) {
      session.onBars(bars)
      const { positions, openOrders, entries } = session.snapshot()
      if (isKilled) after.push({ positions, openOrders, entries })
      else if (moment > 50 && positions.length > 0) {
        isKilled = true
        session.kill('test', bars[0]?.bar.time ?? 0, { closePositions: true })
        session.resume('please', bars[0]?.bar.time ?? 0)
      }
    }
    expect(after.length).toBeGreaterThan(10)
    expect(after).toEqual(after.map(() => ({ positions: [], openOrders: [], entries: 'killed' })))
  })

  it('an answer that nobody waits for changes nothing and is not recorded', () => {
    const { session, events, moments } = start({ withModel: true })
    for (const bars of moments.slice(0, 60)) session.onBars(bars)
    const [ask] = session.openAsks
    if (ask === undefined) throw new Error('nothing was asked')
    const answer = { nodeId: ask.nodeId, askId: ask.askId, time: ask.time, answer: { ok: false, code: 'TIMEOUT', reason: 'late' } } as const
    expect(session.onAnswer(answer)).toBe(true)
    const before = events.length
    expect(session.onAnswer(answer)).toBe(false)
    expect(session.onAnswer({ ...answer, askId: 'other?1' })).toBe(false)
    expect(events.length).toBe(before)
  })

  it('ends once: status and metrics, then nothing more', () => {
    const { session, events, moments } = start()
    for (const bars of moments.slice(0, 50)) session.onBars(bars)
    session.stop('enough', 1)
    session.finish(2)
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['status', 'run.finished'])
    expect(() => session.onBars(moments[50] ?? [])).toThrow(RangeError)
  })
})

describe('a ledger that does not add up', () => {
  it('stops entries at once, says so, and still lets the position be closed', () => {
    const events: JournalEvent[] = []
    const codes: string[] = []
    const run = driveByHand({
      columns: marketBars({ bars: 20 }),
      interval: '1h',
      events,
      settings: { endOfData: 'keep' },
      decide: ({ run: present, row, instrument, propose }) => {
        const entry = {
          kind: 'entry',
          instrument,
          side: 'buy',
          quantity: { kind: 'units', units: 1 },
          closeFirst: false,
          reason: 'test',
        } as const
        if (row === 2) propose(entry)
        // Somebody takes a cent out of the till.
        if (row === 4) Object.assign(present.account.ledger.accounts, { cash: present.account.ledger.accounts.cash - 1n })
        if (row === 5) propose(entry)
        if (row === 8) codes.push(String(propose(entry)))
        if (row === 9) codes.push(String(propose({ kind: 'close', instrument, reason: 'test' })))
      },
    })
    expect(codes).toEqual(['false', 'true'])
    expect(run.denials.map(({ denial }) => denial.code)).toEqual(['LEDGER_MISMATCH'])
    expect(eventsOf(events, 'status').map(({ payload }) => payload.code)).toEqual(['LEDGER_MISMATCH'])
    expect(run.portfolio.position(testInstrument().id).lots).toBe(0)
  })
})

describe('projections', () => {
  it('show of the journal what the run itself returns', () => {
    const plan = testStrategy({ wish: { stopPercent: 1, targetPercent: 2 }, gate: { cooldownBars: 3 } })
    const feeds = testFeeds(plan, { bars: 400 })
    const result = runBacktest(plan, feeds, undefined, { backEnd: 'interpreter' })
    const events = batchJournal(plan, feeds, { backEnd: 'interpreter' })
    expect(tradesOf(events)).toEqual(result.trades)
    expect(fillsOf(events)).toEqual(result.fills)
    expect(ordersOf(events)).toEqual(result.orders)
    expect(equityAtFills(events)).toHaveLength(result.fills.length)
    expect(logOf(events).filter(({ text }) => text.startsWith('COOLDOWN'))).toHaveLength(result.denialCounts['COOLDOWN'] ?? 0)
    expect(result.denialCounts['COOLDOWN']).toBeGreaterThan(0)
  })

  it('explain a trade: what was seen, what was decided, what the gate said, and which order ended it', () => {
    const plan = testStrategy({ wish: { stopPercent: 1 } })
    const events = batchJournal(plan, testFeeds(plan, { bars: 400 }), { backEnd: 'interpreter' })
    const trade = tradesOf(events).find(({ exitReason }) => exitReason === 'stop-loss')
    if (trade === undefined) throw new Error('no trade ended by its stop-loss')
    const { entry, exit } = explainTrade(events, trade)
    expect(entry?.values).toEqual({ 'cross.up': true, 'cross.down': false })
    expect(entry?.causes.map(({ type }) => type)).toEqual(['proposal', 'approved'])
    expect(entry?.effects.map(({ type }) => type)).toEqual(['order.state', 'fill', 'order.state'])
    expect(exit?.order).toMatchObject({ role: 'stop-loss', parent: trade.entryOrderId })
  })
})

describe('what speaks against running', () => {
  it('names feeds without data, markets of several currencies, an account without cash', () => {
    const plan = testStrategy({ slowSignals: true })
    const codes = (feeds: Parameters<typeof runProblems>[1], account = {}) =>
      runProblems(plan, feeds, runSettings(plan, { account })).map(({ code, severity }) => `${code} ${severity}`)
    const feeds = testFeeds(plan, { bars: 10 })
    expect(codes(feeds)).toEqual([])
    expect(codes(new Map())).toEqual(['FEED_MISSING error', 'FEED_MISSING error'])
    expect(codes(feeds, { currency: 'EUR' })).toEqual(['CURRENCY_MISMATCH warning'])
    expect(codes(feeds, { initialCash: '0' })).toEqual(['NO_CASH error'])
    const bindings = new Map<string, FeedBinding>(feeds)
    bindings.set('slow', { instrument: testInstrument({ symbol: 'BTC/EUR', quote: 'EUR' }), provenance: 'recorded', source: '' })
    expect(codes(bindings)).toEqual(['MIXED_QUOTE_CURRENCIES error'])
  })

  it('a backtest with an error throws before it starts', () => {
    const plan = testStrategy()
    expect(() => runBacktest(plan, new Map(), undefined, { backEnd: 'interpreter' })).toThrow('FEED_MISSING')
  })
})

describe('a backtest', () => {
  it('closes everything at the last open, and says so', () => {
    const plan = testStrategy({ cross: { fast: 3, slow: 6 } })
    const feeds = testFeeds(plan, { bars: 60 })
    for (let bars = 10; bars < 60; bars++) {
      const part = new Map([...feeds].map(([feed, data]) => [feed, { ...data, columns: sliceColumns(data.columns, 0, bars) }]))
      const { orders, equity, trades } = runBacktest(plan, part, undefined, { backEnd: 'interpreter' })
      const bought = orders.filter(({ order, status }) => order.role === 'entry' && status === 'filled').length
      expect(trades.length).toBe(bought)
      expect(trades.every(({ entryBar, exitBar }) => entryBar <= bars - 3 && exitBar <= bars - 1)).toBe(true)
      expect(equity.equity.length).toBe(bars)
    }
  })

  it('can be canceled, and then reports what it has', () => {
    const plan = testStrategy()
    const result = runBacktest(plan, testFeeds(plan, { bars: 20_000 }), undefined, {
      backEnd: 'interpreter',
      onProgress: (done) => done < 0.3,
    })
    expect(result.canceled).toBe(true)
    expect(result.ticks).toBeLessThan(20_000)
    expect(result.metrics.bars).toBe(result.ticks)
  })
})
