import { clamp as keepBetween, defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { anyNumber } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const clamp = defineNode({
  type: 'math.clamp',
  version: 1,
  title: 'Clamp',
  summary: 'The number, kept between a lower and an upper limit.',
  help: md`
    value = lower limit where x is below it, upper limit where x is above it, else x.

    Keeps position fractions between 0 and 1, and one wild value from dominating an average.
  `,
  category: 'math',
  keywords: ['limit', 'bound', 'cap', 'floor', 'restrict', 'between', 'min', 'max'],
  icon: 'fold-vertical',
  config: z
    .object({ lower: anyNumber('Lower limit', 0, 'Nothing below this.'), upper: anyNumber('Upper limit', 1, 'Nothing above this.') })
    .refine(({ lower, upper }) => lower <= upper, { path: ['lower'], message: 'The lower limit must not be above the upper limit.' }),
  inputs: { x: series('The number') },
  outputs: { value: series('Between the limits') },
  kernel: ({ x }, { lower, upper }, k) => ({ value: keepBetween(k, x, { low: lower, high: upper }) }),
  examples: [{ title: 'Between 0 and 1', inputs: { x: [-3, 0.4, 7] }, outputs: { value: [0, 0.4, 1] } }],
})
