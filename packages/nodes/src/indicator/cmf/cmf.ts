import { candles, defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { quotient } from '../../shared/missing.ts'
import { closeLocation } from '../../shared/prices.ts'

export const cmf = defineNode({
  type: 'indicator.cmf',
  version: 1,
  title: 'Chaikin money flow',
  summary: 'Share of the volume that closed near the highs, -1 to 1.',
  help: md`
    value = sum of multiplier x volume / sum of volume over n candles, with multiplier = ((close - low) - (high - close)) / (high - low), 0 where
    high = low (M. Chaikin). First value at bar n; **no value** while the window has no volume.

    Above 0 buyers carry the volume; beyond 0.25 either side is strong.
  `,
  category: 'indicator',
  keywords: ['cmf', 'volume', 'accumulation', 'distribution', 'money flow'],
  icon: 'coins',
  config: z.object({ period: bars('Length', 20, { description: 'Candles that are looked at.' }) }),
  inputs: { candles: candles('Closed candles with volume') },
  outputs: { value: series('-1 to 1', { min: -1, max: 1 }) },
  kernel(inputs, { period }, k) {
    const { volume } = inputs.candles
    return { value: quotient(k, k.sum(closeLocation(k, inputs.candles).times(volume), period), k.sum(volume, period)) }
  },
  examples: [
    {
      title: 'Three at the high, one at the low',
      config: { period: 2 },
      inputs: {
        candles: [
          [1, 2, 1, 2, 3],
          [2, 3, 1, 1, 1],
        ],
      },
      outputs: { value: [null, 0.5] },
    },
  ],
})
