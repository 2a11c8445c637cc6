import { defineNode, candles, flag, type Flag } from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'

const minute = 60_000
const day = 24 * 60 * minute
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

const weekday = (name: string) =>
  z
    .boolean()
    .default(true)
    .meta({ title: name, description: `Whether ${name}s count.` })
const clock = (title: string, preset: number, description: string, last: number) =>
  z.int().min(0).max(last).default(preset).meta({ title, unit: 'minutes', description })

export const timeWindow = defineNode({
  type: 'logic.time-window',
  version: 1,
  title: 'Time window',
  summary: 'True for candles that close within given hours and on given weekdays, UTC.',
  help: md`
    True where the candle's **close** time, in UTC, lies at or after *from* and before *to*, on a chosen weekday: the moment at which
    a decision would be made. Times are minutes since 00:00: 570 is 09:30, 960 is 16:00. With *from* 0 and *to* 1440 all day counts.

    If *from* is later than *to*, the window runs over midnight; its weekday is that of the moment itself. A candle that closes at
    exactly 00:00 belongs to the day that begins. UTC knows no summer time: markets that do shift by an hour twice a year.
  `,
  category: 'logic',
  keywords: ['session', 'hours', 'weekday', 'schedule', 'trading hours', 'clock', 'weekend', 'time'],
  icon: 'clock',
  config: z.object({
    from: clock('From', 0, 'First minute of the day that counts.', 1439),
    to: clock('To', 1440, 'First minute that no longer counts.', 1440),
    monday: weekday('Monday'),
    tuesday: weekday('Tuesday'),
    wednesday: weekday('Wednesday'),
    thursday: weekday('Thursday'),
    friday: weekday('Friday'),
    saturday: weekday('Saturday'),
    sunday: weekday('Sunday'),
  }),
  inputs: { candles: candles('Candles whose time is looked at') },
  outputs: { result: flag('True inside the window') },
  kernel(inputs, config, k) {
    const { time } = inputs.candles
    const minuteOfDay = k.modulo(time, day).over(minute)
    const started = minuteOfDay.isAtLeast(config.from)
    const notOver = minuteOfDay.isLessThan(config.to)
    const inHours = config.from <= config.to ? started.and(notOver) : started.or(notOver)
    // 1970-01-01 was a Thursday: three days later than a Monday.
    const dayOfWeek = k.modulo(k.floor(time.over(day)).plus(3), 7)
    const chosen = weekdays.flatMap((name, index): readonly Flag[] => (config[name] ? [dayOfWeek.equals(index)] : []))
    const onChosenDay = chosen.reduce((any, isDay) => any.or(isDay), dayOfWeek.isLessThan(0))
    return { result: chosen.length === weekdays.length ? inHours : inHours.and(onChosenDay) }
  },
  examples: [
    {
      title: 'From 02:00 to 04:00 (times in ms since 1970)',
      config: { from: 120, to: 240 },
      inputs: { 'candles.time': [3_600_000, 7_200_000, 10_800_000, 14_400_000] },
      outputs: { result: [false, true, true, false] },
    },
  ],
})
