import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { skipsMissing } from '../../shared/notes.ts'

export const sma = defineNode({
  type: 'indicator.sma',
  version: 1,
  title: 'SMA',
  summary: 'Simple moving average: the mean of the last n values.',
  help: md`
    value = (x + x of the bar before + ... ) / n. First value at bar n. ${skipsMissing}

    The plainest smoothing: every value counts the same and drops out at once after n bars, which can move the average although the price stood still.
  `,
  category: 'indicator',
  keywords: ['moving average', 'simple', 'mean', 'ma', 'trend'],
  icon: 'chart-line',
  config: z.object({ period: bars('Length', 20, { description: 'Values that are averaged.' }) }),
  inputs: { source: series('Values to average') },
  outputs: { value: series('The average') },
  kernel: ({ source }, { period }, k) => ({ value: k.mean(source, period) }),
  examples: [
    {
      title: 'Of three bars',
      config: { period: 3 },
      inputs: { source: [1, 2, 6, 4] },
      outputs: { value: [null, null, 3, 4] },
      tolerance: 1e-12,
    },
  ],
})
