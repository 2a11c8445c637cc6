import { crossesBelow, defineNode, flag, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { anyNumber } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const crossUnder = defineNode({
  type: 'logic.cross-under',
  version: 1,
  title: 'Crosses under',
  summary: 'True at the one bar at which a falls below b.',
  help: md`
    True where *a < b* now and *a >= b* one bar ago. Where nothing is connected to **b**, the number set in the form is the level.

    Unknown until both values and those of the bar before are there: no signal in the first bar.
  `,
  category: 'logic',
  keywords: ['cross', 'crossunder', 'cross down', 'death cross', 'below', 'signal', 'trigger'],
  icon: 'trending-down',
  config: z.object({ b: anyNumber('b, if not connected', 0, 'Used only while nothing is connected to input b.') }),
  inputs: { a: series('The number that falls'), b: series('The number it crosses; else the one of the form', { optional: true }) },
  outputs: { result: flag('True at the bar of the crossing') },
  kernel: ({ a, b }, config, k) => ({ result: crossesBelow(k, a, b ?? config.b) }),
  examples: [
    {
      title: 'Under a level',
      config: { b: 70 },
      inputs: { a: [72, 71, 69, 67, 70, 69] },
      outputs: { result: [null, false, true, false, false, true] },
    },
  ],
})
