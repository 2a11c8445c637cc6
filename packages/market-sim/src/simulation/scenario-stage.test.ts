import { describe, expect, it } from 'vitest'
import { btc, handMarket, runFor, smallPopulation, testConfig } from '../testing/hand-market.ts'
import { createSimulation } from './create-simulation.ts'
import type { Scenario, ScenarioAction, Simulation } from './simulation-types.ts'

const warmUp = 60

function scenario(action: ScenarioAction, seconds = 60): Scenario {
  return { id: 'test', title: 'Test', summary: 'Something happens.', steps: [{ atSeconds: 0, action }], seconds }
}

/** The market after a minute, with the action begun. */
function begun(action: ScenarioAction, options: { markets?: number; before?: (simulation: Simulation) => void } = {}) {
  const simulation = createSimulation(testConfig(smallPopulation, { seed: 4, markets: options.markets ?? 1 }))
  runFor(simulation, warmUp)
  options.before?.(simulation)
  const before = simulation.markets()[0]!
  const restingLots = bookLots(simulation)
  const started = mid(simulation)
  simulation.startScenario(scenario(action))
  return { simulation, before, restingLots, started }
}

const mid = (simulation: Simulation) => (simulation.venue.bestBid(btc) + simulation.venue.bestAsk(btc)) / 2
const bookLots = ({ venue }: Simulation) =>
  (['buy', 'sell'] as const).flatMap((side) => venue.depth(btc, side, 1000)).reduce((sum, { quantity }) => sum + quantity, 0)
const titles = (simulation: Simulation) => simulation.events(0, 1000).map(({ title }) => title)
const outsiderTrades = (simulation: Simulation) =>
  simulation.trades(btc, 10_000).filter(({ takerAccount }) => simulation.venue.accountName(takerAccount) === 'Outsider')

