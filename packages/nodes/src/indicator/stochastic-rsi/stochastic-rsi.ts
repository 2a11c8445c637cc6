import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { gatedBy } from '../../shared/missing.ts'
import { relativeStrength } from '../../shared/strength.ts'

/** Points of the RSI below which it counts as unmoved. */
const leastRange = 1e-9

export const stochasticRsi = defineNode({
  type: 'indicator.stochastic-rsi',
  version: 1,
  title: 'Stochastic RSI',
  summary: 'Where the RSI lies between its own recent low and high, 0 to 100.',
  help: md`
    k = 100 (RSI - lowest RSI) / (highest RSI - lowest RSI) over the last *window* bars; d = SMA of k (T. Chande and S. Kroll, The New
    Technical Trader, 1994). k is not smoothed. Both start together, with d.

    **Flat market:** 0 where the RSI did not move (by more than ${leastRange}) within the window. It jumps between 0 and 100 easily: more signals than the RSI, and more false ones.
  `,
  category: 'indicator',
  keywords: ['stochrsi', 'oscillator', 'momentum', 'overbought', 'oversold'],
  icon: 'gauge',
  config: z.object({
    period: bars('RSI length', 14, { min: 2, description: 'Length of the RSI.' }),
    window: bars('Window', 14, { description: 'Bars over which the low and the high of the RSI are taken.' }),
    smoothing: bars('d length', 3, { description: 'Length of the SMA that makes d.' }),
  }),
  inputs: { source: series('Values to measure, usually the close') },
  outputs: { k: series('0 to 100', { min: 0, max: 100 }), d: series('SMA of k', { min: 0, max: 100 }) },
  kernel({ source }, { period, window, smoothing }, k) {
    const rsi = relativeStrength(k, source, period)
    const lowest = k.lowest(rsi, window)
    const range = k.highest(rsi, window).minus(lowest)
    // Where nothing moves the RSI wavers in its last digits; magnified to 0..100 that would be noise.
    const fast = k.select(range.isGreaterThan(leastRange), k.ratio(rsi.minus(lowest), range, { ifZero: 0 }), 0).times(100)
    const d = k.mean(fast, smoothing)
    return { k: gatedBy(fast, d), d }
  },
  examples: [
    {
      title: 'The RSI falls to its lowest',
      config: { period: 2, window: 2, smoothing: 1 },
      inputs: { source: [1, 2, 3, 2, 1] },
      outputs: { k: [null, null, null, 0, 0] },
    },
  ],
})
