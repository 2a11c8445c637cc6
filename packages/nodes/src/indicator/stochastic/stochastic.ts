import { candles, defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { gatedBy } from '../../shared/missing.ts'

export const stochastic = defineNode({
  type: 'indicator.stochastic',
  version: 1,
  title: 'Stochastic',
  summary: 'Where the close lies between the lowest low and the highest high, 0 to 100.',
  help: md`
    raw = 100 (close - lowest low) / (highest high - lowest low) over the last n candles; k = SMA of raw; d = SMA of k (G. Lane). Smoothing of 3 is the
    slow stochastic, smoothing of 1 the fast one. Both lines start together, with d.

    **Flat market:** raw is 0 where the highest high equals the lowest low.

    Above 80 the close is near the top of its range, below 20 near the bottom; k crossing d there is the classic signal for ranges. In trends it stays extreme.
  `,
  category: 'indicator',
  keywords: ['oscillator', 'momentum', 'overbought', 'oversold', 'lane', '%k', '%d', 'slow', 'fast'],
  icon: 'gauge',
  config: z.object({
    period: bars('Length', 14, { description: 'Candles over which low and high are taken.' }),
    smoothing: bars('k smoothing', 3, { description: 'SMA over the raw values; 1 for the fast stochastic.' }),
    signal: bars('d length', 3, { description: 'SMA over k.' }),
  }),
  inputs: { candles: candles('Closed candles') },
  outputs: { k: series('0 at the lowest low, 100 at the highest high', { min: 0, max: 100 }), d: series('SMA of k', { min: 0, max: 100 }) },
  kernel({ candles: { high, low, close } }, { period, smoothing, signal }, k) {
    const lowest = k.lowest(low, period)
    const raw = k.ratio(close.minus(lowest), k.highest(high, period).minus(lowest), { ifZero: 0 }).times(100)
    const smoothed = k.mean(raw, smoothing)
    const d = k.mean(smoothed, signal)
    return { k: gatedBy(smoothed, d), d }
  },
  examples: [
    {
      title: 'Fast stochastic over two candles',
      config: { period: 2, smoothing: 1, signal: 1 },
      inputs: {
        candles: [
          [1, 2, 0, 1, 1],
          [1, 4, 1, 3, 1],
          [3, 4, 2, 2, 1],
        ],
      },
      outputs: { k: [null, 75, 33.333333333333336], d: [null, 75, 33.333333333333336] },
      tolerance: 1e-12,
    },
  ],
})
