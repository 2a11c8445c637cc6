import { defineNode, type Kernel, type Num, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { onlyWhere, quotient } from '../../shared/missing.ts'

const measures = ['difference', 'percent', 'ratio', 'log return'] as const

const formulas: Readonly<Record<(typeof measures)[number], (k: Kernel, now: Num, before: Num) => Num>> = {
  difference: (_k, now, before) => now.minus(before),
  percent: (k, now, before) => quotient(k, now.minus(before), before).times(100),
  ratio: (k, now, before) => quotient(k, now, before),
  'log return': (k, now, before) => {
    const bothPositive = now.isGreaterThan(0).and(before.isGreaterThan(0))
    return onlyWhere(k, bothPositive, k.log(k.ratio(now, before, { ifZero: 1 })))
  },
}

export const change = defineNode({
  type: 'math.change',
  version: 1,
  title: 'Change',
  summary: 'How much a number changed over some bars: difference, percent, ratio or log return.',
  help: md`
    With *b* the value of n bars ago:

    - **difference** = x - b
    - **percent** = 100 (x - b) / b
    - **ratio** = x / b
    - **log return** = ln(x / b), which adds up over time

    The first n bars have no value; nor has a bar for which b is 0 (for log returns: x or b not above 0).
  `,
  category: 'math',
  keywords: ['difference', 'delta', 'return', 'roc', 'rate of change', 'percent', 'log return', 'momentum'],
  icon: 'diff',
  config: z.object({
    bars: bars('Over', 1, { description: 'Bars between the two values.' }),
    measure: z.enum(measures).default('difference').meta({ title: 'As', description: 'How the change is expressed.' }),
  }),
  inputs: { x: series('The number') },
  outputs: { value: series('Its change') },
  kernel: ({ x }, config, k) => ({ value: formulas[config.measure](k, x, k.previous(x, config.bars)) }),
  examples: [
    { title: 'Difference to the bar before', inputs: { x: [100, 110, 99] }, outputs: { value: [null, 10, -11] } },
    { title: 'Percent', config: { measure: 'percent' }, inputs: { x: [100, 110, 99] }, outputs: { value: [null, 10, -10] } },
    {
      title: 'Percent of nothing has no value',
      config: { measure: 'percent' },
      inputs: { x: [0, 5, 10] },
      outputs: { value: [null, null, 100] },
    },
  ],
})
