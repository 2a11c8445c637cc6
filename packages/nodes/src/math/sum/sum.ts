import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const sum = defineNode({
  type: 'math.sum',
  version: 1,
  title: 'Sum',
  summary: 'The sum of the last n values.',
  help: md`
    value = x + x of the bar before + ... over n values. Bars without a value are skipped: n values are needed for the first result.
    The sum is compensated for rounding, so that a long run and a restart give the same digits. For a total since the start use *Running total*.
  `,
  category: 'math',
  keywords: ['total', 'add up', 'rolling sum', 'window'],
  icon: 'sigma',
  config: z.object({ bars: bars('Window', 20, { description: 'How many values are added up.' }) }),
  inputs: { x: series('The number') },
  outputs: { value: series('Sum of the window') },
  kernel: ({ x }, config, k) => ({ value: k.sum(x, config.bars) }),
  examples: [{ title: 'Of three bars', config: { bars: 3 }, inputs: { x: [1, 2, 3, 4] }, outputs: { value: [null, null, 6, 9] } }],
})
