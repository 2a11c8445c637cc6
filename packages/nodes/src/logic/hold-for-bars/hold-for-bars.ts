import { defineNode, flag } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const holdForBars = defineNode({
  type: 'logic.hold-for-bars',
  version: 1,
  title: 'Hold for bars',
  summary: 'Stays true for n bars after a trigger.',
  help: md`
    True at the bar of the trigger and the n - 1 bars after it; a new trigger starts the count anew. Lets signals meet that do not come at
    the very same bar: *crossed over within the last 5 bars* and *volume above average now*.

    Unknown only while the trigger is unknown; a trigger that never came is false.
  `,
  category: 'logic',
  keywords: ['extend', 'stretch', 'within', 'recently', 'memory', 'window', 'pulse'],
  icon: 'timer',
  config: z.object({ bars: bars('Hold for', 3, { description: 'Bars for which it stays true, that of the trigger included.' }) }),
  inputs: { trigger: flag('Starts the count where true') },
  outputs: { result: flag('True for n bars from the trigger on') },
  kernel({ trigger }, config, k) {
    const held = k.orElseFlag(k.rowsSince(trigger).isLessThan(config.bars), false)
    return { result: k.selectFlag(trigger, trigger, held) }
  },
  examples: [
    {
      title: 'For three bars',
      inputs: { trigger: [false, true, false, false, false] },
      outputs: { result: [false, true, true, true, false] },
    },
  ],
})
