import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { skipsMissing } from '../../shared/notes.ts'

export const linearRegression = defineNode({
  type: 'indicator.linear-regression',
  version: 1,
  title: 'Linear regression',
  summary: 'The straight line that fits the last n values best: its end, slope, start and next point.',
  help: md`
    Least squares over the last n values. **value** is the line at the present bar, **slope** its rise per bar, **start** the line at the oldest bar of
    the window, **forecast** the line at the next bar. First value at bar n. ${skipsMissing}

    Computed from the simple and the weighted mean: slope = 6 (WMA - SMA) / (n - 1). The slope is a smooth measure of trend; its sign changes
    where the trend of the window turns.
  `,
  category: 'indicator',
  keywords: ['least squares', 'slope', 'trend line', 'time series forecast', 'tsf', 'linreg', 'fit'],
  icon: 'slash',
  config: z.object({ period: bars('Length', 14, { min: 2, description: 'Values that are fitted.' }) }),
  inputs: { source: series('Values to fit, usually the close') },
  outputs: {
    value: series('The line now'),
    slope: series('Rise per bar'),
    start: series('The line at the oldest bar of the window'),
    forecast: series('The line at the next bar'),
  },
  kernel({ source }, { period }, k) {
    const mean = k.mean(source, period)
    const slope = k
      .weightedMean(source, period)
      .minus(mean)
      .times(6 / (period - 1))
    const half = slope.times((period - 1) / 2)
    const value = mean.plus(half)
    return { value, slope, start: mean.minus(half), forecast: value.plus(slope) }
  },
  examples: [
    {
      title: 'A straight line is its own fit',
      config: { period: 3 },
      inputs: { source: [1, 2, 3, 4] },
      outputs: { value: [null, null, 3, 4], slope: [null, null, 1, 1], start: [null, null, 1, 2], forecast: [null, null, 4, 5] },
      tolerance: 1e-12,
    },
  ],
})
