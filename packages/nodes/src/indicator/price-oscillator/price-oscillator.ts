import { candles, defineNativeNode, series } from '@strategraph/strategy-core'
import { EMA } from 'technicalindicators'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { memoryOfAverage, throughLibrary } from '../technical-indicators-adapter.ts'

const config = z
  .object({
    fast: bars('Fast', 12, { max: 500, description: 'Length of the fast EMA.' }),
    slow: bars('Slow', 26, { min: 2, max: 500, description: 'Length of the slow EMA.' }),
  })
  .refine(({ fast, slow }) => fast < slow, { path: ['fast'], message: 'The fast length must be shorter than the slow one.' })
type Config = z.output<typeof config>

export const priceOscillator = defineNativeNode({
  type: 'indicator.price-oscillator',
  version: 1,
  title: 'Price oscillator',
  summary: 'Fast EMA minus slow EMA of the close, in price (APO) and in percent of the slow one (PPO).',
  help: md`
    absolute = EMA fast - EMA slow; percent = 100 x absolute / EMA slow. First value at bar *slow*. 0 in a flat market.

    Each EMA starts on its own (fast at bar *fast*), unlike in the *MACD*, where both start together: the two agree to 1e-9 after
    about 130 bars. The percentage compares instruments of different price.
  `,
  category: 'indicator',
  keywords: ['apo', 'ppo', 'macd', 'percentage price oscillator', 'momentum'],
  icon: 'percent',
  config,
  inputs: { candles: candles('Closed candles; the close is used') },
  outputs: {
    absolute: series('Difference of the averages (APO)', { unit: 'price' }),
    percent: series('In percent of the slow one (PPO)', { unit: '%' }),
  },
  native: throughLibrary<Config, 'absolute' | 'percent'>({
    columns: ['candles.close'],
    warmUp: ({ slow }) => ({ absolute: slow - 1, percent: slow - 1 }),
    memory: ({ slow }) => memoryOfAverage(slow),
    start(lengths) {
      const [fastAverage, slowAverage] = [new EMA({ period: lengths.fast, values: [] }), new EMA({ period: lengths.slow, values: [] })]
      return ([close = Number.NaN]) => {
        const fast: number | undefined = fastAverage.nextValue(close)
        const slow: number | undefined = slowAverage.nextValue(close)
        if (fast === undefined || slow === undefined) return undefined
        return { absolute: fast - slow, percent: (100 * (fast - slow)) / slow }
      }
    },
  }),
  examples: [
    {
      title: 'Length 1 against 2',
      config: { fast: 1, slow: 2 },
      inputs: {
        candles: [
          [3, 3, 3, 3, 1],
          [5, 5, 5, 5, 1],
        ],
      },
      outputs: { absolute: [null, 1], percent: [null, 25] },
    },
  ],
})
