import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const lowest = defineNode({
  type: 'math.lowest',
  version: 1,
  title: 'Lowest',
  summary: 'The lowest value of the last n bars, and how many bars ago it was.',
  help: md`
    value = the minimum of the last n values, **the present one included**. For a breakdown rule put a *Previous value* node behind it.

    On ties the latest bar counts as the extreme. Bars without a value are skipped: n values are needed for the first result.
  `,
  category: 'math',
  keywords: ['minimum', 'min', 'low', 'trough', 'rolling min', 'breakdown'],
  icon: 'arrow-down-to-line',
  config: z.object({ bars: bars('Window', 20, { description: 'How many values are looked at.' }) }),
  inputs: { x: series('The number') },
  outputs: {
    value: series('Lowest of the window'),
    barsAgo: series('Bars since then, 0 = the present one', { title: 'Bars ago', unit: 'bars', min: 0 }),
  },
  kernel: ({ x }, config, k) => ({ value: k.lowest(x, config.bars), barsAgo: k.rowsSinceLowest(x, config.bars) }),
  examples: [
    {
      title: 'Of three bars',
      config: { bars: 3 },
      inputs: { x: [5, 1, 4, 3, 6] },
      outputs: { value: [null, null, 1, 1, 3], barsAgo: [null, null, 1, 2, 1] },
    },
  ],
})
