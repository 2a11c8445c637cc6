import { crossesAbove, defineNode, flag, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { anyNumber } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const crossOver = defineNode({
  type: 'logic.cross-over',
  version: 1,
  title: 'Crosses over',
  summary: 'True at the one bar at which a rises above b.',
  help: md`
    True where *a > b* now and *a <= b* one bar ago: touching b counts as not yet above, so a value that rests on b and then leaves it
    upwards crosses. Where nothing is connected to **b**, the number set in the form is the level.

    Unknown until both values and those of the bar before are there: no signal in the first bar. An indicator that has just
    warmed up is not a crossing.
  `,
  category: 'logic',
  keywords: ['cross', 'crossover', 'cross up', 'golden cross', 'above', 'signal', 'trigger'],
  icon: 'trending-up',
  config: z.object({ b: anyNumber('b, if not connected', 0, 'Used only while nothing is connected to input b.') }),
  inputs: { a: series('The number that rises'), b: series('The number it crosses; else the one of the form', { optional: true }) },
  outputs: { result: flag('True at the bar of the crossing') },
  kernel: ({ a, b }, config, k) => ({ result: crossesAbove(k, a, b ?? config.b) }),
  examples: [
    {
      title: 'Over a level',
      config: { b: 30 },
      inputs: { a: [28, 29, 31, 33, 30, 31] },
      outputs: { result: [null, false, true, false, false, true] },
    },
    { title: 'Over another number', inputs: { a: [1, 3, 3], b: [2, 2, 4] }, outputs: { result: [null, true, false] } },
  ],
})
