import type { Lots, Side, Ticks } from '@strategraph/market-model'
import { createSimulation } from '../simulation/create-simulation.ts'
import { defaultMarkets } from '../simulation/default-markets.ts'
import type { PopulationEntry, Simulation, SimulationConfig } from '../simulation/simulation-types.ts'
import type { AccountId, MarketIndex, Micros } from '../venue/venue-types.ts'

export const testStart = 1_700_000_040_000_000 as Micros
export const btc = 0 as MarketIndex

/** A small configuration; one market unless told otherwise. */
export function testConfig(population: readonly PopulationEntry[], options: { seed?: number; markets?: number } = {}): SimulationConfig {
  return { seed: options.seed ?? 1, startTime: testStart, instruments: defaultMarkets.slice(0, options.markets ?? 1), population }
}

/** Some of everybody who trades: enough for a lively market, few enough for a quick test. */
export const smallPopulation: readonly PopulationEntry[] = [
  { persona: 'market-maker', count: 5 },
  { persona: 'value-investor', count: 6 },
  { persona: 'momentum', count: 2 },
  { persona: 'mean-reversion', count: 2 },
  { persona: 'noise', count: 12 },
  { persona: 'fomo', count: 2 },
  { persona: 'whale', count: 2 },
  { persona: 'llm-trader', count: 1 },
]

export function runFor(simulation: Simulation, seconds: number): void {
  simulation.advance((simulation.now + Math.round(seconds * 1_000_000)) as Micros)
}

/** A market in which the test is the only one who quotes, so that it decides what the agents see. */
export function handMarket(population: readonly PopulationEntry[], options: { markets?: number; seed?: number } = {}) {
  const simulation = createSimulation(testConfig(population, options))
  const balances = { BTC: '1000000', ETH: '1000000', USD: '100000000000' }
  const hand: AccountId = simulation.door.openAccount({ name: 'hand', balances, feeTier: { makerPpm: 0, takerPpm: 0 } })
  const order = (side: Side, price: number, lots: number, market = btc) =>
    simulation.door.submit({
      account: hand,
      market,
      side,
      kind: { type: 'limit', price: price as Ticks },
      quantity: lots as Lots,
    })
  /** Replaces all quotes of the hand by one bid and one offer, ticks. */
  const quote = (bid: number, ask: number, options: { lots?: number; market?: MarketIndex } = {}) => {
    const { lots = 1_000_000_000, market = btc } = options
    simulation.door.cancelAll(hand, market)
    order('buy', bid, lots, market)
    order('sell', ask, lots, market)
  }
  return { simulation, hand, order, quote, run: (seconds: number) => runFor(simulation, seconds) }
}
