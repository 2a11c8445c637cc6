import { averageTrueRange, candles, defineNode, flag, medianPrice, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { amount, bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { gatedBy } from '../../shared/missing.ts'

export const supertrend = defineNode({
  type: 'indicator.supertrend',
  version: 1,
  title: 'Supertrend',
  summary: 'A trailing stop a number of ATRs away from the price, and the direction of the trend.',
  help: md`
    Bands = (high + low) / 2 +- factor x ATR. The upper band only falls and the lower one only rises, until the close has passed it. The trend turns
    down when the close falls below the lower band and up when it rises above the upper one; value = the lower band in an up trend, the upper band in
    a down trend (O. Seban). First value at bar n + 1, up where the close is above the middle of its candle.

    Few, late and clear signals: made for trends.
  `,
  category: 'indicator',
  keywords: ['trend', 'trailing stop', 'atr', 'bands', 'seban'],
  icon: 'trending-up-down',
  config: z.object({
    period: bars('ATR length', 10, { description: 'Bars of the average true range.' }),
    factor: amount('Factor', 3, { min: 0, max: 100, unit: 'ATR', description: 'Distance of the bands from the middle of the candle.' }),
  }),
  inputs: { candles: candles('Closed candles') },
  outputs: {
    value: series('The stop: below the price in an up trend, above it in a down trend', { unit: 'price' }),
    rising: flag('True in an up trend'),
  },
  kernel(inputs, { period, factor }, k) {
    const { close } = inputs.candles
    const middle = medianPrice(inputs.candles)
    const width = averageTrueRange(k, inputs.candles, period).times(factor)
    const [upperNow, lowerNow] = [middle.plus(width), middle.minus(width)]
    const before = k.previous(close)
    const missing = Number.NaN
    const cells = k.recurrence({ initial: { upper: missing, lower: missing, up: missing }, warmUp: 0 }, (last) => {
      const wasUpper = k.orElse(last.upper, upperNow)
      const wasLower = k.orElse(last.lower, lowerNow)
      const upper = k.select(upperNow.isLessThan(wasUpper).or(before.isGreaterThan(wasUpper)), upperNow, wasUpper)
      const lower = k.select(lowerNow.isGreaterThan(wasLower).or(before.isLessThan(wasLower)), lowerNow, wasLower)
      const turned = k.select(k.toFlag(last.up), k.toNumber(close.isLessThan(lower).not()), k.toNumber(close.isGreaterThan(upper)))
      const up = k.orElse(turned, k.toNumber(close.isGreaterThan(middle)))
      const known = k.isReady(width)
      return { upper: k.select(known, upper, last.upper), lower: k.select(known, lower, last.lower), up: k.select(known, up, last.up) }
    })
    const up = gatedBy(cells.up, width)
    return { value: k.select(k.toFlag(up), cells.lower, cells.upper), rising: k.toFlag(up) }
  },
  examples: [
    {
      title: 'An up trend with a stop one range below',
      config: { period: 1, factor: 1 },
      inputs: {
        candles: [
          [1, 2, 0, 2, 1],
          [2, 4, 2, 4, 1],
          [4, 6, 4, 6, 1],
        ],
      },
      outputs: { value: [null, 1, 3], rising: [null, true, true] },
    },
  ],
})
