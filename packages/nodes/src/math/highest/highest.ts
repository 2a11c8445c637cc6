import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const highest = defineNode({
  type: 'math.highest',
  version: 1,
  title: 'Highest',
  summary: 'The highest value of the last n bars, and how many bars ago it was.',
  help: md`
    value = the maximum of the last n values, **the present one included**. For a breakout rule put a *Previous value* node
    behind it: close above the highest of the bars *before*; a value never exceeds a maximum that contains it.

    On ties the latest bar counts as the extreme. Bars without a value are skipped: n values are needed for the first result.
  `,
  category: 'math',
  keywords: ['maximum', 'max', 'high', 'peak', 'rolling max', 'breakout'],
  icon: 'arrow-up-to-line',
  config: z.object({ bars: bars('Window', 20, { description: 'How many values are looked at.' }) }),
  inputs: { x: series('The number') },
  outputs: {
    value: series('Highest of the window'),
    barsAgo: series('Bars since then, 0 = the present one', { title: 'Bars ago', unit: 'bars', min: 0 }),
  },
  kernel: ({ x }, config, k) => ({ value: k.highest(x, config.bars), barsAgo: k.rowsSinceHighest(x, config.bars) }),
  examples: [
    {
      title: 'Of three bars',
      config: { bars: 3 },
      inputs: { x: [1, 5, 2, 3, 1] },
      outputs: { value: [null, null, 5, 5, 3], barsAgo: [null, null, 1, 2, 1] },
    },
  ],
})
