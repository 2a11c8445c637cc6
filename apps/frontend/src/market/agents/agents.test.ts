import type { MarketAgent } from '@strategraph/protocol'
import { describe, expect, it } from 'vitest'
import { personaFigures, roiScale } from './persona-figures.ts'
import { filterAgents, firstOrder, sortAgents } from './sort-agents.ts'

const agent = (id: number, persona: string, initialCapital: number, equity: number): MarketAgent => ({
  id,
  name: `${persona} ${id}`,
  persona,
  mind: 'rule',
  initialCapital,
  equity,
  roi: equity / initialCapital - 1,
  roiByTrading: equity / initialCapital - 1,
  trades: id,
  openOrders: 0,
  lastDecision: null,
})
const agents = [
  agent(1, 'whale', 1000, 900),
  agent(2, 'noise', 100, 130),
  agent(10, 'noise', 100, 70),
  agent(3, 'noise', 300, 330),
  agent(4, 'momentum', 200, 200),
]
const ids = (list: readonly MarketAgent[]) => list.map(({ id }) => id)

describe('the leaderboard', () => {
  it('begins with the best return', () => {
    expect(ids(sortAgents(agents, firstOrder('roi')))).toEqual([2, 3, 4, 1, 10])
  })
  it('sorts names as people count: 2 before 10', () => {
    expect(ids(sortAgents(agents, firstOrder('name')))).toEqual([4, 2, 3, 10, 1])
  })
  it('keeps equal ones in one order, up and down', () => {
    expect(ids(sortAgents(agents, { column: 'openOrders', isDescending: true }))).toEqual([1, 2, 3, 4, 10])
    expect(ids(sortAgents(agents, { column: 'openOrders', isDescending: false }))).toEqual([1, 2, 3, 4, 10])
  })
  it('finds by persona and by name', () => {
    expect(ids(filterAgents(agents, 'noise', ''))).toEqual([2, 10, 3])
    expect(ids(filterAgents(agents, '', ' Noise 1'))).toEqual([10])
  })
})

describe('personas', () => {
  it('are told by the return on all of their money, not by the mean of their returns', () => {
    const noise = personaFigures(agents).find(({ persona }) => persona === 'noise')
    expect(noise).toMatchObject({ agents: 3, initialCapital: 500, trades: 15 })
    expect(noise?.roi).toBeCloseTo(0.06, 12)
    expect(noise?.median).toBeCloseTo(0.1, 12)
    expect([noise?.worst, noise?.best].map((value) => Math.round((value ?? 0) * 100))).toEqual([-30, 30])
  })
  it('the move of the market itself is told apart from the work of trading', () => {
    const doubled: MarketAgent = { ...agent(1, 'whale', 100, 210), roiByTrading: 0.05 }
    const lost: MarketAgent = { ...agent(2, 'whale', 100, 190), roiByTrading: -0.05 }
    const [whale] = personaFigures([doubled, lost])
    expect(whale?.roi).toBeCloseTo(1, 12)
    expect(whale?.roiByTrading).toBeCloseTo(0, 12)
    expect(whale?.rois).toEqual([-0.05, 0.05])
  })
  it('the best comes first', () => {
    expect(personaFigures(agents).map(({ persona }) => persona)).toEqual(['noise', 'momentum', 'whale'])
  })
  it('the scale never vanishes', () => {
    expect(roiScale(personaFigures([agent(1, 'whale', 100, 100)]))).toBeGreaterThan(0)
    expect(roiScale(personaFigures(agents))).toBeGreaterThan(0.1)
  })
})
