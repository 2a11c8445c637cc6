import { defineNode, flag, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'

export const valueWhen = defineNode({
  type: 'logic.value-when',
  version: 1,
  title: 'Value when',
  summary: 'Keeps the number of the bar at which a condition was last true.',
  help: md`
    value = x of the latest bar at which the condition was true (the present one included): the close at the last crossing, the ATR
    at the signal. No value before the condition was true for the first time.
  `,
  category: 'logic',
  keywords: ['valuewhen', 'sample', 'hold', 'capture', 'snapshot', 'remember'],
  icon: 'bookmark',
  config: z.object({}),
  inputs: { condition: flag('When to take the number'), x: series('The number') },
  outputs: { value: series('The number taken last') },
  kernel: ({ condition, x }, _config, k) => ({ value: k.valueWhen(condition, x) }),
  examples: [
    {
      title: 'Taken twice',
      inputs: { condition: [false, true, false, true, false], x: [1, 2, 3, 4, 5] },
      outputs: { value: [null, 2, 2, 4, 4] },
    },
  ],
})
