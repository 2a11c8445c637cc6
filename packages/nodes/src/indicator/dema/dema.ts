import { defineNode, ema, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { skipsMissing } from '../../shared/notes.ts'

export const dema = defineNode({
  type: 'indicator.dema',
  version: 1,
  title: 'DEMA',
  summary: 'Double exponential moving average: an EMA with most of its lag taken out.',
  help: md`
    value = 2 EMA - EMA of the EMA (P. Mulloy, Technical Analysis of Stocks & Commodities, February 1994); each stage is seeded with the
    mean of its first n values, so the first value comes at bar 2n - 1. ${skipsMissing}

    Turns sooner than an EMA and overshoots at sharp turns.
  `,
  category: 'indicator',
  keywords: ['double', 'moving average', 'exponential', 'lag', 'mulloy'],
  icon: 'chart-spline',
  config: z.object({ period: bars('Length', 20, { description: 'Length of each EMA.' }) }),
  inputs: { source: series('Values to average') },
  outputs: { value: series('The average') },
  kernel({ source }, { period }, k) {
    const once = ema(k, source, period)
    return { value: once.times(2).minus(ema(k, once, period)) }
  },
  examples: [
    {
      title: 'A flat price is its own average',
      config: { period: 2 },
      inputs: { source: [5, 5, 5, 5] },
      outputs: { value: [null, null, 5, 5] },
    },
  ],
})