describe('scenario actions', () => {
  it('forced flow: an outsider sells step by step until the price is there, holds it, and leaves nothing behind', () => {
    const { simulation, started } = begun({ type: 'forced-flow', side: 'sell', change: -0.05, seconds: 20 })
    runFor(simulation, 8)
    const target = Math.round(started * 0.95)
    expect(simulation.venue.bestAsk(btc)).toBeGreaterThan(target)
    runFor(simulation, 11.5)
    expect(simulation.venue.bestAsk(btc)).toBeLessThanOrEqual(target)
    const trades = outsiderTrades(simulation)
    expect(new Set(trades.map(({ takerOrder }) => takerOrder)).size).toBeGreaterThan(10)
    expect(trades.every(({ takerSide }) => takerSide === 'sell')).toBe(true)
    expect(trades.at(-1)?.price).toBe(target)
    runFor(simulation, 1)
    const outsider = trades[0]?.takerAccount
    expect(outsider === undefined ? undefined : simulation.venue.openOrderCount(outsider)).toBe(0)
  })

  it('forced flow and fat finger: a market in which nobody quotes goes where they want it, too', () => {
    for (const action of [
      { type: 'forced-flow', side: 'sell', change: -0.05, seconds: 20 },
      { type: 'fat-finger', side: 'sell', change: -0.05 },
    ] as const) {
      const simulation = createSimulation(testConfig([]))
      simulation.startScenario(scenario(action))
      runFor(simulation, 21)
      expect(simulation.venue.lastPrice(btc)).toBe(570_000)
    }
  })

  it('forced flow: where the price is beyond its aim already, nobody trades', () => {
    const { simulation } = begun({ type: 'forced-flow', side: 'sell', change: 0.05, seconds: 20 })
    runFor(simulation, 21)
    expect(outsiderTrades(simulation)).toEqual([])
  })

  it('fat finger: one order takes everything up to the price, and prints it', () => {
    const { simulation, started } = begun({ type: 'fat-finger', side: 'buy', change: 0.06 })
    runFor(simulation, 0.001)
    const trades = outsiderTrades(simulation)
    expect(new Set(trades.map(({ takerOrder }) => takerOrder)).size).toBe(1)
    expect(trades.length).toBeGreaterThan(5)
    expect(trades.at(-1)?.price).toBe(Math.round(started * 1.06))
  })

  it('withdrawn liquidity: everybody leaves less while it lasts, and as much as ever afterwards', () => {
    const { simulation, restingLots } = begun({ type: 'withdraw-liquidity', share: 0.9, seconds: 60 })
    runFor(simulation, 40)
    expect(bookLots(simulation)).toBeLessThan(0.3 * restingLots)
    expect(bookLots(simulation)).toBeGreaterThan(0)
    runFor(simulation, 90)
    expect(bookLots(simulation)).toBeGreaterThan(0.5 * restingLots)
  })

  it('widened spread: nobody stands nearer while it lasts, and somebody does afterwards', () => {
    const only = [{ persona: 'market-maker', count: 4 }] as const
    const simulation = createSimulation(testConfig(only))
    runFor(simulation, warmUp)
    const spread = () => (simulation.venue.bestAsk(btc) - simulation.venue.bestBid(btc)) / mid(simulation)
    simulation.startScenario(scenario({ type: 'widen-spread', width: 0.01, seconds: 60 }))
    runFor(simulation, 40)
    expect(spread()).toBeGreaterThan(0.0099)
    runFor(simulation, 60)
    expect(spread()).toBeLessThan(0.002)
  })

  it('news: valuations and then the price move its way', () => {
    const { simulation } = begun({ type: 'news', valueChange: 0.02, headline: 'A state buys' })
    const before = mid(simulation)
    runFor(simulation, 240)
    expect(mid(simulation) / before - 1).toBeGreaterThan(0.004)
    expect(titles(simulation)).toContain('A state buys')
  })

  it('trend: every valuation drifts by the rate while it lasts', () => {
    const valuation = (drift: number) => {
      const { simulation, quote } = handMarket([
        { persona: 'value-investor', count: 1, parameters: { discovery: 0, rumours: 0, wakeSeconds: 5, learnMinutes: 100_000 } },
      ])
      quote(599_990, 600_010)
      runFor(simulation, warmUp)
      if (drift !== 0) simulation.startScenario(scenario({ type: 'trend', perHour: drift, seconds: 600 }, 600))
      runFor(simulation, 600)
      return Number(simulation.agent(0)?.memory['valuation'])
    }
    expect(valuation(0.3) / valuation(0)).toBeGreaterThan(1.03)
  })

  it('chop: a trend follower that would go with the move rests', () => {
    const entries = (action: ScenarioAction | undefined) => {
      const population = [{ persona: 'momentum', count: 1, parameters: { wakeSeconds: 1, fastMinutes: 0.2, threshold: 0.5 } }] as const
      const { simulation, quote } = handMarket(population)
      if (action !== undefined) simulation.startScenario(scenario(action, 600))
      for (let step = 0; step < 40; step += 1) {
        quote(600_000 + 300 * step, 600_001 + 300 * step)
        runFor(simulation, 5)
      }
      return simulation.agents()[0]?.trades ?? 0
    }
    expect(entries(undefined)).toBeGreaterThan(0)
    expect(entries({ type: 'chop', seconds: 600 })).toBe(0)
  })

  it('gap: the agents’ orders are gone, quotes come back at the announced distance, nothing trades in between', () => {
    const { simulation, before } = begun({ type: 'gap', change: -0.08 })
    const lastBefore = simulation.trades(btc, 1).at(-1)?.time ?? 0
    runFor(simulation, 30)
    const { bid } = simulation.markets()[0]!
    expect((bid ?? 0) / (before.bid ?? 1) - 1).toBeLessThan(-0.05)
    expect((bid ?? 0) / (before.bid ?? 1) - 1).toBeGreaterThan(-0.12)
    const after = simulation.trades(btc, 10_000).filter(({ time }) => time > lastBefore)
    expect(after.every(({ price }) => price < (before.bid ?? 0) * 10 * 0.97)).toBe(true)
  })

  it('feed freeze: the venue trades on, but quotes, bars and trades stand still until it is over', () => {
    const { simulation } = begun({ type: 'feed-freeze', seconds: 150 })
    runFor(simulation, 1)
    const heard: string[] = []
    simulation.observe({ onTrade: () => heard.push('trade'), onBar: () => heard.push('bar') })
    const frozen = simulation.markets()[0]!
    const trades = simulation.trades(btc, 100_000).length
    const venueTrades: number[] = []
    simulation.venue.observe({ onTrade: ({ id }) => venueTrades.push(id) })
    runFor(simulation, 140)
    expect(venueTrades.length).toBeGreaterThan(0)
    expect(heard).toEqual([])
    expect(simulation.markets()[0]).toMatchObject({ bid: frozen.bid, ask: frozen.ask, last: frozen.last, feedIsLive: false })
    expect(simulation.trades(btc, 100_000).length).toBe(trades)
    expect(simulation.candles(btc, '1m', 10).every(({ time }) => time * 1000 <= simulation.now - 139e6)).toBe(true)
    runFor(simulation, 80)
    expect(simulation.markets()[0]?.feedIsLive).toBe(true)
    expect(heard).toContain('trade')
    expect(heard).toContain('bar')
  })

  it('mode: all markets change, nothing trades in maintenance, and the venue is online again afterwards', () => {
    const { simulation } = begun({ type: 'mode', mode: 'maintenance', seconds: 30 }, { markets: 3 })
    runFor(simulation, 1)
    expect(simulation.markets().map(({ mode }) => mode)).toEqual(['maintenance', 'maintenance', 'maintenance'])
    const last = simulation.trades(btc, 1).at(-1)?.id
    runFor(simulation, 25)
    expect(simulation.trades(btc, 1).at(-1)?.id).toBe(last)
    runFor(simulation, 60)
    expect(simulation.markets()[0]?.mode).toBe('online')
    expect(simulation.trades(btc, 1).at(-1)?.id).toBeGreaterThan(last ?? 0)
  })

  it('reject storm: orders are refused while it lasts', () => {
    const { simulation } = begun({ type: 'reject-storm', ppm: 1_000_000, seconds: 30 })
    runFor(simulation, 1)
    const guest = simulation.door.openAccount({ name: 'guest', balances: { USD: '100000' } })
    const buy = () =>
      simulation.door.submit({ account: guest, market: btc, side: 'buy', kind: { type: 'market' }, quantity: 100_000 as never })
    expect(buy()).toMatchObject({ ok: false, code: 'VENUE_BUSY' })
    runFor(simulation, 40)
    expect(buy()).toMatchObject({ ok: true })
  })
})

