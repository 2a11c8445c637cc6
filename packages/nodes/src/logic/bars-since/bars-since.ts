import { defineNode, flag, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'

export const barsSince = defineNode({
  type: 'logic.bars-since',
  version: 1,
  title: 'Bars since',
  summary: 'How many bars ago a condition was last true.',
  help: md`
    0 at a bar at which the condition is true, then 1, 2, ... No value before it was true for the first time: compare with a number only
    where that is what you mean. Bars at which the condition is unknown are not counted.
  `,
  category: 'logic',
  keywords: ['barssince', 'age', 'elapsed', 'counter', 'since', 'ago'],
  icon: 'hourglass',
  config: z.object({}),
  inputs: { condition: flag('The condition') },
  outputs: { value: series('Bars since it was true', { min: 0, unit: 'bars' }) },
  kernel: ({ condition }, _config, k) => ({ value: k.rowsSince(condition) }),
  examples: [
    {
      title: 'Counts from each true bar',
      inputs: { condition: [false, true, false, false, true] },
      outputs: { value: [null, 0, 1, 2, 0] },
    },
  ],
})
