import { defineNode, flag, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const countTrue = defineNode({
  type: 'logic.count-true',
  version: 1,
  title: 'Count true',
  summary: 'How often a condition was true in the last n bars, and whether that is often enough.',
  help: md`
    count = how many of the last n values of the condition were true, the present one included; **enough** where the count has reached the
    least number asked for: 3 of the last 5 bars closed higher. Unknown until n values have been seen.
  `,
  category: 'logic',
  keywords: ['count', 'frequency', 'm of n', 'vote', 'at least', 'how often'],
  icon: 'tally-5',
  config: z.object({
    bars: bars('Window', 5, { description: 'How many bars are looked at.' }),
    atLeast: bars('At least', 3, { description: 'True bars that are enough.' }),
  }),
  inputs: { condition: flag('The condition') },
  outputs: { count: series('True bars in the window', { min: 0, unit: 'bars' }), enough: flag('Whether the count is reached') },
  kernel({ condition }, config, k) {
    const count = k.countTrue(condition, config.bars)
    return { count, enough: count.isAtLeast(config.atLeast) }
  },
  examples: [
    {
      title: 'Two of the last three',
      config: { bars: 3, atLeast: 2 },
      inputs: { condition: [true, false, true, false, false] },
      outputs: { count: [null, null, 2, 1, 1], enough: [null, null, true, false, false] },
    },
  ],
})
