import { type Instrument, instrumentId } from '@strategraph/market-model'

/** A made-up market: what can be traded, where its price starts and how it behaves. */
export interface SimulatedInstrument {
  readonly instrument: Instrument
  /** Price before the first trade, in quote currency. */
  readonly startPrice: number
  /** Standard deviation of a year's log return in the long run: 0.6 = 60 %. */
  readonly annualVolatility: number
  /** Base currency traded in a minute of average volatility. */
  readonly volumePerMinute: number
}

function simulated(
  symbol: string,
  sizes: { readonly tickSize: string; readonly lotSize: string },
  behaviour: Omit<SimulatedInstrument, 'instrument'>,
): SimulatedInstrument {
  const [base = '', quote = ''] = symbol.split('/')
  return { instrument: { id: instrumentId('simulated', symbol), venue: 'simulated', symbol, base, quote, ...sizes }, ...behaviour }
}

/** Tick and lot sizes as real venues have them; prices near those of recent years. The behaviour is invented. */
export const simulatedInstruments: readonly SimulatedInstrument[] = [
  simulated('BTC/USD', { tickSize: '0.1', lotSize: '0.00000001' }, { startPrice: 60_000, annualVolatility: 0.6, volumePerMinute: 4 }),
  simulated('ETH/USD', { tickSize: '0.01', lotSize: '0.00000001' }, { startPrice: 3000, annualVolatility: 0.75, volumePerMinute: 50 }),
  simulated('SOL/USD', { tickSize: '0.01', lotSize: '0.00000001' }, { startPrice: 150, annualVolatility: 0.95, volumePerMinute: 800 }),
  simulated('XRP/USD', { tickSize: '0.00001', lotSize: '0.0001' }, { startPrice: 0.6, annualVolatility: 0.9, volumePerMinute: 200_000 }),
  simulated(
    'DOGE/USD',
    { tickSize: '0.0000001', lotSize: '0.0001' },
    { startPrice: 0.15, annualVolatility: 1.1, volumePerMinute: 500_000 },
  ),
  simulated('BTC/EUR', { tickSize: '0.1', lotSize: '0.00000001' }, { startPrice: 55_000, annualVolatility: 0.6, volumePerMinute: 2 }),
  simulated('ETH/BTC', { tickSize: '0.00001', lotSize: '0.00000001' }, { startPrice: 0.05, annualVolatility: 0.45, volumePerMinute: 10 }),
  simulated('EUR/USD', { tickSize: '0.00001', lotSize: '0.01' }, { startPrice: 1.1, annualVolatility: 0.08, volumePerMinute: 1_000_000 }),
]

/** Undefined for a symbol that the simulated market does not have. */
export function findSimulatedInstrument(symbol: string): SimulatedInstrument | undefined {
  return simulatedInstruments.find(({ instrument }) => instrument.symbol === symbol)
}
