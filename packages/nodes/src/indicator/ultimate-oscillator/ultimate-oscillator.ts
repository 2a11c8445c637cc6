import { candles, defineNode, series, trueRange } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { gatedBy } from '../../shared/missing.ts'

export const ultimateOscillator = defineNode({
  type: 'indicator.ultimate-oscillator',
  version: 1,
  title: 'Ultimate oscillator',
  summary: 'Buying pressure over three lengths at once, 0 to 100.',
  help: md`
    Buying pressure = close - the lower of low and previous close. For each length: sum of buying pressure / sum of true range (0 where that is 0);
    value = 100 (4 short + 2 middle + long) / 7 (L. Williams, Technical Analysis of Stocks & Commodities, April 1985). First value at bar long + 1.

    Three lengths keep it from turning on every wiggle. Below 30 oversold, above 70 overbought; Williams trades its divergences.
  `,
  category: 'indicator',
  keywords: ['ultosc', 'williams', 'buying pressure', 'oscillator'],
  icon: 'gauge',
  config: z.object({
    short: bars('Short', 7, { description: 'Weighs four times.' }),
    middle: bars('Middle', 14, { description: 'Weighs twice.' }),
    long: bars('Long', 28, { description: 'Weighs once.' }),
  }),
  inputs: { candles: candles('Closed candles') },
  outputs: { value: series('0 to 100', { min: 0, max: 100 }) },
  kernel(inputs, { short, middle, long }, k) {
    const { low, close } = inputs.candles
    const range = trueRange(k, inputs.candles)
    const pressure = close.minus(k.min(low, k.previous(close)))
    const share = (period: number) => k.ratio(k.sum(pressure, period), k.sum(range, period), { ifZero: 0 })
    const weighted = share(short).times(4).plus(share(middle).times(2)).plus(share(long))
    return { value: gatedBy(weighted.times(100).over(7), range) }
  },
  examples: [
    {
      title: 'Closes at the high',
      config: { short: 1, middle: 1, long: 2 },
      inputs: {
        candles: [
          [1, 1, 1, 1, 1],
          [1, 2, 1, 2, 1],
          [2, 4, 2, 4, 1],
        ],
      },
      outputs: { value: [null, null, 100] },
    },
  ],
})
