import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { quotient } from '../../shared/missing.ts'

export const roc = defineNode({
  type: 'indicator.roc',
  version: 1,
  title: 'Rate of change',
  summary: 'Percentage change over n bars.',
  help: md`
    value = 100 (x - x of n bars ago) / x of n bars ago. First value at bar n + 1; no value where the earlier one was 0.

    The plainest momentum: above 0 the price is higher than n bars ago. Its level depends on a single old bar, so it jumps when that one leaves.
  `,
  category: 'indicator',
  keywords: ['momentum', 'percent change', 'roc', 'return'],
  icon: 'percent',
  config: z.object({ period: bars('Length', 10, { description: 'Bars between the two values.' }) }),
  inputs: { source: series('Values to measure, usually the close') },
  outputs: { value: series('Change in percent', { unit: '%' }) },
  kernel({ source }, { period }, k) {
    const before = k.previous(source, period)
    return { value: quotient(k, source.minus(before), before).times(100) }
  },
  examples: [
    { title: 'Ten percent up', config: { period: 1 }, inputs: { source: [100, 110] }, outputs: { value: [null, 10] }, tolerance: 1e-12 },
  ],
})
