import { barsToColumns, intervals } from '@strategraph/market-model'
import {
  disagreement,
  type Feeds,
  graph,
  type HostRecord,
  marketBars,
  moments,
  portfolioView,
  recordingHost,
  runColumns,
  runSession,
  testFeed,
} from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import type { EffectAnswer } from '../node/define-node.ts'
import type { Plan } from '../plan/plan.ts'
import {
  aboveNode,
  askNode,
  buyNode,
  clockNode,
  constantNode,
  countNode,
  emaNode,
  equityNode,
  gateNode,
  logNode,
  peakNode,
  rangeNode,
  sumNode,
  switchNode,
  tallyNode,
  wrongNode,
} from '../testing/test-nodes.ts'
import { crossGraph, planOf, twoClocks } from '../testing/test-plans.ts'
import { evaluateColumns } from './evaluate-columns.ts'
import { runBatch } from './run-batch.ts'
import type { Tick } from './driver.ts'
import { createSession } from './session.ts'

const hour = intervals['1h']
const bar = (time: number, close: number) => ({ time, open: close, high: close, low: close, close, volume: 1 })
/** One feed whose closes are these, an hour apart. */
const closes = (...values: readonly number[]) =>
  new Map([['feed', barsToColumns(values.map((close, row) => bar((row + 1) * hour, close)))]])
const made = (records: readonly HostRecord[], nodeId: string) =>
  records.flatMap((record) => (record.kind === 'produced' && record.nodeId === nodeId ? [record.value] : []))
const logged = (records: readonly HostRecord[]) =>
  records.flatMap((record) => (record.kind === 'performed' && record.effect.kind === 'log' ? [record.effect.text] : []))
const above = (limit: number) =>
  graph()
    .node('feed', testFeed)
    .node('limit', constantNode, { value: limit })
    .node('above', aboveNode)
    .edge('feed.candles', 'above.a')
    .edge('limit.value', 'above.b')
const market = (bars: number, seed = 1): Feeds => new Map([['feed', marketBars({ bars, seed })]])
const sessionOf = (plan: Plan, host = recordingHost()) => {
  const session = createSession(plan, host, { backEnd: 'interpreter' })
  const feed = (row: number, close: number) =>
    session.onBars([{ feed: 'feed', bar: bar((row + 1) * hour, close) }], (tick) => host.beforeDecisions(tick))
  return { session, host, feed }
}

describe('both drivers', () => {
  it('agree on a strategy, restarted at any tick, over several blocks', () => {
    expect(disagreement(planOf(crossGraph()), market(2500), { restartAt: [1, 7, 1024, 2047] })).toBeUndefined()
  })
  it('agree on feeds of two intervals with gaps, one of them starting late', () => {
    const feeds = new Map([
      ['hours', marketBars({ bars: 3000, seed: 3, gaps: 0.1 })],
      ['days', marketBars({ bars: 100, seed: 4, interval: '1d', gaps: 0.2, start: 1_704_067_200_000 + 40 * hour })],
    ])
    const plan = planOf(
      twoClocks()
        .node('buy', buyNode)
        .node('tally', tallyNode)
        .edge('above.is', 'buy.when')
        .edge('average.value', 'tally.source')
        .node('count', countNode)
        .edge('tally.odd', 'count.when'),
    )
    expect(disagreement(plan, feeds, { restartAt: [5, 700] })).toBeUndefined()
  })
  it('agree where a slower feed closes in the first moment of all: its nodes run once', () => {
    const feeds = new Map([
      ['hours', marketBars({ bars: 30, start: 24 * hour })],
      ['days', marketBars({ bars: 2, interval: '1d', start: 24 * hour })],
    ])
    const plan = planOf(twoClocks().node('tally', tallyNode).edge('average.value', 'tally.source'))
    expect(disagreement(plan, feeds)).toBeUndefined()
    expect(made(runColumns(plan, feeds, { backEnd: 'wasm' }), 'tally')).toEqual([1, true, 2, false])
  })
  it('agree on a reader of the portfolio whose own clock is slower than that of its reader: it is fresh in every decision', () => {
    const feeds = new Map([
      ['hours', marketBars({ bars: 200, seed: 3, start: 24 * hour })],
      ['days', marketBars({ bars: 8, interval: '1d', start: 24 * hour })],
    ])
    const plan = planOf(
      twoClocks()
        .node('buy', buyNode)
        .edge('above.is', 'buy.when')
        .node('equity', equityNode)
        .edge('average.value', 'equity.add')
        .edge('equity.equity', 'buy.price'),
    )
    const portfolio = (tick: Tick | undefined) => portfolioView({ time: 0, cash: 1000 * (tick?.index ?? 0), quantity: 0, price: 1 })
    expect(plan.wake.kind).toBe('flags')
    expect(disagreement(plan, feeds, { portfolio })).toBeUndefined()
    expect(
      new Set(made(runColumns(plan, feeds, { backEnd: 'wasm', portfolio }), 'buy').map((value) => JSON.stringify(value))).size,
    ).toBeGreaterThan(10)
  })
  it('agree on flags that reactive nodes hold', () => {
    const plan = planOf(
      crossGraph().node('switch', switchNode).edge('cross.up', 'switch.when').node('log', logNode).edge('switch.on', 'log.when'),
    )
    expect(disagreement(plan, market(300), { restartAt: [100] })).toBeUndefined()
  })
  it('agree on native nodes between kernels', () => {
    const builder = graph()
      .node('feed', testFeed)
      .node('range', rangeNode)
      .node('peak', peakNode)
      .node('half', emaNode)
      .node('above', aboveNode)
      .node('log', logNode)
      .edge('feed.candles', 'range.candles')
      .edge('range.range', 'peak.source')
      .edge('peak.value', 'half.source')
      .edge('range.range', 'above.a')
      .edge('half.value', 'above.b')
      .edge('above.is', 'log.when')
      .edge('half.value', 'log.text')
    expect(disagreement(planOf(builder), market(1500), { restartAt: [10, 1000] })).toBeUndefined()
  })
})

