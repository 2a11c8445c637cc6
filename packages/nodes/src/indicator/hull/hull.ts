import { defineNativeNode, series } from '@strategraph/strategy-core'
import { WMA } from 'technicalindicators'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { skipsMissing } from '../../shared/notes.ts'
import { throughLibrary } from '../technical-indicators-adapter.ts'

const config = z.object({ period: bars('Length', 20, { min: 4, max: 1000, description: 'n of the formula.' }) })
type Config = z.output<typeof config>

const halfOf = (period: number) => Math.floor(period / 2)
const rootOf = (period: number) => Math.floor(Math.sqrt(period))

export const hull = defineNativeNode({
  type: 'indicator.hull',
  version: 1,
  title: 'Hull MA',
  summary: 'Hull moving average: smooth, with hardly any lag.',
  help: md`
    value = WMA over sqrt(n) of (2 WMA over n / 2 - WMA over n), lengths rounded down (A. Hull, 2005). First value at bar n + sqrt(n) - 1. ${skipsMissing}

    Follows turns closely and overshoots them; its slope is used more than its crossings.
  `,
  category: 'indicator',
  keywords: ['hma', 'hull', 'moving average', 'lag', 'smooth'],
  icon: 'ship',
  config,
  inputs: { source: series('Values to average') },
  outputs: { value: series('The average') },
  native: throughLibrary<Config, 'value'>({
    columns: ['source'],
    warmUp: ({ period }) => ({ value: period + rootOf(period) - 2 }),
    memory: ({ period }) => period + rootOf(period),
    start({ period }) {
      const average = (length: number) => new WMA({ period: length, values: [] })
      const [half, whole, last] = [average(halfOf(period)), average(period), average(rootOf(period))]
      return ([source = Number.NaN]) => {
        const fast: number | undefined = half.nextValue(source)
        const slow: number | undefined = whole.nextValue(source)
        return fast === undefined || slow === undefined ? undefined : { value: last.nextValue(2 * fast - slow) }
      }
    },
  }),
  examples: [
    {
      title: 'It lies on a straight line',
      config: { period: 4 },
      inputs: { source: [1, 2, 3, 4, 5, 6] },
      outputs: { value: [null, null, null, null, 5, 6] },
      tolerance: 1e-12,
    },
  ],
})
