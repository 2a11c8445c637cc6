import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { quotient } from '../../shared/missing.ts'

export const zScore = defineNode({
  type: 'math.z-score',
  version: 1,
  title: 'Z-score',
  summary: 'How many standard deviations a value lies above or below the mean of the last n.',
  help: md`
    value = (x - mean) / deviation, both over the last n values with the present one; the deviation is the population's (divisor n).

    **Flat market:** where all n values are equal there is nothing to measure by, and the z-score has no value.

    Beyond +2 or -2 a value is unusual for its recent past: the usual start of mean reversion rules. Trends keep it there for long.
  `,
  category: 'math',
  keywords: ['standard score', 'normalize', 'deviation', 'mean reversion', 'zscore'],
  icon: 'chart-no-axes-combined',
  config: z.object({ bars: bars('Window', 20, { min: 2, description: 'How many values the mean and the deviation are taken over.' }) }),
  inputs: { x: series('The number') },
  outputs: { value: series('Distance from the mean, in standard deviations', { unit: 'deviations' }) },
  kernel: ({ x }, config, k) => ({ value: quotient(k, x.minus(k.mean(x, config.bars)), k.deviation(x, config.bars)) }),
  examples: [
    {
      title: 'Of two bars it is +1 or -1',
      config: { bars: 2 },
      inputs: { x: [1, 3, 2] },
      outputs: { value: [null, 1, -1] },
      tolerance: 1e-12,
    },
    {
      title: 'No value where nothing moved',
      config: { bars: 3 },
      inputs: { x: [5, 5, 5, 8] },
      outputs: { value: [null, null, null, 1.414213562373095] },
      tolerance: 1e-12,
    },
  ],
})
