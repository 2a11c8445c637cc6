import { averageTrueRange, candles, defineNode, series, trueRange } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { quotient } from '../../shared/missing.ts'
import { wilderBook } from '../../shared/notes.ts'

export const atr = defineNode({
  type: 'indicator.atr',
  version: 1,
  title: 'ATR',
  summary: 'Average true range: how far the price usually moves per bar.',
  help: md`
    True range = the candle's range, widened to the previous close where the price jumped; it starts at the second bar. value = its Wilder
    smoothing, seeded with the mean of the first n (${wilderBook}); first value at bar n + 1. percent = 100 x value / close (NATR).

    **Flat market:** 0.

    In price: the natural unit for stop distances and position sizes (stop = close - 2 x ATR). The percentage compares instruments.
  `,
  category: 'indicator',
  keywords: ['average true range', 'volatility', 'true range', 'natr', 'stop distance', 'wilder'],
  icon: 'move-vertical',
  config: z.object({ period: bars('Length', 14, { description: 'Bars of the smoothing.' }) }),
  inputs: { candles: candles('Closed candles') },
  outputs: {
    value: series('Average true range', { min: 0, unit: 'price' }),
    percent: series('As a percentage of the close (NATR)', { unit: '%' }),
    trueRange: series('True range of this bar', { title: 'True range', min: 0, unit: 'price' }),
  },
  kernel(inputs, { period }, k) {
    const value = averageTrueRange(k, inputs.candles, period)
    return { value, percent: quotient(k, value, inputs.candles.close).times(100), trueRange: trueRange(k, inputs.candles) }
  },
  examples: [
    {
      title: 'A gap widens the true range',
      config: { period: 2 },
      inputs: {
        candles: [
          [10, 11, 9, 10, 1],
          [10, 12, 10, 12, 1],
          [16, 17, 16, 16, 1],
        ],
      },
      outputs: { trueRange: [null, 2, 5], value: [null, null, 3.5] },
    },
  ],
})
