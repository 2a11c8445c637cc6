import type { AdapterConfig } from '@strategraph/adapters'
import type { Instrument } from '@strategraph/market-model'
import { unusable } from '../../http/refusal.ts'
import type { OpenExchangeSource } from '../dry-run/open-dry-run.ts'
import type { ExchangeHistory } from './feed-loader.ts'

/** Public candles of exchanges, for runs. */
export interface Exchanges {
  readonly instrument: (exchange: string, symbol: string) => Promise<Instrument>
  readonly history: ExchangeHistory
  readonly open: OpenExchangeSource
}

export function openExchanges(_config: AdapterConfig, _now: () => number): Exchanges {
  const refuse = async (): Promise<never> => {
    throw unusable('EXCHANGE_NOT_AVAILABLE', 'Candles of exchanges are not there yet; choose the simulated market or a dataset.')
  }
  return { instrument: refuse, history: refuse, open: refuse }
}
