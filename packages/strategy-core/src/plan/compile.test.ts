import { graph, testFeed, testTicker } from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import {
  aboveNode,
  buyNode,
  clockNode,
  constantNode,
  countNode,
  crossNode,
  emaNode,
  equityNode,
  logNode,
  peakNode,
  quoteNode,
  sumNode,
  switchNode,
  tallyNode,
  testRegistry,
} from '../testing/test-nodes.ts'
import { crossGraph, planOf, twoClocks } from '../testing/test-plans.ts'
import { compile } from './compile.ts'
import type { Plan } from './plan.ts'

const stages = (plan: Plan) =>
  plan.domains.map((domain) =>
    domain.stages.map((stage) => (stage.kind === 'native' ? stage.nodeId : stage.program.outputs.map(({ name }) => name))),
  )

describe('compile: regions and stages', () => {
  it('fuses the pure region into one program and orders what reacts', () => {
    const plan = planOf(crossGraph())
    expect(stages(plan)).toEqual([[['fast.value', 'slow.value', 'cross.up']]])
    expect(plan.reactive).toEqual([
      { kind: 'node', nodeId: 'buy' },
      { kind: 'node', nodeId: 'gate' },
      { kind: 'node', nodeId: 'order' },
    ])
    expect([...plan.nodes.values()].map(({ id, region }) => [id, region])).toEqual([
      ['feed', 'source'],
      ['fast', 'pure'],
      ['slow', 'pure'],
      ['cross', 'pure'],
      ['buy', 'reactive'],
      ['gate', 'reactive'],
      ['order', 'reactive'],
    ])
  })
  it('a native node divides only what has to come after it', () => {
    const plan = planOf(
      graph()
        .node('feed', testFeed)
        .node('peak', peakNode)
        .node('a', emaNode)
        .node('b', emaNode)
        .node('c', emaNode)
        .edge('feed.candles', 'peak.source')
        .edge('peak.value', 'a.source')
        .edge('feed.candles', 'b.source')
        .edge('b.value', 'c.source'),
    )
    expect(stages(plan)).toEqual([[['b.value', 'c.value'], 'peak', ['a.value']]])
  })
  it('kernels behind reactive nodes run in the reactive region, fused where nothing reactive comes between', () => {
    const plan = planOf(
      graph()
        .node('feed', testFeed)
        .node('tally', tallyNode)
        .node('other', tallyNode)
        .node('e1', emaNode)
        .node('e2', emaNode)
        .node('e3', emaNode)
        .node('above', aboveNode)
        .edge('feed.candles', 'tally.source')
        .edge('feed.candles', 'other.source')
        .edge('tally.rows', 'e1.source')
        .edge('other.rows', 'e2.source')
        .edge('e1.value', 'e3.source')
        .edge('e3.value', 'above.a')
        .edge('e2.value', 'above.b'),
    )
    expect(plan.reactive.map((step) => (step.kind === 'node' ? step.nodeId : step.nodeIds))).toEqual([
      'other',
      ['e2'],
      'tally',
      ['e1', 'e3', 'above'],
    ])
    expect(plan.wake).toEqual({ kind: 'every-row' })
  })
  it('the order of evaluation does not depend on the order in the file', () => {
    const { nodes, edges, ...rest } = crossGraph()
      .node('log', logNode)
      .node('abuy', buyNode)
      .edge('cross.up', 'abuy.when')
      .edge('abuy.decision', 'log.decision')
      .document()
    const forward = planOf({ ...rest, nodes, edges })
    const backward = planOf({ ...rest, nodes: nodes.toReversed(), edges: edges.toReversed() })
    expect(backward.reactive).toEqual(forward.reactive)
    expect(backward.domains).toEqual(forward.domains)
    expect(backward.graphHash).toBe(forward.graphHash)
  })
  it('a document with an error gives its problems', () => {
    const plan = compile(
      graph().node('feed', testFeed).node('ema', emaNode, { period: 0 }).edge('feed.candles', 'ema.source').document(),
      testRegistry,
    )
    expect(plan).toMatchObject({ ok: false, problems: [{ code: 'INVALID_CONFIG' }] })
  })
  it('a kernel that cannot be built names its node', () => {
    const wrong = {
      ...emaNode,
      kernel() {
        throw new Error('no such window')
      },
    }
    const plan = compile(graph().node('feed', testFeed).node('ema', emaNode).edge('feed.candles', 'ema.source').document(), {
      all: [],
      get: (type) => (type === 'indicator.ema' ? wrong : testRegistry.get(type)),
    })
    expect(plan).toMatchObject({ ok: false, problems: [{ code: 'KERNEL_FAILED', nodeId: 'ema' }] })
  })
  it('disabled nodes are gone, and bypassed where that is possible', () => {
    const plan = planOf(
      graph()
        .node('feed', testFeed)
        .node('a', emaNode)
        .node('b', emaNode, {}, { disabled: true })
        .node('c', emaNode)
        .edge('feed.candles', 'a.source')
        .edge('a.value', 'b.source')
        .edge('b.value', 'c.source'),
    )
    expect([...plan.nodes.keys()]).toEqual(['feed', 'a', 'c'])
    expect(plan.nodes.get('c')?.inputs).toEqual([
      { port: 'source', kind: 'number', sources: [{ edgeId: 'e3', output: 'a.value', from: 'number' }] },
    ])
  })
  it('an input that takes many has its sources by name, whatever the order in the file', () => {
    const many = graph()
      .node('feed', testFeed)
      .node('sum', sumNode)
      .node('z', emaNode)
      .node('a', emaNode)
      .edge('feed.candles', 'z.source')
      .edge('feed.candles', 'a.source')
      .edge('z.value', 'sum.values')
      .edge('feed.candles', 'sum.values')
      .edge('a.value', 'sum.values')
    expect(
      planOf(many)
        .nodes.get('sum')
        ?.inputs[0]?.sources.map(({ output }) => output),
    ).toEqual(['a.value', 'feed.candles', 'z.value'])
  })
})

