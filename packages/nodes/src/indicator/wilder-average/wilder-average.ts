import { defineNativeNode, series } from '@strategraph/strategy-core'
import { WEMA } from 'technicalindicators'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { skipsMissing, wilderBook } from '../../shared/notes.ts'
import { memoryOfWilder, throughLibrary } from '../technical-indicators-adapter.ts'

const config = z.object({ period: bars('Length', 14, { max: 500, description: 'n of the formula.' }) })
type Config = z.output<typeof config>

export const wilderAverage = defineNativeNode({
  type: 'indicator.wilder-average',
  version: 1,
  title: 'Wilder average',
  summary: "Wilder's moving average (RMA, SMMA): an EMA of about twice the length.",
  help: md`
    value = previous + (x - previous) / n, seeded with the mean of the first n values (${wilderBook}). First value at bar n. ${skipsMissing}

    The smoothing inside RSI, ATR and ADX. The same as an EMA of length 2n - 1 but for its seed.
  `,
  category: 'indicator',
  keywords: ['rma', 'smma', 'smoothed moving average', 'modified moving average', 'wilder'],
  icon: 'chart-spline',
  config,
  inputs: { source: series('Values to average') },
  outputs: { value: series('The average') },
  native: throughLibrary<Config, 'value'>({
    columns: ['source'],
    warmUp: ({ period }) => ({ value: period - 1 }),
    memory: ({ period }) => memoryOfWilder(period),
    start({ period }) {
      const average = new WEMA({ period, values: [] })
      return ([source = Number.NaN]) => ({ value: average.nextValue(source) })
    },
  }),
  examples: [{ title: 'Length 2', config: { period: 2 }, inputs: { source: [1, 3, 4] }, outputs: { value: [null, 2, 3] } }],
})
