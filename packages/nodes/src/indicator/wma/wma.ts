import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { skipsMissing } from '../../shared/notes.ts'

export const wma = defineNode({
  type: 'indicator.wma',
  version: 1,
  title: 'WMA',
  summary: 'Linearly weighted moving average: the newest value counts n times, the oldest once.',
  help: md`
    value = (n x + (n - 1) x of the bar before + ... + 1 oldest) / (n (n + 1) / 2). First value at bar n. ${skipsMissing}

    Between SMA and EMA: it favours recent values, yet forgets completely after n bars.
  `,
  category: 'indicator',
  keywords: ['moving average', 'weighted', 'linear', 'ma', 'trend'],
  icon: 'chart-line',
  config: z.object({ period: bars('Length', 20, { description: 'Values that are averaged.' }) }),
  inputs: { source: series('Values to average') },
  outputs: { value: series('The average') },
  kernel: ({ source }, { period }, k) => ({ value: k.weightedMean(source, period) }),
  examples: [
    {
      title: 'Of three bars',
      config: { period: 3 },
      inputs: { source: [1, 2, 3, 9] },
      outputs: { value: [null, null, 14 / 6, 35 / 6] },
      tolerance: 1e-12,
    },
  ],
})
