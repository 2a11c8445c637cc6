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
    value = **then** where the condition is true, **otherwise** where it is false. Each of the two is what is connected, else the
    number set in the form: with 1 and 0 it turns yes or no into a number.

    Only the chosen number must have a value. While the condition is unknown there is no result.
  `,
  category: 'logic',
  keywords: ['if', 'then', 'else', 'switch', 'choose', 'ternary', 'iff', 'flag to number'],
  icon: 'split',
  config: z.object({
    then: anyNumber('Then, if not connected', 1, 'Used only while nothing is connected to input then.'),
    otherwise: anyNumber('Otherwise, if not connected', 0, 'Used only while nothing is connected to input otherwise.'),
  }),
  inputs: {
    condition: flag('Chooses'),
    // oxlint-disable-next-line unicorn/no-thenable -- an id of a port in saved files; no one awaits a record of ports
    then: series('Where true; else the number of the form', { optional: true }),
    otherwise: series('Where false; else the number of the form', { optional: true }),
  },
  outputs: { value: series('The chosen number') },
  kernel(inputs, config, k) {
    return { value: k.select(inputs.condition, inputs.then ?? config.then, inputs.otherwise ?? config.otherwise) }
  },
  examples: [
    { title: 'Yes or no as 1 or 0', inputs: { condition: [true, false, null] }, outputs: { value: [1, 0, null] } },
    {
      title: 'Fast average in a trend, slow one else',
      // oxlint-disable-next-line unicorn/no-thenable -- as above
      inputs: { condition: [true, false], then: [10, 11], otherwise: [20, 21] },
      outputs: { value: [10, 21] },
    },
  ],
})
