import { type GraphBuilder, graph, testFeed, testTicker } from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import { problemCodes } from '../problem-codes.ts'
import { aboveNode, askNode, buyNode, constantNode, emaNode, gateNode, sumNode, submitNode, testRegistry } from '../testing/test-nodes.ts'
import { crossGraph } from '../testing/test-plans.ts'
import { validateDocument } from './validate-document.ts'

const problems = (builder: GraphBuilder) => validateDocument(builder.document(), testRegistry)
const errors = (builder: GraphBuilder) => problems(builder).filter(({ severity }) => severity === 'error')
const errorCodes = (builder: GraphBuilder) => errors(builder).map(({ code }) => code)
const base = () => graph().node('feed', testFeed).node('ema', emaNode).edge('feed.candles', 'ema.source')

describe('validateDocument', () => {
  it('a complete strategy has no problems', () => expect(problems(crossGraph())).toEqual([]))
  it('every code that it gives is listed', () => {
    const found = problems(base().node('x', 'no.node').node('y', emaNode, { period: 0, extra: 1 }).edge('feed.candles', 'y.source'))
    for (const { code } of found) expect(Object.keys(problemCodes)).toContain(code)
  })

  it('a wrong setting: where, by the title of the setting, what was expected, what came', () => {
    expect(errors(base().node('bad', emaNode, { period: 0 }, { label: 'My EMA' }).edge('feed.candles', 'bad.source'))).toEqual([
      {
        path: ['nodes', 2, 'config', 'period'],
        code: 'INVALID_CONFIG',
        message: 'My EMA: Length must be at least 1, not 0.',
        expected: 'at least 1',
        received: '0',
        severity: 'error',
        nodeId: 'bad',
      },
    ])
  })
  it('a setting that the type does not know is a warning, not silence', () => {
    expect(problems(base().node('odd', emaNode, { perid: 9 }).edge('feed.candles', 'odd.source'))).toMatchObject([
      { code: 'UNKNOWN_SETTING', severity: 'warning', path: ['nodes', 2, 'config', 'perid'] },
    ])
  })
  it('two nodes with one id', () => expect(errorCodes(base().node('ema', emaNode))).toContain('DUPLICATE_ID'))
  it('edges to nodes and ports that are not there', () => {
    expect(
      errorCodes(
        base().node('sum', sumNode).edge('ema.value', 'sum.values').edge('ghost.value', 'ema.source').edge('ema.nothing', 'sum.nowhere'),
      ),
    ).toEqual(['MISSING_NODE', 'MISSING_PORT', 'MISSING_PORT'])
  })
  it('ports named like parts of every object are not ports', () =>
    expect(errorCodes(base().edge('feed.constructor', 'ema.toString'))).toEqual(['MISSING_PORT', 'MISSING_PORT']))
  it('kinds that do not fit: both named, with reason and fix', () => {
    const [problem] = errors(base().node('buy', buyNode).edge('ema.value', 'buy.when'))
    expect(problem).toMatchObject({ code: 'KIND_MISMATCH', edgeId: 'e2', expected: 'yes or no', received: 'a number' })
    expect(problem?.message).toContain('Insert a Compare node.')
  })
  it('an order node takes nothing that no gate has approved', () =>
    expect(errorCodes(crossGraph().node('naked', submitNode).edge('buy.decision', 'naked.order'))).toEqual(['KIND_MISMATCH']))
  it('a second edge into an input that takes one', () =>
    expect(errorCodes(base().node('c', constantNode).edge('c.value', 'ema.source'))).toEqual(['INPUT_TAKEN']))
  it('an input that takes many takes many, but each output once', () => {
    const many = base().node('sum', sumNode).edge('ema.value', 'sum.values').edge('feed.candles', 'sum.values')
    expect(errorCodes(many)).toEqual([])
    expect(errorCodes(many.edge('ema.value', 'sum.values'))).toEqual(['ALREADY_CONNECTED'])
  })
  it('a circle names its nodes', () => {
    const [problem] = errors(
      base()
        .node('a', emaNode, {}, { label: 'A' })
        .node('b', emaNode, {}, { label: 'B' })
        .edge('a.value', 'b.source')
        .edge('b.value', 'a.source'),
    )
    expect(problem).toMatchObject({ code: 'CYCLE', received: 'a -> b' })
    expect(problem?.message).toContain('A -> B -> A')
  })
  it('a chain of 500 nodes is searched for circles without recursion', () => {
    let chain = base()
    for (let index = 0; index < 498; index++)
      chain = chain.node(`n${index}`, emaNode).edge(index === 0 ? 'ema.value' : `n${index - 1}.value`, `n${index}.source`)
    expect(errorCodes(chain)).toEqual([])
    expect(errorCodes(graph().node('feed', testFeed).node('a', emaNode).edge('a.value', 'a.source'))).toEqual(['CYCLE'])
  })
  it('a required input that is not connected', () =>
    expect(errors(base().node('above', aboveNode).edge('ema.value', 'above.a'))).toMatchObject([
      { code: 'MISSING_INPUT', nodeId: 'above', expected: 'a number' },
    ]))
  it('an optional input may stay open', () => expect(errorCodes(base().node('sum', sumNode).edge('ema.value', 'sum.values'))).toEqual([]))
  it('no feed of bars, though there is a live ticker', () =>
    expect(errorCodes(graph().node('ticker', testTicker).node('c', constantNode))).toEqual(['NO_FEED']))
  it('a node without any connection is a warning', () =>
    expect(problems(base().node('alone', constantNode))).toMatchObject([{ code: 'NOT_CONNECTED', severity: 'warning', nodeId: 'alone' }]))

  it('inputs that the settings name are ports like others', () => {
    const ask = (names: readonly string[]) =>
      crossGraph().node('ask', askNode, { names }).edge('cross.up', 'ask.when').edge('fast.value', 'ask.price')
    expect(errorCodes(ask(['price']))).toEqual([])
    expect(errorCodes(ask(['volume']))).toEqual(['MISSING_PORT'])
    expect(errorCodes(ask(['price', 'when']))).toEqual(['DUPLICATE_PORT'])
  })
  it('a wrong config hides the inputs that it would name: their edges are not called broken', () => {
    expect(
      errorCodes(
        crossGraph()
          .node('ask', askNode, { names: [1] })
          .edge('cross.up', 'ask.when')
          .edge('fast.value', 'ask.price'),
      ),
    ).toEqual(['INVALID_CONFIG'])
  })
})

