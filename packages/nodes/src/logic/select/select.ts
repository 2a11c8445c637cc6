import { defineNode, flag, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { anyNumber } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const select = defineNode({
  type: 'logic.select',
  version: 1,
  title: 'If / select',
  summary: 'One of two numbers, chosen by a condition.',
  help: md`
    value = **then** where the condition is true, **else** where it is false. Each of the two is what is connected, else the
    number set in the form: with 1 and 0 it turns yes or no into a number.

    Only the chosen number must have a value. While the condition is unknown there is no result.
  `,
  category: 'logic',
  keywords: ['if', 'then', 'else', 'switch', 'choose', 'ternary', 'iff', 'flag to number'],
  icon: 'split',
  config: z.object({
    whenTrue: anyNumber('Then, if not connected', 1, 'Used only while nothing is connected to input then.'),
    whenFalse: anyNumber('Else, if not connected', 0, 'Used only while nothing is connected to input else.'),
  }),
  inputs: {
    condition: flag('Chooses'),
    whenTrue: series('Where true; else the number of the form', { title: 'Then', optional: true }),
    whenFalse: series('Where false; else the number of the form', { title: 'Else', optional: true }),
  },
  outputs: { value: series('The chosen number') },
  kernel({ condition, whenTrue, whenFalse }, config, k) {
    return { value: k.select(condition, whenTrue ?? config.whenTrue, whenFalse ?? config.whenFalse) }
  },
  examples: [
    { title: 'Yes or no as 1 or 0', inputs: { condition: [true, false, null] }, outputs: { value: [1, 0, null] } },
    {
      title: 'Fast average in a trend, slow one else',
      inputs: { condition: [true, false], whenTrue: [10, 11], whenFalse: [20, 21] },
      outputs: { value: [10, 21] },
    },
  ],
})