describe('compile: clocks', () => {
  it('slower feeds come first; what joins two runs at the faster', () => {
    const plan = planOf(twoClocks())
    expect(plan.domains.map(({ feed }) => feed)).toEqual(['days', 'hours'])
    expect(['average', 'above'].map((id) => plan.nodes.get(id)?.domain)).toEqual([0, 1])
    expect(stages(plan)).toEqual([[['average.value']], [['above.is']]])
  })
  it('of two feeds with one interval the smaller id is the clock of what joins them', () => {
    const plan = planOf(
      graph().node('b', testFeed).node('a', testFeed).node('above', aboveNode).edge('b.candles', 'above.a').edge('a.candles', 'above.b'),
    )
    expect(plan.domains.map(({ feed }) => feed)).toEqual(['b', 'a'])
    expect(plan.nodes.get('above')?.domain).toBe(1)
  })
  it('constants are copied into every domain that reads them', () => {
    const plan = planOf(
      twoClocks()
        .node('five', constantNode, { value: 5 })
        .node('double', sumNode)
        .node('slowly', aboveNode)
        .node('quickly', aboveNode)
        .edge('five.value', 'double.values')
        .edge('average.value', 'slowly.a')
        .edge('double.value', 'slowly.b')
        .edge('hours.candles', 'quickly.a')
        .edge('double.value', 'quickly.b'),
    )
    expect(stages(plan)).toEqual([
      [['average.value', 'five.value', 'double.value', 'slowly.is']],
      [['five.value', 'double.value', 'above.is', 'quickly.is']],
    ])
    expect(plan.nodes.get('five')?.domain).toBe(0)
  })
  it('a clock that nothing reads still has a place', () =>
    expect(planOf(twoClocks().node('clock', clockNode)).nodes.get('clock')?.domain).toBe(0))
  it('a reader of the portfolio runs in the fastest domain of its readers', () => {
    const plan = planOf(
      twoClocks().node('equity', equityNode).node('rich', aboveNode).edge('equity.equity', 'rich.a').edge('average.value', 'rich.b'),
    )
    expect(plan.nodes.get('equity')?.domain).toBe(0)
    expect(planOf(twoClocks().node('equity', equityNode)).nodes.get('equity')?.domain).toBe(1)
  })
  it('a live ticker is a feed without a clock', () => {
    const plan = planOf(crossGraph().node('ticker', testTicker).node('show', quoteNode).edge('ticker.quote', 'show.quote'))
    expect(plan.feeds.map(({ nodeId, spec }) => [nodeId, spec.stream])).toEqual([
      ['feed', 'bars'],
      ['ticker', 'quotes'],
    ])
    expect(plan.domains).toHaveLength(1)
    expect(plan.nodes.get('ticker')?.domain).toBe(-1)
  })
})

