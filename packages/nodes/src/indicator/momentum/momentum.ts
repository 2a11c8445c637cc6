import { change, defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const momentum = defineNode({
  type: 'indicator.momentum',
  version: 1,
  title: 'Momentum',
  summary: 'Change over n bars, in price.',
  help: md`
    value = x - x of n bars ago. First value at bar n + 1; 0 in a flat market.

    Its size depends on the price level: compare instruments with the *Rate of change* instead.
  `,
  category: 'indicator',
  keywords: ['mom', 'difference', 'rate of change'],
  icon: 'zap',
  config: z.object({ period: bars('Length', 10, { description: 'Bars between the two values.' }) }),
  inputs: { source: series('Values to measure, usually the close') },
  outputs: { value: series('Change') },
  kernel: ({ source }, { period }, k) => ({ value: change(k, source, period) }),
  examples: [{ title: 'Over two bars', config: { period: 2 }, inputs: { source: [1, 5, 4] }, outputs: { value: [null, null, 3] } }],
})
