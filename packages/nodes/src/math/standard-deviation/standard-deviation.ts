import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const standardDeviation = defineNode({
  type: 'math.standard-deviation',
  version: 1,
  title: 'Standard deviation',
  summary: 'How widely the last n values are spread around their mean.',
  help: md`
    deviation = sqrt(mean of (x - mean)^2) over the last n values. Divisor **n** (population) is what Bollinger bands and TA-Lib use;
    divisor **n - 1** (sample) is what statistics of returns use.

    Exactly 0 where all n values are equal, never negative. Bars without a value are skipped.
  `,
  category: 'math',
  keywords: ['stddev', 'sigma', 'variance', 'volatility', 'spread', 'dispersion'],
  icon: 'chart-no-axes-column',
  config: z.object({
    bars: bars('Window', 20, { min: 2, description: 'How many values are looked at.' }),
    divisor: z.enum(['n', 'n - 1']).default('n').meta({ title: 'Divisor', description: 'n: of the population; n - 1: of a sample.' }),
  }),
  inputs: { x: series('The number') },
  outputs: { deviation: series('Standard deviation', { min: 0 }), variance: series('Its square', { min: 0 }) },
  kernel({ x }, config, k) {
    const population = k.deviation(x, config.bars)
    const deviation = config.divisor === 'n' ? population : population.times(k.sqrt(k.constant(config.bars / (config.bars - 1))))
    return { deviation, variance: deviation.times(deviation) }
  },
  examples: [
    {
      title: 'Population',
      config: { bars: 2 },
      inputs: { x: [1, 3, 3] },
      outputs: { deviation: [null, 1, 0], variance: [null, 1, 0] },
      tolerance: 1e-12,
    },
    { title: 'Sample', config: { bars: 2, divisor: 'n - 1' }, inputs: { x: [1, 3] }, outputs: { variance: [null, 2] }, tolerance: 1e-12 },
  ],
})