describe('compile: warm-up', () => {
  it('adds up along paths', () => {
    const plan = planOf(crossGraph())
    expect([...plan.nodes].map(([id, { warmUp }]) => [id, warmUp])).toEqual([
      ['feed', 0],
      ['fast', 2],
      ['slow', 7],
      ['cross', 8],
      ['buy', 8],
      ['gate', 8],
      ['order', 8],
    ])
    expect(plan.domains[0]?.warmUp).toBe(8)
    expect(plan.warmUp).toEqual(new Map([['feed', 8]]))
  })
  it('goes through native nodes', () => {
    const plan = planOf(
      graph()
        .node('feed', testFeed)
        .node('ema', emaNode, { period: 5 })
        .node('peak', peakNode)
        .node('again', emaNode, { period: 3 })
        .edge('feed.candles', 'ema.source')
        .edge('ema.value', 'peak.source')
        .edge('peak.value', 'again.source'),
    )
    expect(['peak', 'again'].map((id) => plan.nodes.get(id)?.warmUp)).toEqual([4, 6])
  })
  it('a slower bar is waited for: the second day closes at the 48th hour', () => {
    const plan = planOf(twoClocks().node('buy', buyNode).edge('above.is', 'buy.when'))
    expect(plan.nodes.get('average')?.warmUp).toBe(1)
    expect(plan.nodes.get('above')?.warmUp).toBe(47)
    expect(plan.warmUp).toEqual(
      new Map([
        ['days', 2],
        ['hours', 47],
      ]),
    )
  })
})

describe('compile: when the reactive region wakes', () => {
  it('flags of the pure region that nodes wait for', () =>
    expect(planOf(crossGraph()).wake).toEqual({ kind: 'flags', outputs: ['cross.up'] }))
  it('never, where nothing reacts', () => expect(planOf(twoClocks()).wake).toEqual({ kind: 'flags', outputs: [] }))
  it('every row, where a node runs in every row', () =>
    expect(planOf(crossGraph().node('tally', tallyNode).edge('fast.value', 'tally.source')).wake).toEqual({ kind: 'every-row' }))
  it('every row, where a kernel counts behind a reactive node', () => {
    const plan = planOf(
      crossGraph().node('tally', tallyNode).edge('fast.value', 'tally.source').node('count', countNode).edge('tally.odd', 'count.when'),
    )
    expect(plan.wake).toEqual({ kind: 'every-row' })
  })
  it('a node that only reads does not keep the region awake, unless nobody reads it', () => {
    const read = crossGraph()
      .node('equity', equityNode)
      .node('wish', buyNode)
      .edge('cross.up', 'wish.when')
      .edge('equity.equity', 'wish.price')
    expect(planOf(read).wake).toEqual({ kind: 'flags', outputs: ['cross.up'] })
    expect(planOf(crossGraph().node('equity', equityNode)).wake).toEqual({ kind: 'every-row' })
  })
  it('a flag that a reactive node makes leaves no row to skip: it is held, and wakes in every row', () => {
    const plan = planOf(
      crossGraph().node('switch', switchNode).edge('cross.up', 'switch.when').node('log', logNode).edge('switch.on', 'log.when'),
    )
    expect(plan.wake).toEqual({ kind: 'every-row' })
  })
})

describe('compile: what explains decisions', () => {
  it('all numbers and flags of pure nodes above a reactive one, nothing beside', () => {
    const plan = planOf(crossGraph().node('aside', crossNode).edge('fast.value', 'aside.a').edge('slow.value', 'aside.b'))
    expect(plan.explained).toEqual(['fast.value', 'slow.value', 'cross.up'])
  })
})
