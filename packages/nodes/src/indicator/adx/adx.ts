import { candles, defineNode, type Kernel, type Num, series, trueRange, wilder } from '@strategraph/strategy-core'
import { z } from 'zod'
import { bars } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { gatedBy } from '../../shared/missing.ts'
import { wilderBook } from '../../shared/notes.ts'

/**
 * Wilder's smoothing as TA-Lib starts it for the directional system: from the sum of the first n - 1 values, that is from the mean
 * over n rows of which the first (which has no previous bar) counts as 0.
 */
function directionalSmoothing(k: Kernel, x: Num, firstRow: Num, period: number): Num {
  return wilder(k, k.select(firstRow.isAtMost(1), 0, x), period)
}

export const adx = defineNode({
  type: 'indicator.adx',
  version: 1,
  title: 'ADX',
  summary: 'Average directional index: how strong a trend is, with the two directional lines +DI and -DI.',
  help: md`
    +DM = rise of the high, where it is larger than the fall of the low; -DM the other way round. +DI and -DI = 100 x smoothed DM / smoothed true range;
    DX = 100 |+DI - -DI| / (+DI + -DI); ADX = smoothed DX (${wilderBook}). The smoothing is Wilder's, seeded as in TA-Lib: DI
    from bar n + 1 on, ADX from bar 2n on. Programs that seed differently agree after about 250 bars.

    **Flat market:** DI and DX are 0 where nothing has moved yet.

    ADX above 25 is called a trend, below 20 a range; it says nothing about the direction, which is the higher of +DI and -DI.
  `,
  category: 'indicator',
  keywords: ['average directional index', 'dmi', 'directional movement', '+di', '-di', 'dx', 'trend strength', 'wilder'],
  icon: 'compass',
  config: z.object({ period: bars('Length', 14, { min: 2, description: 'Bars of the smoothing.' }) }),
  inputs: { candles: candles('Closed candles') },
  outputs: {
    adx: series('Strength of the trend', { title: 'ADX', min: 0, max: 100 }),
    plusDi: series('Upward movement', { title: '+DI', min: 0, max: 100 }),
    minusDi: series('Downward movement', { title: '-DI', min: 0, max: 100 }),
    dx: series('Strength of this bar alone, not smoothed', { title: 'DX', min: 0, max: 100 }),
    adxr: series('Mean of the ADX now and n - 1 bars ago', { title: 'ADXR', min: 0, max: 100 }),
  },
  kernel({ candles: candle }, { period }, k) {
    const { high, low } = candle
    const up = high.minus(k.previous(high))
    const down = k.previous(low).minus(low)
    const plusDm = k.select(up.isGreaterThan(down), k.max(up, 0), 0)
    const minusDm = k.select(down.isGreaterThan(up), k.max(down, 0), 0)
    const range = trueRange(k, candle)
    const row = k.count(high)
    // The smoothed values exist one row before the first DI that Wilder's scheme knows.
    const started = k.lowest(range, period)
    const smoothed = (x: Num) => gatedBy(directionalSmoothing(k, x, row, period), started)
    const smoothedRange = smoothed(range)
    const plusDi = k.ratio(smoothed(plusDm), smoothedRange, { ifZero: 0 }).times(100)
    const minusDi = k.ratio(smoothed(minusDm), smoothedRange, { ifZero: 0 }).times(100)
    const dx = k.ratio(k.abs(plusDi.minus(minusDi)), plusDi.plus(minusDi), { ifZero: 0 }).times(100)
    const adx = wilder(k, dx, period)
    return { adx, plusDi, minusDi, dx, adxr: adx.plus(k.previous(adx, period - 1)).over(2) }
  },
  examples: [
    {
      title: 'A rise without a step back',
      config: { period: 2 },
      inputs: {
        candles: [
          [1, 2, 1, 2, 1],
          [2, 3, 2, 3, 1],
          [3, 4, 3, 4, 1],
          [4, 5, 4, 5, 1],
        ],
      },
      outputs: { plusDi: [null, null, 100, 100], minusDi: [null, null, 0, 0], dx: [null, null, 100, 100], adx: [null, null, null, 100] },
    },
  ],
})
