import { candles, defineNode, flag, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { amount } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { gatedBy } from '../../shared/missing.ts'
import { wilderBook } from '../../shared/notes.ts'

export const parabolicSar = defineNode({
  type: 'indicator.parabolic-sar',
  version: 1,
  title: 'Parabolic SAR',
  summary: 'A trailing stop that moves faster the longer the trend lasts, and turns over when it is hit.',
  help: md`
    Next value = value + a (extreme - value), where *extreme* is the highest high (lowest low) of the trend and *a* starts at *step* and grows
    by it with every new extreme, up to *largest*. It is never moved into the last two candles. When the price touches it, the
    trend turns and the value jumps to the extreme (${wilderBook}). First value at bar 2; its first direction is that of the first
    directional movement, as TA-Lib.

    Always long or short: good in trends, costly in ranges.
  `,
  category: 'indicator',
  keywords: ['psar', 'sar', 'stop and reverse', 'trailing stop', 'trend', 'wilder'],
  icon: 'git-commit-horizontal',
  config: z.object({
    step: amount('Step', 0.02, { min: 0.001, max: 1, description: 'First acceleration, and what every new extreme adds.' }),
    largest: amount('Largest', 0.2, { min: 0.001, max: 1, description: 'Acceleration never exceeds this.' }),
  }),
  inputs: { candles: candles('Closed candles') },
  outputs: { value: series('The stop of this bar', { unit: 'price' }), rising: flag('True while the stop lies below a rising price') },
  kernel({ candles: { high, low } }, config, k) {
    const [beforeHigh, beforeLow] = [k.previous(high), k.previous(low)]
    const step = Math.min(config.step, config.largest)
    const fell = beforeLow.minus(low)
    const startsShort = fell.isGreaterThan(0).and(fell.isGreaterThan(high.minus(beforeHigh)))
    // TA-Lib keeps the stop out of the second candle twice instead of out of the first one.
    const isFirst = k.count(high).isAtMost(2)
    const [guardHigh, guardLow] = [k.max(k.select(isFirst, high, beforeHigh), high), k.min(k.select(isFirst, low, beforeLow), low)]
    const missing = Number.NaN
    const cells = k.recurrence(
      { initial: { long: missing, stop: missing, extreme: missing, acceleration: missing, value: missing }, warmUp: 0 },
      (last) => {
        const long = k.toFlag(k.orElse(last.long, k.select(startsShort, 0, 1)))
        const stop = k.orElse(last.stop, k.select(long, beforeLow, beforeHigh))
        const extreme = k.orElse(last.extreme, k.select(long, high, low))
        const acceleration = k.orElse(last.acceleration, step)
        const turns = k.selectFlag(long, low.isAtMost(stop), high.isAtLeast(stop))
        const isLong = long.xor(turns)

        const value = k.select(turns, k.select(isLong, k.min(extreme, guardLow), k.max(extreme, guardHigh)), stop)
        const isNewExtreme = k.selectFlag(isLong, high.isGreaterThan(extreme), low.isLessThan(extreme))
        const nextExtreme = k.select(turns.or(isNewExtreme), k.select(isLong, high, low), extreme)
        const faster = k.select(isNewExtreme, k.min(acceleration.plus(step), config.largest), acceleration)
        const nextAcceleration = k.select(turns, step, faster)
        const moved = value.plus(nextAcceleration.times(nextExtreme.minus(value)))
        const next = {
          long: k.toNumber(isLong),
          stop: k.select(isLong, k.min(moved, guardLow), k.max(moved, guardHigh)),
          extreme: nextExtreme,
          acceleration: nextAcceleration,
          value,
        }
        // The first candle, and gaps: what is known stays.
        const known = k.isReady(value)
        return {
          long: k.select(known, next.long, last.long),
          stop: k.select(known, next.stop, last.stop),
          extreme: k.select(known, next.extreme, last.extreme),
          acceleration: k.select(known, next.acceleration, last.acceleration),
          value: next.value,
        }
      },
    )
    return { value: gatedBy(cells.value, fell), rising: k.toFlag(gatedBy(cells.long, fell)) }
  },
  examples: [
    {
      title: 'Starts below a rising price',
      inputs: {
        candles: [
          [1, 2, 1, 2, 1],
          [2, 3, 2, 3, 1],
          [3, 4, 3, 4, 1],
        ],
      },
      outputs: { value: [null, 1, 1.04], rising: [null, true, true] },
      tolerance: 1e-12,
    },
  ],
})
