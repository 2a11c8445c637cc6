import { candles, defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { quotient } from '../../shared/missing.ts'

export const vwma = defineNode({
  type: 'indicator.vwma',
  version: 1,
  title: 'VWMA',
  summary: 'Volume weighted moving average of the close.',
  help: md`
    value = sum of close x volume / sum of volume, over the last n candles. First value at bar n; **no value** while the whole window has no volume.

    Bars in which much was traded count more. Compare it with the SMA of the same length: above it, buyers carried the volume.
  `,
  category: 'indicator',
  keywords: ['volume weighted', 'moving average', 'ma'],
  icon: 'chart-column-stacked',
  config: z.object({ period: bars('Length', 20, { description: 'Candles that are averaged.' }) }),
  inputs: { candles: candles('Closed candles with volume') },
  outputs: { value: series('The average', { unit: 'price' }) },
  kernel({ candles: { close, volume } }, { period }, k) {
    return { value: quotient(k, k.sum(close.times(volume), period), k.sum(volume, period)) }
  },
  examples: [
    {
      title: 'The bar with three times the volume counts three times',
      config: { period: 2 },
      inputs: {
        candles: [
          [1, 1, 1, 1, 1],
          [5, 5, 5, 5, 3],
          [5, 5, 5, 5, 0],
        ],
      },
      outputs: { value: [null, 4, 5] },
    },
  ],
})
