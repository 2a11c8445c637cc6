import { candles, defineNativeNode, series } from '@strategraph/strategy-core'
import { KeltnerChannels } from 'technicalindicators'
import { z } from 'zod'
import { amount, bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { memoryOfAverage, memoryOfWilder, throughLibrary } from '../technical-indicators-adapter.ts'

const config = z.object({
  period: bars('EMA length', 20, { max: 500, description: 'Length of the EMA of the close.' }),
  atrPeriod: bars('ATR length', 10, { max: 500, description: 'Length of the average true range.' }),
  factor: amount('Width', 2, { min: 0.01, max: 100, unit: 'ATR', description: 'ATRs between the middle and each line.' }),
})
type Config = z.output<typeof config>

export const keltner = defineNativeNode({
  type: 'indicator.keltner',
  version: 1,
  title: 'Keltner channels',
  summary: 'An EMA of the close with lines a number of ATRs above and below it.',
  help: md`
    middle = EMA of the close; upper and lower = middle +- factor x ATR (C. Keltner 1960, in the form of L. Raschke). All three start together, when both
    the EMA and the ATR are there. On a flat market the lines meet in the price.

    Calmer than Bollinger bands, which widen with single large moves. Bollinger bands inside Keltner channels are the "squeeze".
  `,
  category: 'indicator',
  keywords: ['channel', 'bands', 'atr', 'squeeze', 'volatility'],
  icon: 'rows-3',
  config,
  inputs: { candles: candles('Closed candles') },
  outputs: {
    upper: series('Upper line', { unit: 'price' }),
    middle: series('EMA of the close', { unit: 'price' }),
    lower: series('Lower line', { unit: 'price' }),
  },
  native: throughLibrary<Config, 'upper' | 'middle' | 'lower'>({
    columns: ['candles.high', 'candles.low', 'candles.close'],
    warmUp({ period, atrPeriod }) {
      const first = Math.max(period - 1, atrPeriod)
      return { upper: first, middle: first, lower: first }
    },
    memory: ({ period, atrPeriod }) => Math.max(memoryOfAverage(period), memoryOfWilder(atrPeriod)),
    start({ period, atrPeriod, factor }) {
      const channels = new KeltnerChannels({ high: [], low: [], close: [], maPeriod: period, atrPeriod, multiplier: factor, useSMA: false })
      return ([high, low, close]) => channels.generator.next({ high, low, close }).value
    },
  }),
  examples: [
    {
      title: 'A flat price',
      config: { period: 2, atrPeriod: 1 },
      inputs: {
        candles: [
          [5, 5, 5, 5, 1],
          [5, 5, 5, 5, 1],
          [5, 7, 5, 5, 1],
        ],
      },
      outputs: { upper: [null, 5, 9], middle: [null, 5, 5], lower: [null, 5, 1] },
      tolerance: 1e-12,
    },
  ],
})
