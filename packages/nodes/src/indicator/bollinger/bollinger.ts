import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { amount, bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { quotient } from '../../shared/missing.ts'
import { skipsMissing } from '../../shared/notes.ts'

export const bollinger = defineNode({
  type: 'indicator.bollinger',
  version: 1,
  title: 'Bollinger bands',
  summary: 'A moving average with bands a number of standard deviations above and below it.',
  help: md`
    middle = SMA of n; upper and lower = middle +- factor x standard deviation of the same n values (population, divisor n); percent b = (x - lower) /
    (upper - lower); bandwidth = (upper - lower) / middle (J. Bollinger, Bollinger on Bollinger Bands, 2001). First value at bar n. ${skipsMissing}

    **Flat market:** the bands meet in the price, and percent b has no value.

    Bands widen with volatility. Touching a band is no signal by itself: in trends the price walks along it. A very low bandwidth (squeeze) often comes before a large move.
  `,
  category: 'indicator',
  keywords: ['bands', 'volatility', 'channel', 'bbands', 'percent b', 'bandwidth', 'squeeze', 'mean reversion'],
  icon: 'waves',
  config: z.object({
    period: bars('Length', 20, { min: 2, description: 'Values that are averaged.' }),
    factor: amount('Width', 2, {
      min: 0,
      max: 100,
      unit: 'deviations',
      description: 'Standard deviations between the middle and each band.',
    }),
  }),
  inputs: { source: series('Values to measure, usually the close') },
  outputs: {
    upper: series('Upper band'),
    middle: series('Moving average'),
    lower: series('Lower band'),
    percentB: series('0 at the lower band, 1 at the upper; no value where they meet', { title: 'Percent b' }),
    bandwidth: series('Distance of the bands as a fraction of the middle; no value where that is 0', { title: 'Bandwidth' }),
  },
  kernel({ source }, { period, factor }, k) {
    const middle = k.mean(source, period)
    const width = k.deviation(source, period).times(factor)
    const [upper, lower] = [middle.plus(width), middle.minus(width)]
    const distance = width.times(2)
    return { upper, middle, lower, percentB: quotient(k, source.minus(lower), distance), bandwidth: quotient(k, distance, middle) }
  },
  examples: [
    {
      title: 'Two bars, one deviation',
      config: { period: 2, factor: 1 },
      inputs: { source: [1, 3, 3] },
      outputs: { upper: [null, 3, 3], middle: [null, 2, 3], lower: [null, 1, 3], percentB: [null, 1, null], bandwidth: [null, 1, 0] },
      tolerance: 1e-12,
    },
  ],
})
