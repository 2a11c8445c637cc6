import { instrumentId } from '@strategraph/market-model'
import { defaultMarkets, findSimulatedInstrument, lowestTierFees, type SimulatedMarketSpec } from '@strategraph/market-sim'

export interface CrashMarketSpec extends SimulatedMarketSpec {
  /** The simulator does not know the symbol: the numbers are anybody's. */
  readonly isMadeUp: boolean
}

export function marketSpecOf(symbol: string): CrashMarketSpec {
  const known = defaultMarkets.find(({ instrument }) => instrument.symbol === symbol)
  if (known !== undefined) return { ...known, isMadeUp: false }
  const simulated = findSimulatedInstrument(symbol)
  if (simulated !== undefined) return { ...simulated, instrument: { ...simulated.instrument, ...lowestTierFees }, isMadeUp: false }
  const [base = symbol, quote = 'USD'] = symbol.split('/')
  return {
    instrument: {
      id: instrumentId('simulated', symbol),
      venue: 'simulated',
      symbol,
      base,
      quote,
      tickSize: '0.01',
      lotSize: '0.00000001',
      ...lowestTierFees,
    },
    startPrice: 100,
    annualVolatility: 0.8,
    volumePerMinute: 500,
    isMadeUp: true,
  }
}
