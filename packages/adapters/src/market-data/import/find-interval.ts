import { type Interval, intervals } from '@strategraph/market-model'
import { done, refuse, type Step } from './file-problem.ts'
import { mostCommon } from './raw-table.ts'

export interface FoundInterval {
  readonly interval: Interval
  readonly ms: number
  readonly reason: string
  /** Share of the spacings that are exactly one interval. */
  readonly share: number
}

export const intervalNames = Object.keys(intervals).filter((name) => name in intervals)

const isInterval = (name: string): name is Interval => Object.hasOwn(intervals, name)

/** The most common spacing of the ascending stamps, which must be one of the known intervals. */
export function findInterval(sorted: Float64Array, chosen: Interval | undefined): Step<FoundInterval> {
  const spacings = mostCommon(spacingsOf(sorted))
  if (chosen !== undefined) return done({ interval: chosen, ms: intervals[chosen], reason: 'chosen by you', share: 1 })
  if (spacings === undefined)
    return refuse('NO_BARS', 'Fewer than two bars with different times: the interval cannot be seen.', { option: 'interval' })
  const name = intervalNames.filter(isInterval).find((candidate) => intervals[candidate] === spacings.value)
  const share = spacings.count / spacings.of
  if (name === undefined) {
    return refuse('INTERVAL_UNKNOWN', `The bars are mostly ${describe(spacings.value)} apart, which is not a supported interval.`, {
      option: 'interval',
      expected: intervalNames.join(', '),
      received: describe(spacings.value),
    })
  }
  return done({ interval: name, ms: intervals[name], reason: `${Math.round(share * 1000) / 10} % of the bars are ${name} apart`, share })
}

function* spacingsOf(sorted: Float64Array): Iterable<number> {
  for (let row = 1; row < sorted.length; row += 1) {
    const step = (sorted[row] ?? 0) - (sorted[row - 1] ?? 0)
    if (step > 0) yield step
  }
}

const describe = (ms: number) =>
  ms % 86_400_000 === 0 ? `${ms / 86_400_000} days` : ms % 60_000 === 0 ? `${ms / 60_000} minutes` : `${ms / 1000} s`

const nameUnits: Record<string, number> = { m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }
const nameWords: Record<string, number> = { minute: 60_000, hourly: 3_600_000, daily: 86_400_000, d: 86_400_000, weekly: 604_800_000 }

/** The interval that a file name claims: "BTC-5m.json", "XBTUSD_60.csv" (minutes), "..._d.csv", "BTCUSDT, 60.csv". */
export function intervalOfName(fileName: string): { readonly text: string; readonly ms: number } | undefined {
  const base = fileName.toLowerCase().replace(/(\.(csv|txt|json|feather|gz))+$/, '')
  const unit = /(?:^|[^a-z0-9])(\d{1,3})(min|[mhdw])(?:$|[^a-z0-9])/.exec(base)
  if (unit !== null) return { text: `${unit[1]}${unit[2]}`, ms: Number(unit[1]) * (nameUnits[unit[2] ?? ''] ?? 0) }
  const minutes = /[_,] ?(1|3|5|15|30|60|120|240|360|720|1440)$/.exec(base)
  if (minutes !== null) return { text: `${minutes[1]} minutes`, ms: Number(minutes[1]) * 60_000 }
  const word = /[_-](minute|hourly|daily|weekly|d)$/.exec(base)?.[1]
  const ms = word === undefined ? undefined : nameWords[word]
  return word === undefined || ms === undefined ? undefined : { text: word, ms }
}
