import { instrumentId } from '@strategraph/market-model'
import type { VenueInstrument } from '../venue/venue-types.ts'
import type { PopulationEntry, SimulatedMarketSpec } from './simulation-types.ts'

/** As on Kraken, lowest tier: what somebody without a tier of their own pays, parts per million. */
export const lowestTierFees = { makerFeePpm: 2500, takerFeePpm: 4000 }

function instrument(
  symbol: string,
  rules: { readonly tickSize: string; readonly minQuantity: string; readonly minNotional: string },
): VenueInstrument {
  const [base = '', quote = ''] = symbol.split('/')
  return {
    id: instrumentId('simulated', symbol),
    venue: 'simulated',
    symbol,
    base,
    quote,
    lotSize: '0.00000001',
    ...rules,
    ...lowestTierFees,
  }
}

/** Tick sizes, lots and minimums are Kraken's. Start prices fit each other: 3000 / 60000 = 0.05. */
export const defaultMarkets: readonly SimulatedMarketSpec[] = [
  {
    instrument: instrument('BTC/USD', { tickSize: '0.1', minQuantity: '0.00005', minNotional: '0.5' }),
    startPrice: 60_000,
    annualVolatility: 0.6,
    volumePerMinute: 4,
  },
  {
    instrument: instrument('ETH/USD', { tickSize: '0.01', minQuantity: '0.001', minNotional: '0.5' }),
    startPrice: 3000,
    annualVolatility: 0.75,
    volumePerMinute: 50,
  },
  {
    instrument: instrument('ETH/BTC', { tickSize: '0.00001', minQuantity: '0.001', minNotional: '0.00002' }),
    startPrice: 0.05,
    annualVolatility: 0.45,
    volumePerMinute: 10,
  },
]

/** Share of each persona in a usual population. */
const shares: readonly (readonly [PopulationEntry['persona'], number])[] = [
  ['market-maker', 0.06],
  ['value-investor', 0.2],
  ['momentum', 0.1],
  ['mean-reversion', 0.08],
  ['noise', 0.42],
  ['fomo', 0.04],
  ['whale', 0.05],
  ['arbitrageur', 0.03],
  ['llm-trader', 0.02],
]

/** A population of so many agents in the usual proportions, nobody lost to rounding. */
export function defaultPopulation(count: number): readonly PopulationEntry[] {
  let shareSoFar = 0
  let placed = 0
  return shares.map(([persona, share], index) => {
    shareSoFar += share
    const end = index === shares.length - 1 ? count : Math.round(count * shareSoFar)
    const entry = { persona, count: end - placed }
    placed = end
    return entry
  })
}
