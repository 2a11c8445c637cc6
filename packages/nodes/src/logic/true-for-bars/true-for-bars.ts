import { defineNode, flag } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const trueForBars = defineNode({
  type: 'logic.true-for-bars',
  version: 1,
  title: 'True for n bars',
  summary: 'True where a condition has held for n bars in a row.',
  help: md`
    True where the last n values of the condition, the present one included, are all true. Waits for confirmation: a close above
    the average three bars in a row. Unknown until n values have been seen; bars at which the condition is unknown are skipped.
  `,
  category: 'logic',
  keywords: ['confirm', 'consecutive', 'in a row', 'persist', 'streak', 'sustained'],
  icon: 'list-checks',
  config: z.object({ bars: bars('In a row', 3, { description: 'How many bars the condition must have held.' }) }),
  inputs: { condition: flag('The condition') },
  outputs: { result: flag('True once it has held for n bars') },
  kernel: ({ condition }, config, k) => ({ result: k.countTrue(condition, config.bars).isAtLeast(config.bars) }),
  examples: [
    {
      title: 'Two in a row',
      config: { bars: 2 },
      inputs: { condition: [true, true, false, true, true] },
      outputs: { result: [null, true, false, false, true] },
    },
  ],
})
