import { candles, defineNativeNode, series } from '@strategraph/strategy-core'
import { EMA } from 'technicalindicators'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { memoryOfAverage, throughLibrary } from '../technical-indicators-adapter.ts'

const config = z.object({ period: bars('Length', 13, { max: 500, description: 'Length of the EMA of the close.' }) })
type Config = z.output<typeof config>

export const elderRay = defineNativeNode({
  type: 'indicator.elder-ray',
  version: 1,
  title: 'Elder ray',
  summary: 'Bull and bear power: how far the high and the low reach beyond an EMA of the close.',
  help: md`
    bull power = high - EMA of the close; bear power = low - EMA of the close (A. Elder, Trading for a Living, 1993). First value at bar n.

    In an up trend (rising EMA) Elder buys where bear power is below 0 but rising. In a flat market both are 0.
  `,
  category: 'indicator',
  keywords: ['bull power', 'bear power', 'elder'],
  icon: 'swords',
  config,
  inputs: { candles: candles('Closed candles') },
  outputs: {
    bull: series('Bull power', { title: 'Bull power', unit: 'price' }),
    bear: series('Bear power', { title: 'Bear power', unit: 'price' }),
  },
  native: throughLibrary<Config, 'bull' | 'bear'>({
    columns: ['candles.high', 'candles.low', 'candles.close'],
    warmUp: ({ period }) => ({ bull: period - 1, bear: period - 1 }),
    memory: ({ period }) => memoryOfAverage(period),
    start({ period }) {
      const average = new EMA({ period, values: [] })
      return ([high = Number.NaN, low = Number.NaN, close = Number.NaN]) => {
        const middle: number | undefined = average.nextValue(close)
        return middle === undefined ? undefined : { bull: high - middle, bear: low - middle }
      }
    },
  }),
  examples: [
    { title: 'Around the close', config: { period: 1 }, inputs: { candles: [[5, 7, 4, 5, 1]] }, outputs: { bull: [2], bear: [-1] } },
  ],
})
