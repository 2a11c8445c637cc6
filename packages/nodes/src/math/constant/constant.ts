import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { anyNumber } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const constant = defineNode({
  type: 'math.constant',
  version: 1,
  title: 'Constant',
  summary: 'The same number at every bar.',
  help: md`
    Gives one number, at every bar and from the first bar on: a threshold, a factor, a level.

    A number that several nodes share is best kept here once; sweeps can vary it like any other setting.
  `,
  category: 'math',
  keywords: ['number', 'value', 'level', 'threshold', 'parameter'],
  icon: 'hash',
  config: z.object({ value: anyNumber('Value', 0, 'The number.') }),
  inputs: {},
  outputs: { value: series('The number') },
  kernel: (_inputs, { value }, k) => ({ value: k.constant(value) }),
  examples: [{ title: 'Thirty, always', config: { value: 30 }, inputs: {}, outputs: { value: [30, 30, 30] } }],
})
