import { candles, defineNode, highestHigh, lowestLow, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const williamsR = defineNode({
  type: 'indicator.williams-r',
  version: 1,
  title: 'Williams %R',
  summary: 'How far the close lies below the highest high of the last n candles, -100 to 0.',
  help: md`
    value = -100 (highest high - close) / (highest high - lowest low) over n candles (L. Williams). First value at bar n.

    **Flat market:** 0 where the highest high equals the lowest low. Above -20 is called overbought, below -80 oversold. It is the raw stochastic minus 100.
  `,
  category: 'indicator',
  keywords: ['percent r', '%r', 'willr', 'oscillator', 'overbought', 'oversold'],
  icon: 'gauge',
  config: z.object({ period: bars('Length', 14, { description: 'Candles that are looked at.' }) }),
  inputs: { candles: candles('Closed candles') },
  outputs: { value: series('-100 at the lowest low, 0 at the highest high', { min: -100, max: 0 }) },
  kernel(inputs, { period }, k) {
    const highest = highestHigh(k, inputs.candles, period)
    const range = highest.minus(lowestLow(k, inputs.candles, period))
    return { value: k.ratio(highest.minus(inputs.candles.close), range, { ifZero: 0 }).times(-100) }
  },
  examples: [
    {
      title: 'A quarter below the top',
      config: { period: 2 },
      inputs: {
        candles: [
          [1, 2, 0, 1, 1],
          [1, 4, 1, 3, 1],
        ],
      },
      outputs: { value: [null, -25] },
    },
  ],
})