describe('time', () => {
  it('a slower bar that closes in the same moment is seen; before its close it is not', () => {
    const plan = planOf(twoClocks())
    const day = intervals['1d']
    const hours = Array.from({ length: 49 }, (_, row) => bar((row + 1) * hour, 100))
    const days = [bar(day, 10), bar(2 * day, 1000)]
    const feeds = new Map([
      ['hours', barsToColumns(hours)],
      ['days', barsToColumns(days)],
    ])
    const values = [...(evaluateColumns(plan, feeds, ['above.is'], { backEnd: 'interpreter' }).get('above.is')?.values ?? [])]
    // The average of two days is 505 at hour 48, the moment in which the second day closes; there is none before.
    expect(values.slice(0, 47).every(Number.isNaN)).toBe(true)
    expect(values.slice(47)).toEqual([0, 0])
  })
  it('a node without a feed above it sees the clock of the domain that reads it', () => {
    const plan = planOf(
      above(0).node('clock', clockNode).node('sum', sumNode).edge('clock.time', 'sum.values').edge('feed.candles', 'sum.values'),
    )
    const columns = evaluateColumns(plan, closes(1, 2), ['clock.time', 'sum.value'], { backEnd: 'wasm' })
    expect([...(columns.get('clock.time')?.values ?? [])]).toEqual([hour, 2 * hour])
    expect([...(columns.get('sum.value')?.values ?? [])]).toEqual([hour + 1, 2 * hour + 2])
  })
  it('moments must come in order, one bar per feed', () => {
    const { session, feed } = sessionOf(planOf(crossGraph()))
    feed(1, 5)
    expect(() => feed(1, 5)).toThrow(expect.objectContaining({ code: 'BARS_OUT_OF_ORDER' }))
    expect(() => session.onBars([{ feed: 'ghost', bar: bar(9 * hour, 1) }], () => {})).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_FEED' }),
    )
    const twice = { feed: 'feed', bar: bar(9 * hour, 1) }
    expect(() => session.onBars([twice, twice], () => {})).toThrow(expect.objectContaining({ code: 'BARS_OUT_OF_ORDER' }))
    expect(() =>
      runColumns(planOf(crossGraph()), new Map([['feed', barsToColumns([bar(2, 1), bar(2, 1)])]]), { backEnd: 'interpreter' }),
    ).toThrow(expect.objectContaining({ code: 'BARS_OUT_OF_ORDER' }))
    expect(() => runColumns(planOf(crossGraph()), new Map(), { backEnd: 'interpreter' })).toThrow(
      expect.objectContaining({ code: 'FEED_MISSING' }),
    )
  })
})

