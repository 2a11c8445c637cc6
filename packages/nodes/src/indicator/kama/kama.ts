import { change, defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { gatedBy } from '../../shared/missing.ts'

export const kama = defineNode({
  type: 'indicator.kama',
  version: 1,
  title: 'KAMA',
  summary: "Kaufman's adaptive moving average: fast in trends, slow in noise.",
  help: md`
    Efficiency ratio ER = |x - x of n bars ago| / sum of the n absolute changes between; smoothing c = (ER (f - s) + s)^2 with
    f = 2 / (fast + 1), s = 2 / (slow + 1); value = previous + c (x - previous), starting from x of bar n (P. Kaufman, Trading
    Systems and Methods). First value at bar n + 1.

    Where nothing moved ER counts as 1. A price that runs straight is followed quickly, one that wobbles hardly at all.
  `,
  category: 'indicator',
  keywords: ['kaufman', 'adaptive', 'efficiency ratio', 'moving average'],
  icon: 'chart-spline',
  config: z.object({
    period: bars('Length', 10, { description: 'Bars over which the efficiency is measured.' }),
    fast: bars('Fast', 2, { description: 'EMA length in a perfect trend.' }),
    slow: bars('Slow', 30, { description: 'EMA length in pure noise.' }),
  }),
  inputs: { source: series('Values to average') },
  outputs: { value: series('The average'), efficiency: series('0 in pure noise, 1 in a straight move', { min: 0, max: 1 }) },
  kernel({ source }, { period, fast, slow }, k) {
    const direct = k.abs(change(k, source, period))
    const path = k.sum(k.abs(change(k, source)), period)
    const efficiency = k.min(k.ratio(direct, path, { ifZero: 1 }), 1)
    const [fastest, slowest] = [2 / (fast + 1), 2 / (slow + 1)]
    const rate = efficiency.times(fastest - slowest).plus(slowest)
    const smoothing = rate.times(rate)
    const start = k.previous(source)
    const { average } = k.recurrence({ initial: { average: Number.NaN }, warmUp: 0 }, (cells) => {
      const before = k.orElse(cells.average, start)
      // Before the efficiency is known, and in gaps, the average waits.
      return { average: k.select(k.isReady(smoothing), before.plus(smoothing.times(source.minus(before))), cells.average) }
    })
    return { value: gatedBy(average, smoothing), efficiency }
  },
  examples: [
    {
      title: 'A straight move is efficient',
      config: { period: 2 },
      inputs: { source: [1, 2, 3, 4] },
      outputs: { efficiency: [null, null, 1, 1] },
    },
  ],
})
