import { findScenario } from '@strategraph/market-sim'
import { expect, it } from 'vitest'
import { crashPlans } from './crash-plans.ts'
import { stretched, stretchFor } from './stretch.ts'

const hour = 3_600_000
const scenarioOf = (id: string) => {
  const scenario = findScenario(id)
  if (scenario === undefined) throw new RangeError(id)
  return scenario
}

it('a condition lasts as many bars as for five-minute bars, but a day and a half at most, or until a longer bar closes within', () => {
  const storm = scenarioOf('reject-storm')
  expect(stretchFor(storm, 60_000)).toBe(1)
  expect(stretchFor(storm, 300_000)).toBe(1)
  expect(stretchFor(storm, hour)).toBe(12)
  expect(stretchFor(storm, 24 * hour) * storm.seconds).toBe(36 * 3600)
  expect(stretchFor(storm, 168 * hour) * storm.seconds).toBe(210 * 3600)
})

it('stretched: all times grow alike, and only a plan that grows moves the price further', () => {
  const trend = scenarioOf('trend')
  const flow = (scenario: typeof trend) => scenario.steps.flatMap(({ action }) => (action.type === 'forced-flow' ? [action] : []))[0]
  expect(stretched(trend, 4).seconds).toBe(4 * trend.seconds)
  expect(flow(stretched(trend, 4))).toMatchObject({ seconds: 7200, change: -0.04 })
  expect(flow(stretched(trend, 4, { grows: true }))?.change).toBeCloseTo(1 / 1.08 - 1, 12)
  expect(flow(stretched(trend, 1e6, { grows: true }))?.change).toBeGreaterThan(-1)
})

it('every condition that a plan stretches stays a scenario in order', () => {
  for (const { scenario, lasts, grows = false } of crashPlans) {
    if (lasts !== 'bars') continue
    const { steps, seconds } = stretched(scenarioOf(scenario), 135.5, { grows })
    for (const { atSeconds, action } of steps) expect(atSeconds + ('seconds' in action ? action.seconds : 0)).toBeLessThanOrEqual(seconds)
  }
})
