import { candles, defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

export const aroon = defineNode({
  type: 'indicator.aroon',
  version: 1,
  title: 'Aroon',
  summary: 'How recent the highest high and the lowest low of the last n bars are, 0 to 100.',
  help: md`
    up = 100 (n - bars since the highest high) / n over a window of n + 1 candles, down likewise with the lowest low; oscillator = up - down (T. Chande,
    1995). On ties the latest extreme counts, so a flat market has both at 100. First value at bar n + 1.

    Up near 100 and down near 0: a rising trend that makes new highs. Crossings of the two mark possible changes of trend.
  `,
  category: 'indicator',
  keywords: ['trend', 'oscillator', 'chande', 'aroon up', 'aroon down'],
  icon: 'sunrise',
  config: z.object({ period: bars('Length', 14, { description: 'n of the formula.' }) }),
  inputs: { candles: candles('Closed candles') },
  outputs: {
    up: series('100 where the highest high is now', { min: 0, max: 100 }),
    down: series('100 where the lowest low is now', { min: 0, max: 100 }),
    oscillator: series('up - down', { min: -100, max: 100 }),
  },
  kernel({ candles: { high, low } }, { period }, k) {
    const recency = (barsAgo: ReturnType<typeof k.rowsSinceHighest>) => k.constant(period).minus(barsAgo).times(100).over(period)
    const up = recency(k.rowsSinceHighest(high, period + 1))
    const down = recency(k.rowsSinceLowest(low, period + 1))
    return { up, down, oscillator: up.minus(down) }
  },
  examples: [
    {
      title: 'The high is now, the low two bars ago',
      config: { period: 2 },
      inputs: {
        candles: [
          [1, 2, 1, 2, 1],
          [2, 3, 2, 3, 1],
          [3, 4, 3, 4, 1],
        ],
      },
      outputs: { up: [null, null, 100], down: [null, null, 0], oscillator: [null, null, 100] },
    },
  ],
})
