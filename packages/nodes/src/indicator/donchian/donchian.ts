import { candles, defineNode, highestHigh, lowestLow, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const donchian = defineNode({
  type: 'indicator.donchian',
  version: 1,
  title: 'Donchian channel',
  summary: 'Highest high and lowest low of the last n candles.',
  help: md`
    upper = highest high, lower = lowest low of the last n candles, **the present one included**; middle = their mean (R. Donchian). First value at bar n.

    The close can never be above an upper line that contains its own bar. For a breakout rule compare it with **previous upper** or
    **previous lower**, the channel as it was one bar ago.
  `,
  category: 'indicator',
  keywords: ['channel', 'breakout', 'turtle', 'highest high', 'lowest low', 'range'],
  icon: 'rectangle-horizontal',
  config: z.object({ period: bars('Length', 20, { description: 'Candles that are looked at.' }) }),
  inputs: { candles: candles('Closed candles') },
  outputs: {
    upper: series('Highest high', { unit: 'price' }),
    middle: series('Mean of upper and lower', { unit: 'price' }),
    lower: series('Lowest low', { unit: 'price' }),
    previousUpper: series('Upper one bar ago: highest high of the candles before', { title: 'Previous upper', unit: 'price' }),
    previousLower: series('Lower one bar ago: lowest low of the candles before', { title: 'Previous lower', unit: 'price' }),
  },
  kernel(inputs, { period }, k) {
    const upper = highestHigh(k, inputs.candles, period)
    const lower = lowestLow(k, inputs.candles, period)
    return { upper, middle: upper.plus(lower).over(2), lower, previousUpper: k.previous(upper), previousLower: k.previous(lower) }
  },
  examples: [
    {
      title: 'The third close breaks the channel of the two candles before',
      config: { period: 2 },
      inputs: {
        candles: [
          [1, 3, 1, 2, 1],
          [2, 4, 2, 3, 1],
          [3, 6, 3, 5, 1],
        ],
      },
      outputs: {
        upper: [null, 4, 6],
        middle: [null, 2.5, 4],
        lower: [null, 1, 2],
        previousUpper: [null, null, 4],
        previousLower: [null, null, 1],
      },
    },
  ],
})
