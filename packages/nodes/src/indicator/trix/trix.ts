import { candles, defineNativeNode, series } from '@strategraph/strategy-core'
import { TRIX } from 'technicalindicators'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { memoryOfAverage, throughLibrary } from '../technical-indicators-adapter.ts'

const config = z.object({ period: bars('Length', 15, { max: 500, description: 'Length of each of the three EMAs.' }) })
type Config = z.output<typeof config>

export const trix = defineNativeNode({
  type: 'indicator.trix',
  version: 1,
  title: 'TRIX',
  summary: 'Percentage change per bar of a triple smoothed close.',
  help: md`
    value = 100 x (e3 - e3 of the bar before) / e3 of the bar before, with e3 the EMA of the EMA of the EMA of the close (J. Hutson, 1983). Each stage is seeded
    with the mean of its first n values; first value at bar 3n - 1. 0 in a flat market.

    Its sign is the direction of a very smooth trend; crossings of 0 are slow but clean.
  `,
  category: 'indicator',
  keywords: ['triple exponential', 'momentum', 'rate of change', 'hutson'],
  icon: 'chart-spline',
  config,
  inputs: { candles: candles('Closed candles; the close is used') },
  outputs: { value: series('Change per bar', { unit: '%' }) },
  native: throughLibrary<Config, 'value'>({
    columns: ['candles.close'],
    warmUp: ({ period }) => ({ value: 3 * (period - 1) + 1 }),
    // Three averages in a row forget later than one: their start fades as rows^2 (1 - alpha)^rows.
    memory: ({ period }) => 2 * memoryOfAverage(period),
    silentZeros: ['value'],
    start({ period }) {
      const object = new TRIX({ values: [], period })
      return ([close = Number.NaN]) => ({ value: object.nextValue(close) })
    },
  }),
  examples: [
    {
      title: 'Length 1 is the change itself',
      config: { period: 1 },
      inputs: {
        candles: [
          [4, 4, 4, 4, 1],
          [5, 5, 5, 5, 1],
          [5, 5, 5, 5, 1],
        ],
      },
      outputs: { value: [null, 25, 0] },
    },
  ],
})
