import { candles, defineNativeNode, series } from '@strategraph/strategy-core'
import { ForceIndex } from 'technicalindicators'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { memoryOfAverage, throughLibrary } from '../technical-indicators-adapter.ts'

const config = z.object({ period: bars('Length', 13, { max: 500, description: 'Length of the EMA over the raw force.' }) })
type Config = z.output<typeof config>

export const forceIndex = defineNativeNode({
  type: 'indicator.force-index',
  version: 1,
  title: 'Force index',
  summary: 'Change of the close times volume, smoothed: how hard the market pushes.',
  help: md`
    value = EMA of (close - close of the bar before) x volume (A. Elder, Trading for a Living, 1993). First value at bar n + 1. 0 in a flat market and without volume.

    Length 13 shows who is in charge, length 2 where a pullback against the trend ends. Its size depends on price and volume: read the sign and the extremes.
  `,
  category: 'indicator',
  keywords: ['elder', 'volume', 'efi', 'pressure'],
  icon: 'rocket',
  config,
  inputs: { candles: candles('Closed candles with volume') },
  outputs: { value: series('Smoothed force') },
  native: throughLibrary<Config, 'value'>({
    columns: ['candles.close', 'candles.volume'],
    warmUp: ({ period }) => ({ value: period }),
    memory: ({ period }) => memoryOfAverage(period),
    start({ period }) {
      const object = new ForceIndex({ close: [], volume: [], period })
      return ([close, volume]) => ({ value: object.generator.next({ close, volume }).value })
    },
  }),
  examples: [
    {
      title: 'Not smoothed',
      config: { period: 1 },
      inputs: {
        candles: [
          [5, 5, 5, 5, 1],
          [6, 6, 6, 6, 10],
          [4, 4, 4, 4, 3],
        ],
      },
      outputs: { value: [null, 10, -6] },
    },
  ],
})