describe('the reactive region', () => {
  it('is visited only where a flag that it waits for is true', () => {
    const plan = planOf(above(5).node('buy', buyNode).edge('above.is', 'buy.when'))
    const visited: number[] = []
    const host = { ...recordingHost(), beforeDecisions: ({ index }: { readonly index: number }) => void visited.push(index) }
    runBatch(plan, closes(1, 9, 1, 9, 9), host, { backEnd: 'interpreter' })
    expect(visited).toEqual([1, 3, 4])
  })
  it('is visited where the host wants it to, but decides nothing there', () => {
    const plan = planOf(above(5).node('buy', buyNode).edge('above.is', 'buy.when'))
    const visited: (readonly [number, boolean])[] = []
    const base = recordingHost()
    const host = {
      ...base,
      wantsNextTick: true,
      afterDecisions: ({ index }: { readonly index: number }, decided: boolean) => void visited.push([index, decided]),
    }
    runBatch(plan, closes(1, 9, 1), host, { backEnd: 'interpreter' })
    expect(visited).toEqual([
      [0, false],
      [1, true],
      [2, false],
    ])
    expect(made(base.records, 'buy')).toHaveLength(1)
  })
  it('a range limits decisions, not indicators', () => {
    const plan = planOf(crossGraph())
    const feeds = market(600)
    const all = made(runColumns(plan, feeds, { backEnd: 'interpreter' }), 'buy')
    const host = recordingHost({ explain: ['fast.value'] })
    expect(runBatch(plan, feeds, host, { backEnd: 'interpreter', range: { from: 200, to: 400 } })).toEqual({ ticks: 400, canceled: false })
    const within = host.records.flatMap((record) => (record.kind === 'decided' ? [record] : []))
    expect(within.length).toBeGreaterThan(0)
    expect(within.length).toBeLessThan(all.length)
    for (const { tick, values } of within) {
      expect(tick).toBeGreaterThanOrEqual(200)
      expect(values['fast.value']).toBe(evaluateColumns(plan, feeds, ['fast.value'], { backEnd: 'wasm' }).get('fast.value')?.values[tick])
    }
  })
  it('can be canceled between blocks', () => {
    const reports: number[] = []
    const host = { ...recordingHost(), onProgress: (done: number) => reports.push(done) < 2 }
    expect(runBatch(planOf(crossGraph()), market(5000), host, { backEnd: 'wasm' })).toEqual({ ticks: 2048, canceled: true })
    expect(reports).toEqual([1024 / 5000, 2048 / 5000])
  })
  it('decisions exist only in the moment in which they are made', () => {
    const { session, feed } = sessionOf(planOf(above(5).node('buy', buyNode).edge('above.is', 'buy.when')))
    feed(0, 9)
    expect(session.decided).toBe(true)
    expect(session.value('buy.decision')).toMatchObject({ action: 'buy' })
    feed(1, 1)
    expect(session.decided).toBe(false)
    expect(session.value('buy.decision')).toBeNull()
  })
  it('numbers that a reactive node makes are held until made again', () => {
    const { session, feed } = sessionOf(planOf(above(5).node('ask', askNode).edge('above.is', 'ask.when')))
    feed(0, 9)
    session.onAnswer(answer(0.7, 'yes'))
    feed(1, 1)
    feed(2, 1)
    expect([session.value('ask.confidence'), session.value('ask.reason'), session.value('ask.decision')]).toEqual([0.7, 'yes', null])
  })
  it('an unknown flag is no value, not false', () => {
    const plan = planOf(
      graph()
        .node('feed', testFeed)
        .node('ema', emaNode)
        .node('above', aboveNode)
        .node('tally', tallyNode)
        .node('buy', buyNode)
        .edge('feed.candles', 'ema.source')
        .edge('feed.candles', 'above.a')
        .edge('ema.value', 'above.b')
        .edge('above.is', 'buy.when')
        .edge('ema.value', 'tally.source')
        .edge('ema.value', 'buy.price'),
    )
    const { session, feed } = sessionOf(plan)
    feed(0, 1)
    expect([session.value('above.is'), session.value('ema.value')]).toEqual([null, null])
  })
  it('conversions: candles give their close, numbers and flags become text, decisions their reason', () => {
    const plan = planOf(
      above(5)
        .node('third', sumNode)
        .edge('feed.candles', 'third.values')
        .node('buy', buyNode, { reason: 'go' })
        .edge('above.is', 'buy.when')
        .node('number', logNode)
        .edge('above.is', 'number.when')
        .edge('third.value', 'number.text')
        .node('flag', logNode)
        .edge('above.is', 'flag.when')
        .edge('above.is', 'flag.text')
        .node('reason', logNode)
        .edge('buy.decision', 'reason.decision')
        .edge('buy.decision', 'reason.text'),
    )
    expect(logged(runSession(plan, closes(0.1 + 0.2, 6.1 + 0.2), { backEnd: 'interpreter' }))).toEqual(['yes', 'go', '6.3'])
  })
  it('an effect that is not declared is an error', () => {
    const plan = planOf(above(1).node('wrong', wrongNode).edge('feed.candles', 'wrong.source'))
    expect(() => runSession(plan, closes(1), { backEnd: 'interpreter' })).toThrow(expect.objectContaining({ code: 'UNDECLARED_EFFECT' }))
    expect(() => runColumns(plan, closes(1), { backEnd: 'interpreter' })).toThrow(expect.objectContaining({ code: 'UNDECLARED_EFFECT' }))
  })
  it('a gate sees all decisions of the moment, in the order of their names', () => {
    const plan = planOf(
      above(5)
        .node('gate', gateNode)
        .node('z', buyNode, { reason: 'z' })
        .node('a', buyNode, { reason: 'a' })
        .edge('above.is', 'z.when')
        .edge('above.is', 'a.when')
        .edge('z.decision', 'gate.decisions')
        .edge('a.decision', 'gate.decisions'),
    )
    expect(made(runSession(plan, closes(9), { backEnd: 'interpreter' }), 'gate')).toMatchObject([{ reason: 'a+z' }])
  })
  it('a node that only reads is fresh whenever somebody looks', () => {
    const plan = planOf(
      above(5).node('equity', equityNode).node('buy', buyNode).edge('above.is', 'buy.when').edge('equity.equity', 'buy.price'),
    )
    const host = recordingHost({ portfolio: (tick) => portfolioView({ time: 0, cash: 100 + (tick?.index ?? 0), quantity: 0, price: 1 }) })
    const { session, feed } = sessionOf(plan, host)
    feed(0, 1)
    feed(1, 1)
    expect(session.decided).toBe(false)
    expect(session.value('equity.equity')).toBe(101)
    feed(2, 9)
    expect(made(host.records, 'buy')).toMatchObject([{ reason: 'because at 102' }])
  })
})

