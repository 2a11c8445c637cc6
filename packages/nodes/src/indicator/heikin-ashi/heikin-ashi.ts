import { candles, defineNativeNode, series } from '@strategraph/strategy-core'
import { HeikinAshi } from 'technicalindicators'
import { z } from 'zod'
import { md } from '../../shared/md.ts'
import { throughLibrary } from '../technical-indicators-adapter.ts'

const config = z.object({})

export const heikinAshi = defineNativeNode({
  type: 'indicator.heikin-ashi',
  version: 1,
  title: 'Heikin-Ashi',
  summary: 'Smoothed candles in which a trend keeps its colour.',
  help: md`
    close = (open + high + low + close) / 4; open = (previous Heikin-Ashi open + close) / 2, at first (open + close) / 2; high and low = the extremes of the candle's
    own and these two (M. Homma; D. Valcu, Technical Analysis of Stocks & Commodities, February 2004).

    These are **not** prices at which anything was traded: use them for signals, never for stops or fills.
  `,
  category: 'indicator',
  keywords: ['candles', 'smoothed', 'average bar', 'trend'],
  icon: 'candlestick-chart',
  config,
  inputs: { candles: candles('Closed candles') },
  outputs: {
    open: series('Heikin-Ashi open', { unit: 'price' }),
    high: series('Heikin-Ashi high', { unit: 'price' }),
    low: series('Heikin-Ashi low', { unit: 'price' }),
    close: series('Heikin-Ashi close', { unit: 'price' }),
  },
  native: throughLibrary<z.output<typeof config>, 'open' | 'high' | 'low' | 'close'>({
    columns: ['candles.open', 'candles.high', 'candles.low', 'candles.close'],
    warmUp: () => ({ open: 0, high: 0, low: 0, close: 0 }),
    // The open forgets half of its start with every candle.
    memory: () => 128,
    start() {
      const object = new HeikinAshi({ open: [], high: [], low: [], close: [] })
      return ([open, high, low, close]) => object.generator.next({ open, high, low, close }).value
    },
  }),
  examples: [
    {
      title: 'The second candle opens in the middle of the first',
      inputs: {
        candles: [
          [1, 4, 1, 2, 1],
          [2, 6, 2, 6, 1],
        ],
      },
      outputs: { open: [1.5, 1.75], high: [4, 6], low: [1, 1.75], close: [2, 4] },
    },
  ],
})