describe('the stage', () => {
  it('steps come at their time, several scenarios run at once, and the feed tells beginning and end', () => {
    const simulation = createSimulation(testConfig(smallPopulation))
    runFor(simulation, 5)
    const chop: ScenarioAction = { type: 'chop', seconds: 1 }
    simulation.startScenario({ ...scenario(chop, 30), title: 'First', steps: [{ atSeconds: 10, action: chop }] })
    simulation.startScenario({ ...scenario(chop, 10), title: 'Second' })
    expect(simulation.scenarios().map(({ title }) => title)).toEqual(['First', 'Second'])
    runFor(simulation, 9)
    expect(titles(simulation).filter((title) => title === 'A market without direction').length).toBe(1)
    runFor(simulation, 2)
    expect(titles(simulation).filter((title) => title === 'A market without direction').length).toBe(2)
    expect(simulation.scenarios().map(({ title }) => title)).toEqual(['First'])
    runFor(simulation, 30)
    expect(simulation.scenarios()).toEqual([])
    expect(titles(simulation)).toEqual(expect.arrayContaining(['First begins', 'First is over', 'Second begins', 'Second is over']))
  })

  it('a step with a symbol touches that market alone; what moves values leaves crosses alone', () => {
    const simulation = createSimulation(testConfig(smallPopulation, { markets: 3 }))
    runFor(simulation, 10)
    const step = { atSeconds: 0, action: { type: 'mode', mode: 'post_only', seconds: 20 }, symbol: 'ETH/USD' } as const
    simulation.startScenario({ ...scenario(step.action), steps: [step] })
    runFor(simulation, 1)
    expect(simulation.markets().map(({ mode }) => mode)).toEqual(['online', 'post_only', 'online'])
  })
})
