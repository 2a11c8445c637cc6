import { defineNode, flag } from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'
import { unknownFlag } from '../../shared/missing.ts'

export const or = defineNode({
  type: 'logic.or',
  version: 1,
  title: 'Or',
  summary: 'True where at least one of the connected conditions is true.',
  help: md`
    Takes any number of conditions. While **any** of them is still unknown the result is unknown too, even if another one is already true.
  `,
  category: 'logic',
  keywords: ['any', 'either', 'disjunction', '||', 'alternative'],
  icon: 'circle-dot-dashed',
  config: z.object({}),
  inputs: { conditions: flag('Conditions; connect as many as you like', { many: true }) },
  outputs: { result: flag('True where at least one is') },
  kernel({ conditions }, _config, k) {
    const [first = unknownFlag(k), ...rest] = conditions
    return { result: rest.reduce((any, condition) => any.or(condition), first) }
  },
  examples: [
    {
      title: 'Both, one, none, unknown',
      inputs: { 'conditions.0': [true, true, false, true], 'conditions.1': [true, false, false, null] },
      outputs: { result: [true, true, false, null] },
    },
  ],
})
