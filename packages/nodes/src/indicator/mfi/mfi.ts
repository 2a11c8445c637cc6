import { candles, change, defineNode, series, typicalPrice } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const mfi = defineNode({
  type: 'indicator.mfi',
  version: 1,
  title: 'Money flow index',
  summary: 'How much of the money traded flowed in bars that went up, 0 to 100.',
  help: md`
    Money flow = typical price x volume, positive where the typical price rose, negative where it fell, neither where it stayed. value = 100 x positive
    flow / (positive + negative flow) over n candles (G. Quong and A. Soudack). First value at bar n + 1.

    **Flat market or no volume:** 0 while the flow of the window is below 1, as TA-Lib; mind that on instruments whose volume is tiny.

    A volume weighted RSI: above 80 overbought, below 20 oversold.
  `,
  category: 'indicator',
  keywords: ['mfi', 'volume', 'oscillator', 'overbought', 'oversold', 'quong'],
  icon: 'banknote',
  config: z.object({ period: bars('Length', 14, { description: 'Candles that are looked at.' }) }),
  inputs: { candles: candles('Closed candles with volume') },
  outputs: { value: series('0 to 100', { min: 0, max: 100 }) },
  kernel(inputs, { period }, k) {
    const price = typicalPrice(inputs.candles)
    const flow = price.times(inputs.candles.volume)
    const move = change(k, price)
    const positive = k.sum(k.select(move.isGreaterThan(0), flow, 0), period)
    const negative = k.sum(k.select(move.isLessThan(0), flow, 0), period)
    const total = positive.plus(negative)
    return { value: k.select(total.isLessThan(1), 0, k.ratio(positive, total, { ifZero: 0 }).times(100)) }
  },
  examples: [
    {
      title: 'Three quarters of the money in the rising bar',
      config: { period: 2 },
      inputs: {
        candles: [
          [1, 1, 1, 1, 1],
          [3, 3, 3, 3, 2],
          [2, 2, 2, 2, 1],
        ],
      },
      outputs: { value: [null, null, 75] },
    },
  ],
})
