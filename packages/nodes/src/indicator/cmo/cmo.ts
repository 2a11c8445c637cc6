import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { skipsMissing } from '../../shared/notes.ts'
import { gainAndLoss } from '../../shared/strength.ts'

export const cmo = defineNode({
  type: 'indicator.cmo',
  version: 1,
  title: 'Chande momentum',
  summary: 'Chande momentum oscillator: gains against losses, -100 to 100.',
  help: md`
    value = 100 (gain - loss) / (gain + loss), of gains and losses with Wilder's smoothing as TA-Lib does it (T. Chande's own text takes plain
    sums). First value at bar n + 1; 0 while nothing has moved. ${skipsMissing}

    It says what the RSI says, on a scale from -100 to 100: CMO = 2 RSI - 100.
  `,
  category: 'indicator',
  keywords: ['chande', 'momentum oscillator', 'cmo'],
  icon: 'gauge',
  config: z.object({ period: bars('Length', 14, { min: 2, description: 'Bars of the smoothing.' }) }),
  inputs: { source: series('Values to measure, usually the close') },
  outputs: { value: series('-100 to 100', { min: -100, max: 100 }) },
  kernel({ source }, { period }, k) {
    const { gain, loss } = gainAndLoss(k, source, period)
    return { value: k.ratio(gain.minus(loss), gain.plus(loss), { ifZero: 0 }).times(100) }
  },
  examples: [
    {
      title: 'Only gains, then as much loss',
      config: { period: 2 },
      inputs: { source: [1, 2, 3, 2] },
      outputs: { value: [null, null, 100, 0] },
    },
  ],
})