describe('answers', () => {
  const asking = above(5)
    .node('price', sumNode)
    .edge('feed.candles', 'price.values')
    .node('ask', askNode, { names: ['price'] })
    .edge('above.is', 'ask.when')
    .edge('price.value', 'ask.price')
  it('reach the node that asked, and what follows from it is decided at once', () => {
    const plan = planOf(
      asking
        .node('gate', gateNode)
        .edge('ask.decision', 'gate.decisions')
        .node('log', logNode)
        .edge('ask.decision', 'log.decision')
        .edge('ask.reason', 'log.text'),
    )
    const { session, host, feed } = sessionOf(plan)
    feed(0, 9)
    expect(host.records).toMatchObject([{ kind: 'performed', effect: { kind: 'prompt', prompt: { user: 'price=9' } } }])
    feed(1, 1)
    session.onAnswer(answer(0.9, 'up'))
    expect(made(host.records, 'gate')).toMatchObject([{ reason: 'up' }])
    expect(logged(host.records)).toEqual(['up'])
  })
  it('do not wake what waits for a flag that is merely still true', () => {
    const plan = planOf(asking.node('log', logNode).edge('above.is', 'log.when').edge('ask.reason', 'log.text'))
    const { session, host, feed } = sessionOf(plan)
    feed(0, 9)
    session.onAnswer(answer(0.9, 'up'))
    expect(logged(host.records)).toEqual(['nothing'])
    feed(1, 9)
    expect(logged(host.records)).toEqual(['nothing', 'up'])
  })
  it('revise the present row of kernels behind them, instead of adding one', () => {
    const plan = planOf(
      asking
        .node('smooth', emaNode, { period: 1 })
        .edge('ask.confidence', 'smooth.source')
        .node('half', constantNode, { value: 0.5 })
        .node('sure', aboveNode)
        .edge('smooth.value', 'sure.a')
        .edge('half.value', 'sure.b')
        .node('count', countNode)
        .edge('sure.is', 'count.when')
        .node('buy', buyNode)
        .edge('sure.is', 'buy.when'),
    )
    const { session, host, feed } = sessionOf(plan)
    feed(0, 9)
    session.onAnswer(answer(0.9, 'sure'))
    expect([session.value('sure.is'), session.value('count.value')]).toEqual([true, 1])
    expect(made(host.records, 'buy')).toHaveLength(1)
    session.onAnswer(answer(0.2, 'not so sure'))
    expect([session.value('sure.is'), session.value('count.value')]).toEqual([false, 0])
    feed(1, 1)
    feed(2, 1)
    expect(session.value('count.value')).toBe(0)
  })
  it('survive a restart between question and answer', () => {
    const plan = planOf(asking)
    const { session, feed, host } = sessionOf(plan)
    feed(0, 9)
    const other = createSession(plan, host, { backEnd: 'wasm' })
    other.restore(structuredClone(session.snapshot()))
    other.onAnswer(answer(0.4, 'late'))
    expect(other.value('ask.reason')).toBe('late')
  })
  it('of a batch are delivered at the tick that asked, one by one', () => {
    const plan = planOf(asking.node('log', logNode).edge('ask.decision', 'log.decision').edge('ask.reason', 'log.text'))
    const host = recordingHost()
    let given = 0
    const asked = () => host.records.filter((record) => record.kind === 'performed' && record.effect.kind === 'prompt').length
    runBatch(
      plan,
      closes(9, 1, 9),
      { ...host, takeAnswer: () => (given < asked() ? answer(1, `answer ${++given}`) : undefined) },
      { backEnd: 'interpreter' },
    )
    expect(logged(host.records)).toEqual(['answer 1', 'answer 2'])
  })
  it('for a node that does not exist are an error', () => {
    const { session, feed } = sessionOf(planOf(asking))
    feed(0, 9)
    expect(() => session.onAnswer({ ...answer(1, ''), nodeId: 'ghost' })).toThrow(expect.objectContaining({ code: 'UNKNOWN_ASKER' }))
  })
})

