import { builtinNodes } from '@strategraph/nodes'
import {
  compile,
  createRegistry,
  graphHash,
  type NodeDefinition,
  parseDocument,
  type Plan,
  type Tick,
  validateDocument,
} from '@strategraph/strategy-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { disagreement, type Feeds, marketBars, marketShapes, portfolioView, randomGraph, scriptedNodes } from '../src/index.ts'

const registry = createRegistry([...scriptedNodes, ...builtinNodes.all])
const pure = builtinNodes.all.filter(({ behaviour }) => behaviour === 'kernel' || behaviour === 'native')
const reacting = builtinNodes.all.filter(({ behaviour }) => behaviour === 'reactive')
const day = 86_400_000

/** Reactive nodes are few in the registry; drawn three times as often they meet each other. */
const everything: readonly NodeDefinition[] = [...pure, ...reacting, ...reacting, ...reacting]

const cases = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  nodes: fc.integer({ min: 3, max: 30 }),
  shape: fc.constantFrom(...marketShapes),
  rows: fc.constantFrom(60, 300, 1100),
  restartAt: fc.array(fc.nat(1000), { maxLength: 2 }),
})

function feedsOf(plan: Plan, rows: number, shape: (typeof marketShapes)[number]): Feeds {
  return new Map(
    plan.domains.map(({ feed }, index) => {
      const start = 1_704_067_200_000 + day * (feed === 'days' ? 2 : 1)
      const isDaily = feed === 'days'
      return [
        feed,
        marketBars({
          bars: isDaily ? Math.ceil(rows / 24) : rows,
          seed: index + 5,
          shape,
          interval: isDaily ? '1d' : '1h',
          start,
          gaps: 0.05,
        }),
      ]
    }),
  )
}

/** Flat, long and short by the tick, the same for every driver. */
function portfolio(tick: Tick | undefined) {
  const index = tick?.index ?? 0
  return portfolioView({ time: tick?.time ?? 0, cash: 10_000 + index, quantity: [0, 2, -1][index % 3] ?? 0, price: 100 + (index % 7) })
}

describe('random graphs of the built-in nodes', () => {
  const laws = [
    { name: 'pure nodes', definitions: pure, runs: 40 },
    { name: 'all nodes', definitions: everything, runs: 60 },
  ]
  for (const { name, definitions, runs } of laws) {
    it(`${name}: batch and session, interpreter and WebAssembly, with restarts, agree bit for bit`, { timeout: 120_000 }, () => {
      fc.assert(
        fc.property(cases, ({ seed, nodes, shape, rows, restartAt }) => {
          const plan = compile(randomGraph({ seed, nodes, definitions }), registry)
          if (!plan.ok) throw new Error(plan.problems.map(({ message }) => message).join('\n'))
          expect(disagreement(plan.value, feedsOf(plan.value, rows, shape), { portfolio, restartAt })).toBeUndefined()
        }),
        { numRuns: runs },
      )
    })
  }

  it('a document comes back from JSON as it was, in any order of its lists with one hash', () => {
    fc.assert(
      fc.property(cases, ({ seed, nodes }) => {
        const document = randomGraph({ seed, nodes, definitions: everything, disabled: 0.2 })
        const parsed = parseDocument(JSON.parse(JSON.stringify(document)), registry)
        expect(parsed).toMatchObject({ ok: true, value: document })
        const turned = { ...document, nodes: document.nodes.toReversed(), edges: document.edges.toReversed() }
        expect(graphHash(turned, registry)).toBe(graphHash(document, registry))
      }),
      { numRuns: 50 },
    )
  })

  it('with nodes disabled by chance: runs where validation finds no error, and nothing else runs', () => {
    let ran = 0
    fc.assert(
      fc.property(cases, ({ seed, nodes, shape }) => {
        const document = randomGraph({ seed, nodes, definitions: everything, disabled: 0.15 })
        const errors = validateDocument(document, registry).filter(({ severity }) => severity === 'error')
        const plan = compile(document, registry)
        expect(plan.ok).toBe(errors.length === 0)
        if (!plan.ok) return
        ran += 1
        expect(disagreement(plan.value, feedsOf(plan.value, 60, shape), { portfolio })).toBeUndefined()
      }),
      { numRuns: 60 },
    )
    expect(ran).toBeGreaterThan(5)
  })
})
