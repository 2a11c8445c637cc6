import { defineNode, ema as exponential, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { skipsMissing } from '../../shared/notes.ts'

export const ema = defineNode({
  type: 'indicator.ema',
  version: 1,
  title: 'EMA',
  summary: 'Exponential moving average: recent values weigh more.',
  help: md`
    value = previous + k (x - previous) with k = 2 / (n + 1), seeded with the mean of the first n values (as TA-Lib); first value at bar n.
    ${skipsMissing}

    Follows sooner than the SMA of the same length and never jumps when an old value drops out. The seed matters for about 3n bars.
  `,
  category: 'indicator',
  keywords: ['moving average', 'exponential', 'ma', 'trend', 'smoothing'],
  icon: 'chart-spline',
  config: z.object({ period: bars('Length', 20, { description: 'n of the formula.' }) }),
  inputs: { source: series('Values to average') },
  outputs: { value: series('The average') },
  kernel: ({ source }, { period }, k) => ({ value: exponential(k, source, period) }),
  examples: [
    {
      title: 'Length 3: half of each change',
      config: { period: 3 },
      inputs: { source: [1, 2, 3, 6] },
      outputs: { value: [null, null, 2, 4] },
    },
  ],
})
