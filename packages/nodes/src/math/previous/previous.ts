import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const previous = defineNode({
  type: 'math.previous',
  version: 1,
  title: 'Previous value',
  summary: 'The value of some bars ago.',
  help: md`
    value = x of n bars ago. The first n bars have no value; a bar without a value stays without one n bars later.

    Put it behind **Highest** to get the highest of the bars *before* the present one, as breakout rules need it.
  `,
  category: 'math',
  keywords: ['lag', 'shift', 'delay', 'offset', 'ago', 'last value', 'ref'],
  icon: 'history',
  config: z.object({ bars: bars('Bars ago', 1, { description: 'How far back.' }) }),
  inputs: { x: series('The number') },
  outputs: { value: series('The number of n bars ago') },
  kernel: ({ x }, config, k) => ({ value: k.previous(x, config.bars) }),
  examples: [
    { title: 'One bar ago', inputs: { x: [1, 2, 3, 4] }, outputs: { value: [null, 1, 2, 3] } },
    { title: 'Three bars ago', config: { bars: 3 }, inputs: { x: [1, 2, 3, 4, 5] }, outputs: { value: [null, null, null, 1, 2] } },
  ],
})
