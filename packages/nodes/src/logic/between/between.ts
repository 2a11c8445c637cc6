import { defineNode, flag, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { anyNumber } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const between = defineNode({
  type: 'logic.between',
  version: 1,
  title: 'Between',
  summary: 'Whether a number lies between two others; both limits belong to the range.',
  help: md`
    True where lower <= x <= upper. Each limit is what is connected, else the number set in the form.

    If the lower limit is above the upper one at a bar, nothing lies between them and the result is false. Unknown while a value is missing.
  `,
  category: 'logic',
  keywords: ['range', 'inside', 'within', 'channel', 'band', 'condition'],
  icon: 'between-horizontal-start',
  config: z.object({
    lower: anyNumber('Lower, if not connected', 0, 'Used only while nothing is connected to input lower.'),
    upper: anyNumber('Upper, if not connected', 100, 'Used only while nothing is connected to input upper.'),
  }),
  inputs: {
    x: series('The number'),
    lower: series('Lower limit; else the one of the form', { optional: true }),
    upper: series('Upper limit; else the one of the form', { optional: true }),
  },
  outputs: { result: flag('True while the number is in the range') },
  kernel({ x, lower, upper }, config) {
    return { result: x.isAtLeast(lower ?? config.lower).and(x.isAtMost(upper ?? config.upper)) }
  },
  examples: [
    {
      title: 'From 30 to 70',
      config: { lower: 30, upper: 70 },
      inputs: { x: [29, 30, 50, 70, 71] },
      outputs: { result: [false, true, true, true, false] },
    },
  ],
})
