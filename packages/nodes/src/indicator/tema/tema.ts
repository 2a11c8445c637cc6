import { defineNode, ema, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { skipsMissing } from '../../shared/notes.ts'

export const tema = defineNode({
  type: 'indicator.tema',
  version: 1,
  title: 'TEMA',
  summary: 'Triple exponential moving average: faster still than DEMA.',
  help: md`
    With e1 the EMA, e2 its EMA and e3 the EMA of that: value = 3 e1 - 3 e2 + e3 (P. Mulloy, Technical Analysis of Stocks & Commodities,
    January 1994); each stage is seeded with the mean of its first n values. First value at bar 3n - 2. ${skipsMissing}
  `,
  category: 'indicator',
  keywords: ['triple', 'moving average', 'exponential', 'lag', 'mulloy'],
  icon: 'chart-spline',
  config: z.object({ period: bars('Length', 20, { description: 'Length of each EMA.' }) }),
  inputs: { source: series('Values to average') },
  outputs: { value: series('The average') },
  kernel({ source }, { period }, k) {
    const once = ema(k, source, period)
    const twice = ema(k, once, period)
    return {
      value: once
        .times(3)
        .minus(twice.times(3))
        .plus(ema(k, twice, period)),
    }
  },
  examples: [
    {
      title: 'A flat price is its own average',
      config: { period: 2 },
      inputs: { source: [5, 5, 5, 5] },
      outputs: { value: [null, null, null, 5] },
    },
  ],
})
