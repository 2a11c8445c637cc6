import { candles, defineNativeNode, series } from '@strategraph/strategy-core'
import { KST } from 'technicalindicators'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { throughLibrary } from '../technical-indicators-adapter.ts'

const length = (title: string, preset: number) => bars(title, preset, { max: 1000, description: 'Bars of the rate of change.' })
const smoothing = (title: string, preset: number) => bars(title, preset, { max: 1000, description: 'Bars of the SMA over it.' })

const config = z.object({
  roc1: length('Change 1', 10),
  roc2: length('Change 2', 15),
  roc3: length('Change 3', 20),
  roc4: length('Change 4', 30),
  sma1: smoothing('Average 1', 10),
  sma2: smoothing('Average 2', 10),
  sma3: smoothing('Average 3', 10),
  sma4: smoothing('Average 4', 15),
  signal: bars('Signal', 9, { max: 1000, description: 'Bars of the SMA over the result.' }),
})
type Config = z.output<typeof config>

function firstRow({ roc1, roc2, roc3, roc4, sma1, sma2, sma3, sma4 }: Config): number {
  return Math.max(roc1 + sma1, roc2 + sma2, roc3 + sma3, roc4 + sma4) - 1
}

export const kst = defineNativeNode({
  type: 'indicator.kst',
  version: 1,
  title: 'Know sure thing',
  summary: 'Four smoothed rates of change of the close, weighted 1 to 4, with a signal line.',
  help: md`
    value = 1 x SMA(ROC 10, 10) + 2 x SMA(ROC 15, 10) + 3 x SMA(ROC 20, 10) + 4 x SMA(ROC 30, 15), ROC in percent of the close; signal = SMA 9 of it (M. Pring,
    Technical Analysis of Stocks & Commodities, 1992). 0 in a flat market.

    Momentum over several lengths at once: crossings of the signal line are its signals, best in the direction of the longer trend.
  `,
  category: 'indicator',
  keywords: ['kst', 'pring', 'momentum', 'rate of change', 'summed'],
  icon: 'blend',
  config,
  inputs: { candles: candles('Closed candles; the close is used') },
  outputs: { value: series('Weighted sum of the four', { unit: '%' }), signal: series('Its average', { unit: '%' }) },
  native: throughLibrary<Config, 'value' | 'signal'>({
    columns: ['candles.close'],
    warmUp: (lengths) => ({ value: firstRow(lengths), signal: firstRow(lengths) + lengths.signal - 1 }),
    memory: (lengths) => firstRow(lengths) + lengths.signal + 1,
    silentZeros: ['signal'],
    start(lengths) {
      const object = new KST({
        values: [],
        ROCPer1: lengths.roc1,
        ROCPer2: lengths.roc2,
        ROCPer3: lengths.roc3,
        ROCPer4: lengths.roc4,
        SMAROCPer1: lengths.sma1,
        SMAROCPer2: lengths.sma2,
        SMAROCPer3: lengths.sma3,
        SMAROCPer4: lengths.sma4,
        signalPeriod: lengths.signal,
      })
      return ([close]) => {
        const result = object.generator.next(close).value
        return { value: result?.kst, signal: result?.signal }
      }
    },
  }),
  examples: [
    {
      title: 'All lengths 1: ten times the change in percent',
      config: { roc1: 1, roc2: 1, roc3: 1, roc4: 1, sma1: 1, sma2: 1, sma3: 1, sma4: 1, signal: 1 },
      inputs: {
        candles: [
          [4, 4, 4, 4, 1],
          [5, 5, 5, 5, 1],
          [5, 5, 5, 5, 1],
        ],
      },
      outputs: { value: [null, 250, 0], signal: [null, 250, 0] },
    },
  ],
})
