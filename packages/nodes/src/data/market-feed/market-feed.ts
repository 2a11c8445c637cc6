import { type Interval, instrumentId, intervals } from '@strategraph/market-model'
import { candles, defineSource } from '@strategraph/strategy-core'
import { z } from 'zod'
import { exchangeOrigin, simulatedOrigin, symbolSchema } from '../origin.ts'

const intervalNames = Object.keys(intervals).filter((name): name is Interval => Object.hasOwn(intervals, name))

const datasetOrigin = z.object({
  kind: z.literal('dataset'),
  dataset: z.string().min(1).max(200).meta({ title: 'Dataset', description: 'Id of imported candles', control: 'dataset' }),
})

const config = z.object({
  symbol: symbolSchema,
  interval: z.enum(intervalNames).default('1h').meta({ title: 'Interval', description: 'Length of a candle' }),
  origin: z
    .discriminatedUnion('kind', [simulatedOrigin, datasetOrigin, exchangeOrigin])
    .default({ kind: 'simulated', seed: 1 })
    .meta({ title: 'Where the candles come from' }),
})
type Origin = z.output<typeof config>['origin']

export const marketFeed = defineSource({
  type: 'data.market-feed',
  version: 1,
  title: 'Market feed',
  summary: 'Closed candles of one market, the clock of everything connected to it.',
  category: 'data',
  keywords: ['candles', 'bars', 'ohlcv', 'price', 'exchange', 'csv', 'import', 'simulated', 'simulator', 'sandbox', 'kraken', 'data'],
  icon: 'chart-candlestick',
  help: `Gives one **closed** candle per interval. A candle is stamped with its *close* time and is seen only then, so nothing
that follows can look ahead. Whatever is connected to this node runs once per candle.

Where the candles come from:

- **Simulated**: made by Strategraph's seeded generator, as many as you want at once. Same seed, same candles. Not a real market, and
  labelled so everywhere.
- **Dataset**: candles that you imported (CSV, freqtrade, Kraken exports).
- **Exchange**: candles as a venue gives them. \`simulator\` is the running market of the Market page, an order book full of agents;
  \`sandbox\` is the same market behind Kraken's own interface; \`kraken\`, \`coinbase\`... are the real public candles, through ccxt.
  The first two are simulated, and labelled so.

A run may replace the origin (backtest on a file, dry-run on live candles), never the interval. Feeds of different intervals may be
mixed: a slower value is held until its next candle closes.`,
  config,
  outputs: { candles: candles('Closed candles: open, high, low, close, volume') },
  source: ({ symbol, interval, origin }) => ({ instrument: instrumentId(venueOf(origin), symbol), interval, stream: 'bars', origin }),
})

function venueOf(origin: Origin): string {
  switch (origin.kind) {
    case 'simulated':
      return 'simulated'
    case 'dataset':
      return 'imported'
    case 'exchange':
      return origin.exchange
  }
}
