import { instrumentId } from '@strategraph/market-model'
import { defineSource, quote } from '@strategraph/strategy-core'
import { z } from 'zod'
import { exchangeOrigin, simulatedOrigin, symbolSchema } from '../origin.ts'

export const liveTicker = defineSource({
  type: 'data.live-ticker',
  version: 1,
  title: 'Live ticker',
  summary: 'The best bid, best ask and last price of this very moment, to look at.',
  category: 'data',
  keywords: ['quote', 'bid', 'ask', 'spread', 'last', 'price', 'live'],
  icon: 'radio',
  help: `Shows the forming market while a dry-run is on: best bid, best ask, last price. It is for the eye. A quote fits **no input that
decides**, because a backtest has no quotes and could not repeat what was decided on them. Decide on the closed candles of a *Market feed*.
In a backtest this node has no value.`,
  config: z.object({
    symbol: symbolSchema,
    origin: z
      .discriminatedUnion('kind', [simulatedOrigin, exchangeOrigin])
      .default({ kind: 'simulated', seed: 1 })
      .meta({ title: 'Where the quotes come from' }),
  }),
  outputs: { quote: quote('Best bid, best ask and last price, as they change') },
  source: ({ symbol, origin }) => ({
    instrument: instrumentId(origin.kind === 'simulated' ? 'simulated' : origin.exchange, symbol),
    // Quotes have no interval; the field is part of every feed request.
    interval: '1m',
    stream: 'quotes',
    origin,
  }),
})
