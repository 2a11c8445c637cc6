import { instrumentId } from '@strategraph/market-model'
import { defaultMarkets, findSimulatedInstrument, type SimulatedMarketSpec } from '@strategraph/market-sim'

/** Of whoever has no tier of their own. */
const fees = { makerFeePpm: 2500, takerFeePpm: 4000 }

export interface CrashMarketSpec extends SimulatedMarketSpec {
  /** The simulator does not know the symbol: the numbers are anybody's. */
  readonly isMadeUp: boolean
}

export function marketSpecOf(symbol: string): CrashMarketSpec {
  const known = defaultMarkets.find(({ instrument }) => instrument.symbol === symbol)
  if (known !== undefined) return { ...known, isMadeUp: false }
  const simulated = findSimulatedInstrument(symbol)
  if (simulated !== undefined) return { ...simulated, instrument: { ...simulated.instrument, ...fees }, isMadeUp: false }
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
      ...fees,
    },
    startPrice: 100,
    annualVolatility: 0.8,
    volumePerMinute: 500,
    isMadeUp: true,
  }
}
