import { candles, defineNode, series, typicalPrice } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const cci = defineNode({
  type: 'indicator.cci',
  version: 1,
  title: 'CCI',
  summary: 'Commodity channel index: distance of the typical price from its mean, in units of its usual distance.',
  help: md`
    value = (tp - SMA of tp) / (0.015 x mean absolute deviation), with tp = (high + low + close) / 3, over n candles (D. Lambert, Commodities, October
    1980). First value at bar n.

    **Flat market:** 0 where the deviation is 0. Around three quarters of all values lie between -100 and 100; beyond, a trend may have begun.
  `,
  category: 'indicator',
  keywords: ['commodity channel index', 'oscillator', 'overbought', 'oversold', 'lambert'],
  icon: 'gauge',
  config: z.object({ period: bars('Length', 20, { min: 2, description: 'Candles that are looked at.' }) }),
  inputs: { candles: candles('Closed candles') },
  outputs: { value: series('Around 0, mostly between -100 and 100') },
  kernel(inputs, { period }, k) {
    const price = typicalPrice(inputs.candles)
    const distance = price.minus(k.mean(price, period))
    return { value: k.ratio(distance, k.meanDeviation(price, period).times(0.015), { ifZero: 0 }) }
  },
  examples: [
    {
      title: 'Of two candles it is 1 / 0.015',
      config: { period: 2 },
      inputs: {
        candles: [
          [3, 3, 3, 3, 1],
          [6, 6, 6, 6, 1],
          [6, 6, 6, 6, 1],
        ],
      },
      outputs: { value: [null, 66.66666666666667, 0] },
      tolerance: 1e-12,
    },
  ],
})
