import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, graphHash } from './canonical.ts'
import type { WorkflowDocument } from './document/document.ts'
import { testRegistry } from './testing/test-nodes.ts'
import { crossGraph } from './testing/test-plans.ts'

const document = crossGraph().document()
const hash = (changed: Partial<WorkflowDocument>) => graphHash({ ...document, ...changed }, testRegistry)
const present = graphHash(document, testRegistry)
const withNode = (id: string, changed: object): Partial<WorkflowDocument> => ({
  nodes: document.nodes.map((node) => (node.id === id ? { ...node, ...changed } : node)),
})

describe('graphHash', () => {
  it('is known (golden): a change of the canonical form would orphan every journal', () => {
    expect(present).toBe('daa9264c2c2bc56b1dddb30009bb0914e77d601a5776c053972f7da4b794c0e8')
  })
  it.each<readonly [string, Partial<WorkflowDocument>]>([
    ['positions', withNode('fast', { position: { x: 999, y: -5 } })],
    ['labels and notes', withNode('fast', { label: 'Fast', notes: 'why' })],
    [
      'groups',
      { ...withNode('fast', { group: 'g' }), groups: [{ id: 'g', title: 'G', position: { x: 0, y: 0 }, size: { width: 1, height: 1 } }] },
    ],
    ['stickies', { stickies: [{ id: 's', position: { x: 0, y: 0 }, size: { width: 1, height: 1 }, text: 'note', color: 'blue' }] }],
    ['the viewport', { viewport: { x: 1, y: 2, zoom: 3 } }],
    ['name, description and id', { name: 'other', description: 'other', id: 'other' }],
    ['ids of edges', { edges: document.edges.map((edge) => ({ ...edge, id: `x${edge.id}` })) }],
    ['a default that is written out', withNode('buy', { config: { reason: 'because' } })],
    ['a flag that says what is so anyway', withNode('buy', { disabled: false })],
    ['a setting that the type does not know', withNode('buy', { config: { nonsense: 1 } })],
  ])('does not depend on %s', (_name, changed) => expect(hash(changed)).toBe(present))
  it.each<readonly [string, Partial<WorkflowDocument>]>([
    ['a config', withNode('fast', { config: { period: 4 } })],
    ['what is disabled', withNode('fast', { disabled: true })],
    ['the id of a node', withNode('order', { id: 'order2' })],
    ['a missing edge', { edges: document.edges.slice(1) }],
    [
      'edges that swap their inputs',
      {
        edges: document.edges.map((edge) =>
          edge.target === 'cross' ? { ...edge, targetHandle: edge.targetHandle === 'a' ? 'b' : 'a' } : edge,
        ),
      },
    ],
    ['the account', { settings: { ...document.settings, account: { ...document.settings.account, takerFee: 0.001 } } }],
    ['the end of the data', { settings: { ...document.settings, endOfData: 'keep' } }],
  ])('depends on %s', (_name, changed) => expect(hash(changed)).not.toBe(present))

  it('is the same for every order of lists and keys', () => {
    const shuffled = fc.record({
      nodes: fc.shuffledSubarray([...document.nodes], { minLength: document.nodes.length }),
      edges: fc.shuffledSubarray([...document.edges], { minLength: document.edges.length }),
    })
    fc.assert(
      fc.property(shuffled, ({ nodes, edges }) => {
        const turned = nodes.map((node) => ({ ...node, config: Object.fromEntries(Object.entries(node.config).toReversed()) }))
        expect(hash({ nodes: turned, edges })).toBe(present)
      }),
    )
  })
  it('changes with every change of any period', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 }), (a, b) => {
        expect(hash(withNode('fast', { config: { period: a } })) === hash(withNode('fast', { config: { period: b } }))).toBe(a === b)
      }),
    )
  })
})

describe('canonicalJson', () => {
  it('sorts keys by code units and leaves undefined out', () =>
    expect(canonicalJson({ b: 1, a: [true, null, 'x'], B: undefined, A: {} })).toBe('{"A":{},"a":[true,null,"x"],"b":1}'))
  it('reads back as what it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
  it('refuses what JSON cannot hold', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow(RangeError)
    expect(() => canonicalJson([() => 1])).toThrow(RangeError)
  })
})
