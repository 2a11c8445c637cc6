import { defineNode, flag } from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'

export const not = defineNode({
  type: 'logic.not',
  version: 1,
  title: 'Not',
  summary: 'True where the condition is false.',
  help: md`
    Turns a condition round. An unknown condition stays unknown: *not (RSI > 70)* is not true just because the RSI is still warming up.
  `,
  category: 'logic',
  keywords: ['invert', 'negate', 'opposite', '!'],
  icon: 'circle-off',
  config: z.object({}),
  inputs: { condition: flag('The condition') },
  outputs: { result: flag('Its opposite') },
  kernel: ({ condition }) => ({ result: condition.not() }),
  examples: [{ title: 'Unknown stays unknown', inputs: { condition: [null, true, false] }, outputs: { result: [null, false, true] } }],
})
