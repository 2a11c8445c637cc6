import { candles, defineNode, series, typicalPrice } from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'
import { quotient } from '../../shared/missing.ts'

const day = 86_400_000

export const vwap = defineNode({
  type: 'indicator.vwap',
  version: 1,
  title: 'VWAP',
  summary: 'Volume weighted average price of the present UTC day.',
  help: md`
    value = sum of typical price x volume / sum of volume since 00:00 UTC, with typical price (high + low + close) / 3. A candle belongs to the day in
    which it began: the one that closes at exactly 00:00 is the last of its day.

    **No value** until something was traded in the day. On daily or longer candles it is the typical price itself: use it on intraday candles.

    What the average buyer of the day has paid: a level that intraday traders watch, and the benchmark of executions.
  `,
  category: 'indicator',
  keywords: ['volume weighted average price', 'session', 'intraday', 'benchmark'],
  icon: 'scale-3d',
  config: z.object({}),
  inputs: { candles: candles('Closed candles with volume') },
  outputs: { value: series('Average price of the day so far', { unit: 'price' }) },
  kernel({ candles: candle }, _config, k) {
    const date = k.floor(candle.time.minus(1).over(day))
    const dayBegins = k.orElseFlag(date.equals(k.previous(date)).not(), true)
    const traded = k.total(typicalPrice(candle).times(candle.volume), dayBegins)
    return { value: quotient(k, traded, k.total(candle.volume, dayBegins)) }
  },
  examples: [
    {
      title: 'The bar with three times the volume counts three times',
      inputs: {
        candles: [
          [1, 1, 1, 1, 1],
          [5, 5, 5, 5, 3],
        ],
      },
      outputs: { value: [1, 4] },
    },
  ],
})
