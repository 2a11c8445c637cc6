import type { Time } from '@strategraph/market-model'
import type { Plan } from '../plan/plan.ts'
import type { FeedColumns } from './driver.ts'
import { DriverError } from './driver-error.ts'
import type { Block } from './pure-region.ts'

/** A block of consecutive ticks: all moments in which some feed closed a bar. */
export interface TimelineBlock extends Block {
  readonly firstTick: number
  readonly time: Float64Array
  /** Row of each domain with which the block begins. */
  readonly firstRow: readonly number[]
}

export interface Timeline {
  /** The next block, or undefined at the end. Its arrays are reused by the next call. */
  next(): TimelineBlock | undefined
  readonly ticks: number
}

/** Close times of each domain's rows, strictly ascending; throws DriverError FEED_MISSING or BARS_OUT_OF_ORDER. */
export function domainTimes(plan: Plan, feeds: FeedColumns): readonly Float64Array[] {
  return plan.domains.map(({ feed }) => {
    const time = feeds.get(feed)?.time
    if (time === undefined) throw new DriverError('FEED_MISSING', `no bars were given for the feed "${feed}"`)
    for (let row = 1; row < time.length; row++) {
      if (!((time[row - 1] ?? Number.NaN) < (time[row] ?? Number.NaN)))
        throw new DriverError('BARS_OUT_OF_ORDER', `feed "${feed}": row ${row} is not later than the row before`)
    }
    return time
  })
}

/** Merges the rows of all domains into ticks, `size` at a time, as far as tick `end` (exclusive). */
export function createTimeline(times: readonly Float64Array[], size: number, end = Number.POSITIVE_INFINITY): Timeline {
  const [only] = times
  if (only !== undefined && times.length === 1) return singleTimeline(only, size, Math.min(only.length, end))
  const total = Math.min(countTicks(times), end)
  const time = new Float64Array(size)
  const asOf = times.map(() => new Int32Array(size))
  const rows = times.map(() => 0)
  const position = times.map(() => 0)
  let tick = 0

  return {
    ticks: total,
    next() {
      if (tick >= total) return undefined
      const ticks = Math.min(size, total - tick)
      const firstTick = tick
      const firstRow = [...position]
      rows.fill(0)
      for (let at = 0; at < ticks; at++) {
        const moment = earliest(times, position)
        time[at] = moment
        for (let domain = 0; domain < times.length; domain++) {
          const row = position[domain] ?? 0
          if (times[domain]?.[row] === moment) {
            position[domain] = row + 1
            rows[domain] = (rows[domain] ?? 0) + 1
          }
          const column = asOf[domain]
          if (column !== undefined) column[at] = (rows[domain] ?? 0) - 1
        }
      }
      tick += ticks
      return { ticks, rows, asOf, firstTick, time, firstRow }
    },
  }
}

/** One feed: every row is a tick, and row n of a block closes at its nth tick. */
function singleTimeline(times: Float64Array, size: number, total: number): Timeline {
  const asOf = [Int32Array.from({ length: size }, (_, row) => row)]
  let tick = 0
  return {
    ticks: total,
    next() {
      if (tick >= total) return undefined
      const ticks = Math.min(size, total - tick)
      const firstTick = tick
      tick += ticks
      return { ticks, rows: [ticks], asOf, firstTick, time: times.subarray(firstTick, tick), firstRow: [firstTick] }
    },
  }
}

function countTicks(times: readonly Float64Array[]): number {
  const position = times.map(() => 0)
  let ticks = 0
  for (let moment = earliest(times, position); moment < Number.POSITIVE_INFINITY; moment = earliest(times, position)) {
    ticks += 1
    for (let domain = 0; domain < times.length; domain++)
      if (times[domain]?.[position[domain] ?? 0] === moment) position[domain] = (position[domain] ?? 0) + 1
  }
  return ticks
}

function earliest(times: readonly Float64Array[], position: readonly number[]): Time {
  let moment = Number.POSITIVE_INFINITY
  for (let domain = 0; domain < times.length; domain++) {
    const candidate = times[domain]?.[position[domain] ?? 0] ?? Number.POSITIVE_INFINITY
    if (candidate < moment) moment = candidate
  }
  return moment
}
