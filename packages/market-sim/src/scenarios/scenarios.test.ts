import { describe, expect, it } from 'vitest'
import type { Scenario, ScenarioAction } from '../simulation/simulation-types.ts'
import { scenarioProblems } from './scenario-problems.ts'
import { findScenario, scenarios } from './scenarios.ts'

const of = (action: ScenarioAction, more: Partial<Scenario> = {}): Scenario => ({
  id: 'test',
  title: 'Test',
  summary: 'Test',
  steps: [{ atSeconds: 0, action }],
  seconds: 100,
  ...more,
})

describe('the catalogue', () => {
  it('has the eleven scenarios of the product, each found by its id', () => {
    const ids = scenarios.map(({ id }) => id)
    expect(ids).toEqual([
      'flash-crash',
      'gap',
      'spread-blow-out',
      'feed-freeze',
      'liquidity-drought',
      'fat-finger',
      'exchange-maintenance',
      'reject-storm',
      'trend',
      'chop',
      'news-shock',
    ])
    for (const scenario of scenarios) expect(findScenario(scenario.id)).toBe(scenario)
    expect(findScenario('no-such-day')).toBeUndefined()
  })

  it('is plain data: JSON and back is the same', () => {
    expect(JSON.parse(JSON.stringify(scenarios))).toEqual(scenarios)
  })

  it('uses every action that a simulation knows', () => {
    const used = new Set(scenarios.flatMap(({ steps }) => steps.map(({ action }) => action.type)))
    const known: Record<ScenarioAction['type'], true> = {
      'forced-flow': true,
      'fat-finger': true,
      'withdraw-liquidity': true,
      'widen-spread': true,
      news: true,
      trend: true,
      chop: true,
      gap: true,
      'feed-freeze': true,
      mode: true,
      'reject-storm': true,
    }
    expect([...used].toSorted()).toEqual(Object.keys(known).toSorted())
  })
})

describe('problems of a scenario', () => {
  it('none in one that is in order', () => {
    expect(scenarioProblems(of({ type: 'gap', change: -0.1 }))).toEqual([])
  })

  it.each<[string, Scenario, RegExp]>([
    ['a price of 0', of({ type: 'gap', change: -1 }), /step 0 \(gap\).*above -1/],
    ['no change', of({ type: 'news', valueChange: 0, headline: '' }), /change of value/],
    ['not a number', of({ type: 'trend', perHour: Number.NaN, seconds: 10 }), /per hour/],
    ['more than everybody', of({ type: 'withdraw-liquidity', share: 1.5, seconds: 10 }), /share/],
    ['no spread', of({ type: 'widen-spread', width: 0, seconds: 10 }), /width/],
    ['a flow to nothing', of({ type: 'forced-flow', side: 'sell', change: -1, seconds: 10 }), /above -1/],
    ['a sale that is to raise the price', of({ type: 'fat-finger', side: 'sell', change: 0.1 }), /below 0 for a sale/],
    ['more than all orders', of({ type: 'reject-storm', ppm: 2_000_000, seconds: 10 }), /millionths/],
    ['no time', of({ type: 'chop', seconds: 0 }), /lasts 0 s/],
    ['an action that outlasts it', of({ type: 'chop', seconds: 101 }), /ends after/],
    ['nothing to do', of({ type: 'chop', seconds: 1 }, { steps: [] }), /nothing happens/],
    ['endless', of({ type: 'chop', seconds: 1 }, { seconds: Number.POSITIVE_INFINITY }), /lasts Infinity/],
    ['a name that is no id', of({ type: 'chop', seconds: 1 }, { id: 'Flash Crash' }), /kebab-case/],
    [
      'steps out of order',
      of(
        { type: 'chop', seconds: 1 },
        {
          steps: [
            { atSeconds: 5, action: { type: 'gap', change: 0.1 } },
            { atSeconds: 4, action: { type: 'gap', change: 0.1 } },
          ],
        },
      ),
      /step 1 at 4 s/,
    ],
  ])('%s', (_, scenario, problem) => {
    expect(scenarioProblems(scenario).join('; ')).toMatch(problem)
  })
})
