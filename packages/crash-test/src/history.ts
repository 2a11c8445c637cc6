import { type Bar, barAt, type BarColumns, type Interval, intervals, type Time } from '@strategraph/market-model'
import { createSimulatedMarket } from '@strategraph/market-sim'
import type { Plan } from '@strategraph/strategy-core'
import { type FeedBar, type FeedBinding, type FeedData, runBacktest } from '@strategraph/trading-engine'
import type { CrashMarketSpec } from './market-specs.ts'
import { recklessStandIn } from './stand-in.ts'

/** Monday 2024-01-01 00:00 UTC: bars of every interval begin there. */
export const historyStart: Time = 1_704_067_200_000
/** Bars of the fastest feed, after warm-up, in which an entry is looked for; fewer where a bar is a day or a week. */
const searchedBars = 1000
const fewestSearchedBars = 200
const mostSearchedMs = 1_500_000 * 60_000
const tradeEveryMs = 10_000

/** A feed of bars of the workflow and the market that it shows. */
export interface CrashFeed {
  readonly feed: string
  readonly interval: Interval
  readonly spec: CrashMarketSpec
  readonly binding: FeedBinding
}

/** What the strategy has seen before the venue opens. */
export interface History {
  /** Bars by the moment of their close, oldest first; the last moment is the one at which the test begins. */
  readonly moments: readonly (readonly FeedBar[])[]
  readonly end: Time
  /** Whether an entry is decided in the last moment. */
  readonly hasEntry: boolean
  /** The bar of each feed that has not closed at the end; absent where none forms. */
  readonly forming: ReadonlyMap<string, Bar>
  /** Last close by symbol. */
  readonly closes: ReadonlyMap<string, number>
}

/**
 * Seeded bars up to the first at which the strategy decides an entry, so that the test finds it in the market. They come from
 * the generator without a book: an agent for every minute of years would take hours.
 */
export function makeHistory(plan: Plan, feeds: readonly CrashFeed[], seed: number): History {
  const fastestMs = Math.min(...feeds.map(({ interval }) => intervals[interval]))
  const warmUpMs = Math.max(0, ...feeds.map(({ feed, interval }) => (plan.warmUp.get(feed) ?? 0) * intervals[interval]))
  const searched = Math.max(fewestSearchedBars, Math.min(searchedBars, Math.floor(mostSearchedMs / fastestMs)))
  const bars = Math.ceil(warmUpMs / fastestMs) + searched
  const data = new Map<string, FeedData>(
    feeds.map((feed) => [
      feed.feed,
      { ...feed.binding, columns: marketOf(feed, seed).bars(Math.floor((bars * fastestMs) / intervals[feed.interval])) },
    ]),
  )
  const entry = firstEntry(plan, data, seed)
  const end = entry ?? historyStart + bars * fastestMs
  return {
    moments: momentsUntil(feeds, data, end),
    end,
    hasEntry: entry !== undefined,
    forming: new Map(feeds.flatMap((feed) => formingAt(feed, seed, end))),
    closes: closesAt(feeds, data, end),
  }
}

const marketOf = ({ spec, interval }: CrashFeed, seed: number) =>
  createSimulatedMarket({ ...spec, seed, interval, startTime: historyStart })

function firstEntry(plan: Plan, data: ReadonlyMap<string, FeedData>, seed: number): Time | undefined {
  let entry: Time | undefined
  runBacktest(
    plan,
    data,
    { endOfData: 'keep' },
    {
      backEnd: 'wasm',
      answers: recklessStandIn(seed),
      sink: {
        append(event) {
          if (event.type === 'order' && event.payload.order.role === 'entry') entry ??= event.time
        },
      },
      onProgress: () => entry === undefined,
    },
  )
  return entry
}

function momentsUntil(feeds: readonly CrashFeed[], data: ReadonlyMap<string, FeedData>, end: Time): readonly (readonly FeedBar[])[] {
  const moments = new Map<Time, FeedBar[]>()
  for (const { feed } of feeds) {
    const columns = data.get(feed)?.columns
    if (columns === undefined) continue
    for (let row = 0; (columns.time[row] ?? Number.POSITIVE_INFINITY) <= end; row++) {
      const bar = barAt(columns, row)
      const moment = moments.get(bar.time)
      if (moment === undefined) moments.set(bar.time, [{ feed, bar }])
      else moment.push({ feed, bar })
    }
  }
  return [...moments].toSorted(([a], [b]) => a - b).map(([, bars]) => bars)
}

/** A slow bar of which the generator makes the first part, and the venue the rest. */
function formingAt(feed: CrashFeed, seed: number, end: Time): readonly (readonly [string, Bar])[] {
  const length = intervals[feed.interval]
  const elapsed = (end - historyStart) % length
  if (elapsed === 0) return []
  const market = marketOf(feed, seed)
  market.bars(Math.floor((end - historyStart) / length))
  let step = market.step()
  for (let trade = 1; trade < elapsed / tradeEveryMs; trade++) step = market.step()
  return [[feed.feed, step.bar]]
}

function closesAt(feeds: readonly CrashFeed[], data: ReadonlyMap<string, FeedData>, end: Time): ReadonlyMap<string, number> {
  const closes = new Map<string, number>()
  for (const { feed, spec, interval } of feeds.toSorted((a, b) => intervals[b.interval] - intervals[a.interval])) {
    const columns = data.get(feed)?.columns
    const row = columns === undefined ? -1 : Math.floor((end - historyStart) / intervals[interval]) - 1
    if (columns !== undefined) closes.set(spec.instrument.symbol, closeAt(columns, row) ?? spec.startPrice)
  }
  return closes
}

const closeAt = ({ close }: BarColumns, row: number): number | undefined => close[row]
