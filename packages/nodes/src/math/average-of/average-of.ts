import { defineNode, type Num, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'

export const averageOf = defineNode({
  type: 'math.average-of',
  version: 1,
  title: 'Combine',
  summary: 'Average, sum, smallest and largest of several inputs at the same bar.',
  help: md`
    Takes any number of connections and combines them bar by bar (not over time; for that use *SMA* or *Sum*):
    the average blends several scores into one, the smallest means "all of them at least".

    If one input has no value, none of the results has.
  `,
  category: 'math',
  keywords: ['mean', 'average', 'sum', 'ensemble', 'vote', 'blend', 'min', 'max', 'many', 'combine'],
  icon: 'merge',
  config: z.object({}),
  inputs: { values: series('Numbers to combine; connect as many as you like', { many: true }) },
  outputs: {
    average: series('Their mean'),
    sum: series('Their sum'),
    smallest: series('The smallest of them'),
    largest: series('The largest of them'),
  },
  kernel({ values }, _config, k) {
    const [first = k.constant(Number.NaN), ...rest] = values
    const fold = (combine: (a: Num, b: Num) => Num) => rest.reduce(combine, first)
    const sum = fold((a, b) => a.plus(b))
    return {
      average: sum.over(rest.length + 1),
      sum,
      smallest: fold((a, b) => k.min(a, b)),
      largest: fold((a, b) => k.max(a, b)),
    }
  },
  examples: [
    {
      title: 'Two inputs',
      inputs: { 'values.0': [1, 2, null], 'values.1': [3, -2, 5] },
      outputs: { average: [2, 0, null], sum: [4, 0, null], smallest: [1, -2, null], largest: [3, 2, null] },
    },
    { title: 'One input is its own average', inputs: { values: [1, 2, 3] }, outputs: { average: [1, 2, 3], largest: [1, 2, 3] } },
  ],
})