describe('validateDocument: disabled nodes', () => {
  const through = (id: string, disabled: boolean) =>
    graph()
      .node('feed', testFeed)
      .node('one', emaNode)
      .node(id, emaNode, {}, { disabled })
      .node('last', emaNode)
      .edge('feed.candles', 'one.source')
      .edge('one.value', `${id}.source`)
      .edge(`${id}.value`, 'last.source')
  it('one input of the output kind: bypassed', () => expect(problems(through('mid', true))).toEqual([]))
  it('none or two of that kind: what needs it is told which node is in the way', () => {
    const two = base()
      .node('above', aboveNode, {}, { disabled: true, label: 'Filter' })
      .node('buy', buyNode)
      .edge('ema.value', 'above.a')
      .edge('feed.candles', 'above.b')
      .edge('above.is', 'buy.when')
    expect(errors(two)).toMatchObject([{ code: 'INPUT_DISABLED', nodeId: 'buy' }])
    expect(errors(two)[0]?.message).toContain('"Filter"')
  })
  it('a gate is never bypassed', () => {
    const open = crossGraph().document()
    const document = { ...open, nodes: open.nodes.map((node) => (node.id === 'gate' ? { ...node, disabled: true } : node)) }
    expect(validateDocument(document, testRegistry).filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'INPUT_DISABLED', nodeId: 'order' },
    ])
  })
  it('what is wrong with a disabled node is a warning', () => {
    const broken = base()
      .node('odd', 'no.node', {}, { disabled: true })
      .node('bad', emaNode, { period: -1 }, { disabled: true })
      .edge('feed.candles', 'bad.source')
    expect(errors(broken)).toEqual([])
    expect(problems(broken).map(({ code }) => code)).toEqual(expect.arrayContaining(['UNKNOWN_TYPE', 'INVALID_CONFIG']))
  })
  it('a circle of disabled nodes ends the search', () => {
    expect(
      errorCodes(
        base()
          .node('a', emaNode, {}, { disabled: true })
          .node('b', emaNode, {}, { disabled: true })
          .node('gate', gateNode)
          .node('c', emaNode)
          .edge('a.value', 'b.source')
          .edge('b.value', 'a.source')
          .edge('b.value', 'c.source'),
      ),
    ).toContain('CYCLE')
  })
})
