import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { skipsMissing, wilderBook } from '../../shared/notes.ts'
import { relativeStrength } from '../../shared/strength.ts'

export const rsi = defineNode({
  type: 'indicator.rsi',
  version: 1,
  title: 'RSI',
  summary: 'Relative strength index: how much of the recent movement went up, 0 to 100.',
  help: md`
    value = 100 x average gain / (average gain + average loss), with Wilder's smoothing of the gains and losses from bar to bar, seeded with
    the mean of the first n (${wilderBook}). First value at bar n + 1. ${skipsMissing}

    **Flat market:** 0 while nothing has moved at all (as TA-Lib). When the price stops moving after it did, the last value stays.

    Below 30 is called oversold, above 70 overbought; in a strong trend it can stay there for weeks. Many rules wait for the way
    back: *crosses over 30*.
  `,
  category: 'indicator',
  keywords: ['relative strength index', 'momentum', 'oscillator', 'overbought', 'oversold', 'wilder'],
  icon: 'gauge',
  config: z.object({ period: bars('Length', 14, { min: 2, description: 'Bars of the smoothing.' }) }),
  inputs: { source: series('Values to measure, usually the close') },
  outputs: { value: series('0 to 100', { min: 0, max: 100 }) },
  kernel: ({ source }, { period }, k) => ({ value: relativeStrength(k, source, period) }),
  examples: [
    {
      title: 'Only gains, then as much loss',
      config: { period: 2 },
      inputs: { source: [1, 2, 3, 2] },
      outputs: { value: [null, null, 100, 50] },
    },
    { title: 'Nothing moved', config: { period: 2 }, inputs: { source: [5, 5, 5] }, outputs: { value: [null, null, 0] } },
  ],
})
