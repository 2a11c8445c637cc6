import { candles, defineNativeNode, series } from '@strategraph/strategy-core'
import { AwesomeOscillator } from 'technicalindicators'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { throughLibrary } from '../technical-indicators-adapter.ts'

const config = z
  .object({
    fast: bars('Fast', 5, { max: 1000, description: 'Candles of the fast average.' }),
    slow: bars('Slow', 34, { min: 2, max: 1000, description: 'Candles of the slow average.' }),
  })
  .refine(({ fast, slow }) => fast < slow, { path: ['fast'], message: 'The fast length must be shorter than the slow one.' })
type Config = z.output<typeof config>

export const awesomeOscillator = defineNativeNode({
  type: 'indicator.awesome-oscillator',
  version: 1,
  title: 'Awesome oscillator',
  summary: 'Fast minus slow average of the middle of the candles.',
  help: md`
    value = SMA 5 - SMA 34 of (high + low) / 2 (B. Williams). First value at bar *slow*. 0 in a flat market.

    A plain momentum: above 0 the recent candles lie higher than the older ones. Williams reads the change of its bars and its crossings of 0.
  `,
  category: 'indicator',
  keywords: ['ao', 'williams', 'momentum', 'histogram'],
  icon: 'chart-column',
  config,
  inputs: { candles: candles('Closed candles') },
  outputs: { value: series('Fast minus slow average', { unit: 'price' }) },
  native: throughLibrary<Config, 'value'>({
    columns: ['candles.high', 'candles.low'],
    warmUp: ({ slow }) => ({ value: slow - 1 }),
    memory: ({ slow }) => slow,
    start({ fast, slow }) {
      const object = new AwesomeOscillator({ high: [], low: [], fastPeriod: fast, slowPeriod: slow })
      return ([high, low]) => ({ value: object.generator.next({ high, low }).value })
    },
  }),
  examples: [
    {
      title: 'One against two candles',
      config: { fast: 1, slow: 2 },
      inputs: {
        candles: [
          [1, 2, 1, 2, 1],
          [2, 4, 3, 3, 1],
        ],
      },
      outputs: { value: [null, 1] },
      tolerance: 1e-12,
    },
  ],
})
