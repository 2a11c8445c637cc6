import { describe, expect, it } from 'vitest'
import { insertOnEdge, makeNode, removeAndReconnect, setConfig, setDisabled } from './document-ops.ts'
import { registry } from './strategy.ts'
import { sampleDocument } from './testing/sample.ts'

const links = (document: ReturnType<typeof sampleDocument>) =>
  document.edges.map((edge) => `${edge.source}.${edge.sourceHandle}>${edge.target}.${edge.targetHandle}`)

describe('delete and reconnect', () => {
  it('joins what fed the node with what it fed where the kinds fit', () => {
    const after = removeAndReconnect(new Set(['ema']))(sampleDocument())
    expect(links(after)).toContain('feed.candles>cross.a')
  })

  it('leaves the ends open where the kinds do not fit', () => {
    const after = removeAndReconnect(new Set(['cross']))(sampleDocument())
    expect(links(after).filter((link) => link.includes('signals'))).toEqual([])
  })

  it('joins over several removed nodes', () => {
    const document = sampleDocument()
    const smooth = { id: 'smooth', type: 'indicator.sma', version: 1, position: { x: 0, y: 0 }, config: {} }
    const longer = insertOnEdge(smooth, 'e3')(document)
    expect(links(longer)).toEqual(expect.arrayContaining(['ema.value>smooth.source', 'smooth.value>cross.a']))
    expect(links(removeAndReconnect(new Set(['ema', 'smooth']))(longer))).toContain('feed.candles>cross.a')
  })
})

describe('insert on an edge', () => {
  it('puts the node between both ends', () => {
    const definition = registry.get('indicator.sma')
    expect(definition).toBeDefined()
    if (definition === undefined) return
    const document = sampleDocument()
    const node = makeNode(document, definition, { x: 3, y: 5 })
    const after = insertOnEdge(node, 'e3')(document)
    expect(after.edges).toHaveLength(document.edges.length + 1)
    expect(links(after)).not.toContain('ema.value>cross.a')
  })

  it('adds the node beside an edge that it does not fit', () => {
    const node = { id: 'x', type: 'order.market', version: 1, position: { x: 0, y: 0 }, config: {} }
    const after = insertOnEdge(node, 'e3')(sampleDocument())
    expect(links(after)).toEqual(links(sampleDocument()))
    expect(after.nodes.map((entry) => entry.id)).toContain('x')
  })
})

describe('settings', () => {
  it('are set deep inside without touching the old document', () => {
    const before = sampleDocument()
    const after = setConfig('feed', ['origin', 'seed'], 7)(before)
    expect(after.nodes[0]?.config).toEqual({ origin: { seed: 7 } })
    expect(before.nodes[0]?.config).toEqual({})
  })

  it('of a list keep their order when one item changes', () => {
    const first = setConfig('feed', ['list'], ['a', 'b', 'c'])(sampleDocument())
    expect(setConfig('feed', ['list', 1], 'B')(first).nodes[0]?.config['list']).toEqual(['a', 'B', 'c'])
  })

  it('lose the key that is set to undefined', () => {
    const first = setConfig('feed', ['note'], 'x')(sampleDocument())
    expect(setConfig('feed', ['note'], undefined)(first).nodes[0]?.config).toEqual({})
  })
})

it('disabling and enabling a node leaves the document as it was', () => {
  const off = setDisabled(new Set(['ema']), true)(sampleDocument())
  expect(off.nodes[1]?.disabled).toBe(true)
  expect(setDisabled(new Set(['ema']), false)(off)).toEqual(sampleDocument())
})
