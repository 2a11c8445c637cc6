import { candles, defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { afterFirst } from '../../shared/missing.ts'
import { closeLocation } from '../../shared/prices.ts'

export const accumulationDistribution = defineNode({
  type: 'indicator.accumulation-distribution',
  version: 1,
  title: 'Accumulation / distribution',
  summary: 'Running total of volume, weighted by where the close lies in its candle, and the Chaikin oscillator of it.',
  help: md`
    line = previous + volume x ((close - low) - (high - close)) / (high - low), adding nothing where high = low (M. Chaikin). oscillator = fast EMA of the line
    - slow EMA of the line, both started with the line's first value, as TA-Lib; first value at bar *slow*.

    Closes near the high on high volume are read as accumulation. The line's level means nothing, only its slope.
  `,
  category: 'indicator',
  keywords: ['ad line', 'adl', 'chaikin oscillator', 'adosc', 'volume', 'money flow'],
  icon: 'layers',
  config: z
    .object({
      fast: bars('Fast', 3, { description: 'Length of the fast EMA of the oscillator.' }),
      slow: bars('Slow', 10, { min: 2, description: 'Length of the slow EMA of the oscillator.' }),
    })
    .refine(({ fast, slow }) => fast < slow, { path: ['fast'], message: 'The fast length must be shorter than the slow one.' }),
  inputs: { candles: candles('Closed candles with volume') },
  outputs: { line: series('The total so far'), oscillator: series('Chaikin oscillator') },
  kernel(inputs, { fast, slow }, k) {
    const line = k.total(closeLocation(k, inputs.candles).times(inputs.candles.volume))
    const follow = (period: number) => k.smooth(line, { seedRows: 1, alpha: 2 / (period + 1) })
    return { line, oscillator: afterFirst(k, follow(fast).minus(follow(slow)), slow - 1) }
  },
  examples: [
    {
      title: 'At the high, at the low, in the middle',
      inputs: {
        candles: [
          [1, 2, 1, 2, 10],
          [2, 3, 1, 1, 4],
          [1, 3, 1, 2, 7],
          [2, 2, 2, 2, 9],
        ],
      },
      outputs: { line: [10, 6, 6, 6] },
    },
  ],
})
