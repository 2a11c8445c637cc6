import { defineNode, flag, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'

export const runningTotal = defineNode({
  type: 'math.running-total',
  version: 1,
  title: 'Running total',
  summary: 'The sum of all values since the start, or since a reset.',
  help: md`
    Adds up every value from the first bar on. While **reset** is true the total starts anew with that bar's value: connect a
    *Rising edge* or a *Time window* to count per session or per trade.

    A bar without a value is skipped. The total is compensated for rounding.
  `,
  category: 'math',
  keywords: ['cumulative', 'cumsum', 'accumulate', 'integrate', 'counter'],
  icon: 'sigma',
  config: z.object({}),
  inputs: { x: series('The number'), reset: flag('Starts the total anew where true', { optional: true }) },
  outputs: { value: series('The total so far') },
  kernel: ({ x, reset }, _config, k) => ({ value: reset === undefined ? k.total(x) : k.total(x, reset) }),
  examples: [
    { title: 'Since the start', inputs: { x: [1, 2, 3] }, outputs: { value: [1, 3, 6] } },
    { title: 'Since the last reset', inputs: { x: [1, 2, 3, 4], reset: [false, false, true, false] }, outputs: { value: [1, 3, 3, 7] } },
  ],
})
