import { defineNode, flag } from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'
import { unknownFlag } from '../../shared/missing.ts'

export const and = defineNode({
  type: 'logic.and',
  version: 1,
  title: 'And',
  summary: 'True where all connected conditions are true.',
  help: md`
    Takes any number of conditions. While **any** of them is still unknown the result is unknown too, even if another one is
    already false: a signal never fires, nor is denied, on half of its evidence.
  `,
  category: 'logic',
  keywords: ['all', 'both', 'conjunction', '&&', 'filter', 'confirm'],
  icon: 'circle-dot',
  config: z.object({}),
  inputs: { conditions: flag('Conditions; connect as many as you like', { many: true }) },
  outputs: { result: flag('True where all are') },
  kernel({ conditions }, _config, k) {
    const [first = unknownFlag(k), ...rest] = conditions
    return { result: rest.reduce((all, condition) => all.and(condition), first) }
  },
  examples: [
    {
      title: 'Both, one, unknown',
      inputs: { 'conditions.0': [true, true, false, false], 'conditions.1': [true, false, false, null] },
      outputs: { result: [true, false, false, null] },
    },
  ],
})
