import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { skipsMissing } from '../../shared/notes.ts'

export const trima = defineNode({
  type: 'indicator.trima',
  version: 1,
  title: 'Triangular MA',
  summary: 'Triangular moving average: an SMA of an SMA, weighing the middle of the window most.',
  help: md`
    An SMA over half the window of an SMA over the other half (lengths n/2 and n/2 + 1, or (n + 1)/2 twice where n is odd). First value
    at bar n. ${skipsMissing}

    Very smooth and rather late: for the shape of a trend, not for its turns.
  `,
  category: 'indicator',
  keywords: ['trima', 'tma', 'moving average', 'double smoothed'],
  icon: 'triangle',
  config: z.object({ period: bars('Length', 20, { min: 2, description: 'Values that are averaged.' }) }),
  inputs: { source: series('Values to average') },
  outputs: { value: series('The average') },
  kernel({ source }, { period }, k) {
    const longer = Math.floor(period / 2) + 1
    return { value: k.mean(k.mean(source, period + 1 - longer), longer) }
  },
  examples: [{ title: 'Weights 1, 2, 1', config: { period: 3 }, inputs: { source: [1, 2, 7, 4] }, outputs: { value: [null, null, 3, 5] } }],
})
