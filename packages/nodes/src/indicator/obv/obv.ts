import { candles, change, defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'

export const obv = defineNode({
  type: 'indicator.obv',
  version: 1,
  title: 'On balance volume',
  summary: 'Running total of volume: added where the close rose, taken away where it fell.',
  help: md`
    value = previous + volume where the close rose, - volume where it fell, unchanged where it stayed (J. Granville, 1963). It starts with the volume of
    the first bar, as TA-Lib.

    Its level depends on where the data begin and means nothing; look at its slope, or where it disagrees with the price.
  `,
  category: 'indicator',
  keywords: ['obv', 'volume', 'cumulative', 'accumulation', 'granville'],
  icon: 'chart-column-increasing',
  config: z.object({}),
  inputs: { candles: candles('Closed candles with volume') },
  outputs: { value: series('The total so far') },
  kernel({ candles: { close, volume } }, _config, k) {
    const direction = k.orElse(k.sign(change(k, close)), 1)
    return { value: k.total(direction.times(volume)) }
  },
  examples: [
    {
      title: 'Up, down, unchanged',
      inputs: {
        candles: [
          [5, 5, 5, 5, 10],
          [6, 6, 6, 6, 3],
          [5, 5, 5, 5, 2],
          [5, 5, 5, 5, 9],
        ],
      },
      outputs: { value: [10, 13, 11, 11] },
    },
  ],
})
