import { defineNode, ema, type Num, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { amount, bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { skipsMissing } from '../../shared/notes.ts'

export const t3 = defineNode({
  type: 'indicator.t3',
  version: 1,
  title: 'T3',
  summary: 'Tillson moving average: six EMAs combined, smooth and with little lag.',
  help: md`
    With e1 ... e6 the EMA, its EMA and so on, and v the volume factor:
    value = -v^3 e6 + (3v^2 + 3v^3) e5 - (6v^2 + 3v + 3v^3) e4 + (1 + 3v + v^3 + 3v^2) e3 (T. Tillson, Technical Analysis of Stocks &
    Commodities, January 1998). Each stage is seeded with the mean of its first n values; first value at bar 6n - 5.
    ${skipsMissing}

    v = 0 is a triple EMA, v = 1 a DEMA of DEMAs; 0.7 is usual.
  `,
  category: 'indicator',
  keywords: ['tillson', 'moving average', 'smooth'],
  icon: 'chart-spline',
  config: z.object({
    period: bars('Length', 5, { max: 1000, description: 'Length of each of the six EMAs.' }),
    volumeFactor: amount('Volume factor', 0.7, { min: 0, max: 1, description: 'v of the formula: how strongly lag is taken out.' }),
  }),
  inputs: { source: series('Values to average') },
  outputs: { value: series('The average') },
  kernel({ source }, { period, volumeFactor: v }, k) {
    const stages: Num[] = []
    for (let stage = 0; stage < 6; stage++) stages.push(ema(k, stages.at(-1) ?? source, period))
    const [, , e3 = source, e4 = source, e5 = source, e6 = source] = stages
    const [v2, v3] = [v * v, v * v * v]
    return {
      value: e6
        .times(-v3)
        .plus(e5.times(3 * v2 + 3 * v3))
        .plus(e4.times(-6 * v2 - 3 * v - 3 * v3))
        .plus(e3.times(1 + 3 * v + v3 + 3 * v2)),
    }
  },
  examples: [
    {
      title: 'A flat price is its own average',
      config: { period: 1 },
      inputs: { source: [5, 5] },
      outputs: { value: [5, 5] },
      tolerance: 1e-12,
    },
  ],
})
