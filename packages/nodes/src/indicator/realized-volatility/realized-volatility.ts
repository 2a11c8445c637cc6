import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { amount, bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { onlyWhere } from '../../shared/missing.ts'

export const realizedVolatility = defineNode({
  type: 'indicator.realized-volatility',
  version: 1,
  title: 'Realized volatility',
  summary: 'Standard deviation of the last n log returns, per bar or per year.',
  help: md`
    Log return = ln(x / x of the bar before); value = sample standard deviation (divisor n - 1) of the last n of them, times the square root of *bars per
    year* (1 = not annualised; 365 for daily bars of a market that never closes, 252 for stocks, 8766 for hours). First value at bar n + 1.

    A price of 0 or less has no log return and is skipped. 0 in a flat market.
  `,
  category: 'indicator',
  keywords: ['historical volatility', 'hv', 'log return', 'annualized', 'risk', 'sigma'],
  icon: 'activity',
  config: z.object({
    period: bars('Length', 20, { min: 2, description: 'Returns that are looked at.' }),
    barsPerYear: amount('Bars per year', 1, { min: 1, max: 1e8, unit: 'bars', description: '1 gives the volatility per bar.' }),
  }),
  inputs: { source: series('Prices, usually the close') },
  outputs: { value: series('Volatility as a fraction: 0.02 = 2 %', { min: 0 }) },
  kernel({ source }, { period, barsPerYear }, k) {
    const before = k.previous(source)
    const isPriced = source.isGreaterThan(0).and(before.isGreaterThan(0))
    const logReturn = onlyWhere(k, isPriced, k.log(k.ratio(source, before, { ifZero: 1 })))
    const scale = k.sqrt(k.constant((period / (period - 1)) * barsPerYear))
    return { value: k.deviation(logReturn, period).times(scale) }
  },
  examples: [{ title: 'A flat price has none', config: { period: 2 }, inputs: { source: [5, 5, 5] }, outputs: { value: [null, null, 0] } }],
})
