import { candles, defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'

export const balanceOfPower = defineNode({
  type: 'indicator.balance-of-power',
  version: 1,
  title: 'Balance of power',
  summary: 'How much of the candle its body fills, with sign, -1 to 1.',
  help: md`
    value = (close - open) / (high - low), 0 where high = low (I. Livshin). 1: opened at the low, closed at the high; -1: the other way round.

    Jumpy from bar to bar; usually smoothed with an *SMA* of 14.
  `,
  category: 'indicator',
  keywords: ['bop', 'body', 'buyers', 'sellers'],
  icon: 'dumbbell',
  config: z.object({}),
  inputs: { candles: candles('Closed candles') },
  outputs: { value: series('-1 to 1', { min: -1, max: 1 }) },
  kernel: ({ candles: { open, high, low, close } }, _config, k) => ({ value: k.ratio(close.minus(open), high.minus(low), { ifZero: 0 }) }),
  examples: [
    {
      title: 'Half the range, then none',
      inputs: {
        candles: [
          [1, 3, 1, 2, 1],
          [2, 2, 2, 2, 1],
        ],
      },
      outputs: { value: [0.5, 0] },
    },
  ],
})