describe('shown values', () => {
  it('no value is null; a bar is shown with its fields', () => {
    const { session, feed } = sessionOf(planOf(crossGraph()))
    expect(session.value('feed.candles')).toBeNull()
    feed(0, 9)
    expect(session.values(['fast.value', 'cross.up', 'feed.candles'])).toEqual({
      'fast.value': null,
      'cross.up': null,
      'feed.candles': bar(hour, 9),
    })
    expect(() => session.value('ghost.value')).toThrow(expect.objectContaining({ code: 'UNKNOWN_OUTPUT' }))
  })
  it('a snapshot of another plan is refused', () => {
    const { session } = sessionOf(planOf(crossGraph()))
    const other = createSession(planOf(twoClocks()), recordingHost(), { backEnd: 'interpreter' })
    expect(() => other.restore(session.snapshot())).toThrow(expect.objectContaining({ code: 'SNAPSHOT_MISMATCH' }))
    expect(() => other.restore(null)).toThrow(expect.objectContaining({ code: 'SNAPSHOT_MISMATCH' }))
  })
  it('moments of feeds are merged in order of time', () => {
    const feeds = new Map([
      ['a', barsToColumns([bar(1, 1), bar(3, 1)])],
      ['b', barsToColumns([bar(2, 1), bar(3, 1)])],
    ])
    expect(moments(feeds).map((bars) => bars.map(({ feed }) => feed))).toEqual([['a'], ['b'], ['a', 'b']])
  })
})

function answer(confidence: number, reason: string): EffectAnswer {
  return { nodeId: 'ask', askId: 'ask?1', time: 0, answer: { ok: true, action: 'buy', size: 1, confidence, reason } }
}
