import { defineNode, type Kernel, type Num, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { amount } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

const directions = ['nearest', 'down', 'up'] as const

const formulas: Readonly<Record<(typeof directions)[number], (k: Kernel, steps: Num) => Num>> = {
  nearest: (k, steps) => k.round(steps),
  down: (k, steps) => k.floor(steps),
  up: (k, steps) => k.ceil(steps),
}

export const roundToStep = defineNode({
  type: 'math.round-to-step',
  version: 1,
  title: 'Round to step',
  summary: 'The number, rounded to a multiple of a step: price levels of 100, quarters of a point.',
  help: md`
    value = round(x / step) x step, to the nearest multiple (a half goes to the even one), down or up.

    Good for round-number levels and grids. Orders are rounded to the instrument's tick and lot size anyway, by one place and
    always against you; this node is not needed for that.
  `,
  category: 'math',
  keywords: ['round', 'grid', 'level', 'tick', 'step', 'snap', 'quantize'],
  icon: 'grid-3x3',
  config: z.object({
    step: amount('Step', 1, { min: 1e-9, max: 1e9, description: 'Results are multiples of this.' }),
    direction: z
      .enum(directions)
      .default('nearest')
      .meta({ title: 'Direction', description: 'Where a number between two multiples goes.' }),
  }),
  inputs: { x: series('The number') },
  outputs: { value: series('A multiple of the step') },
  kernel: ({ x }, { step, direction }, k) => ({ value: formulas[direction](k, x.over(step)).times(step) }),
  examples: [
    {
      title: 'To the nearest hundred',
      config: { step: 100 },
      inputs: { x: [30149, 30151, 30200] },
      outputs: { value: [30100, 30200, 30200] },
    },
    {
      title: 'Down to quarters',
      config: { step: 0.25, direction: 'down' },
      inputs: { x: [1.99, -0.1] },
      outputs: { value: [1.75, -0.25] },
    },
  ],
})
