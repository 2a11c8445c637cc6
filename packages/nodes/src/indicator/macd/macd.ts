import { defineNode, ema, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { afterFirst, gatedBy } from '../../shared/missing.ts'
import { skipsMissing } from '../../shared/notes.ts'

export const macd = defineNode({
  type: 'indicator.macd',
  version: 1,
  title: 'MACD',
  summary: 'Moving average convergence divergence: fast EMA minus slow EMA, with a signal line.',
  help: md`
    macd = EMA fast - EMA slow; signal = EMA of macd; histogram = macd - signal (G. Appel). As in TA-Lib the fast EMA is seeded so that it
    starts together with the slow one (mean of the last *fast* of the first *slow* values), and all three values start with the
    signal, at bar slow + signal - 1. ${skipsMissing}

    The histogram changes its sign where macd crosses its signal: the usual trigger. macd above 0 means that the fast average is the higher one.
    Its size is in price: compare instruments with a percentage instead (divide by the close).
  `,
  category: 'indicator',
  keywords: ['moving average convergence divergence', 'histogram', 'signal line', 'momentum', 'trend'],
  icon: 'chart-column',
  config: z
    .object({
      fast: bars('Fast', 12, { description: 'Length of the fast EMA.' }),
      slow: bars('Slow', 26, { min: 2, description: 'Length of the slow EMA.' }),
      signal: bars('Signal', 9, { description: 'Length of the signal line.' }),
    })
    .refine(({ fast, slow }) => fast < slow, { path: ['fast'], message: 'The fast length must be shorter than the slow one.' }),
  inputs: { source: series('Values to measure, usually the close') },
  outputs: {
    macd: series('Fast minus slow EMA', { title: 'MACD', unit: 'price' }),
    signal: series('EMA of macd', { unit: 'price' }),
    histogram: series('macd minus signal', { unit: 'price' }),
  },
  kernel({ source }, config, k) {
    const fast = ema(k, afterFirst(k, source, config.slow - config.fast), config.fast)
    const line = fast.minus(ema(k, source, config.slow))
    const signal = ema(k, line, config.signal)
    return { macd: gatedBy(line, signal), signal, histogram: line.minus(signal) }
  },
  examples: [
    {
      title: 'On a straight rise both averages lag by a constant',
      config: { fast: 1, slow: 3, signal: 2 },
      inputs: { source: [1, 2, 3, 4, 5] },
      outputs: { macd: [null, null, null, 1, 1], signal: [null, null, null, 1, 1], histogram: [null, null, null, 0, 0] },
    },
  ],
})
