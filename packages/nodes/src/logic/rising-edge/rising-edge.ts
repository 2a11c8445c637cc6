import { becomesTrue, defineNode, flag } from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'

export const risingEdge = defineNode({
  type: 'logic.rising-edge',
  version: 1,
  title: 'Rising edge',
  summary: 'True only at the bar at which a condition becomes true, or false again.',
  help: md`
    **began** where the condition is true now and was false one bar ago; **ended** where it is false now and was true. Makes one signal out
    of a condition that lasts. Unknown in the first bar and next to bars at which the condition is unknown: becoming known is not becoming true.
  `,
  category: 'logic',
  keywords: ['once', 'trigger', 'edge', 'begin', 'start', 'end', 'falling edge', 'one shot', 'pulse'],
  icon: 'activity',
  config: z.object({}),
  inputs: { condition: flag('The condition') },
  outputs: { began: flag('True where it becomes true'), ended: flag('True where it becomes false') },
  kernel: ({ condition }, _config, k) => ({ began: becomesTrue(k, condition), ended: becomesTrue(k, condition.not()) }),
  examples: [
    {
      title: 'Begins and ends',
      inputs: { condition: [true, false, true, true, false] },
      outputs: { began: [null, false, true, false, false], ended: [null, true, false, false, true] },
    },
  ],
})
