import { candles, defineNativeNode, series } from '@strategraph/strategy-core'
import { ChandelierExit } from 'technicalindicators'
import { z } from 'zod'
import { amount, bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { memoryOfWilder, throughLibrary } from '../technical-indicators-adapter.ts'

const config = z.object({
  period: bars('Length', 22, { max: 500, description: 'Candles of the extremes and of the ATR.' }),
  factor: amount('Factor', 3, { min: 0.01, max: 100, unit: 'ATR', description: 'ATRs between the extreme and the stop.' }),
})
type Config = z.output<typeof config>

export const chandelierExit = defineNativeNode({
  type: 'indicator.chandelier-exit',
  version: 1,
  title: 'Chandelier exit',
  summary: 'Trailing stops that hang a number of ATRs below the highest high and above the lowest low.',
  help: md`
    long stop = highest high of n candles - factor x ATR(n); short stop = lowest low + factor x ATR(n) (C. Le Beau). First value at bar n + 1.

    The long stop can fall again when volatility grows; combine it with *Highest* to make it only rise. Leave a long position when the close falls below it.
  `,
  category: 'indicator',
  keywords: ['trailing stop', 'atr', 'stop loss', 'exit', 'le beau'],
  icon: 'lamp-ceiling',
  config,
  inputs: { candles: candles('Closed candles') },
  outputs: {
    long: series('Stop of a long position', { title: 'Long stop', unit: 'price' }),
    short: series('Stop of a short position', { title: 'Short stop', unit: 'price' }),
  },
  native: throughLibrary<Config, 'long' | 'short'>({
    columns: ['candles.high', 'candles.low', 'candles.close'],
    warmUp: ({ period }) => ({ long: period, short: period }),
    memory: ({ period }) => memoryOfWilder(period),
    start({ period, factor }) {
      const object = new ChandelierExit({ high: [], low: [], close: [], period, multiplier: factor })
      return ([high, low, close]) => {
        // Through the generator: the library declares nextValue with the constructor's lists.
        const result = object.generator.next({ high, low, close }).value
        return { long: result?.exitLong, short: result?.exitShort }
      }
    },
  }),
  examples: [
    {
      title: 'One range from the extremes',
      config: { period: 1, factor: 1 },
      inputs: {
        candles: [
          [5, 5, 5, 5, 1],
          [5, 7, 5, 6, 1],
        ],
      },
      outputs: { long: [null, 5], short: [null, 7] },
    },
  ],
})
