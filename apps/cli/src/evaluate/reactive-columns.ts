import { intervals } from '@strategraph/market-model'
import type { BackEnd, OutputKey, Plan, ShownValue } from '@strategraph/strategy-core'
import { type AnswerSource, createTradingSession, type RunSettingsOverrides } from '@strategraph/trading-engine'
import type { FeedData } from '../data/load-candles.ts'
import { momentsOf } from './moments.ts'
import { fastestFeeds } from './row-clock.ts'

interface Options {
  readonly backEnd: BackEnd
  readonly overrides: RunSettingsOverrides
  readonly answers: AnswerSource
}

/**
 * Values of reactive outputs at every bar of the fastest feeds. They depend on fills, so the workflow runs as in a backtest, with the
 * simulated broker, bar by bar.
 */
export function reactiveColumns(
  plan: Plan,
  feeds: readonly FeedData[],
  keys: readonly OutputKey[],
  options: Options,
): ReadonlyMap<OutputKey, readonly ShownValue[]> {
  const clock = new Set(fastestFeeds(feeds).map(({ feed }) => feed.nodeId))
  const asked: {
    readonly nodeId: string
    readonly askId: string
    readonly time: number
    readonly prompt: Parameters<AnswerSource['answer']>[0]
  }[] = []
  const session = createTradingSession(plan, new Map(feeds.map((data) => [data.feed.nodeId, data])), options.overrides, {
    backEnd: options.backEnd,
    mode: 'backtest',
    runId: 'eval',
    startedAt: Math.min(...feeds.map(({ columns }) => columns.time[0] ?? 0)),
    ranges: new Map(feeds.map((data) => [data.feed.nodeId, rangeOf(data)])),
    onAsk: (ask) => asked.push(ask),
  })
  const columns = new Map<OutputKey, ShownValue[]>(keys.map((key) => [key, []]))
  for (const { time, bars } of momentsOf(feeds)) {
    session.onBars(bars)
    for (let ask = asked.shift(); ask !== undefined; ask = asked.shift()) {
      session.onAnswer({ nodeId: ask.nodeId, askId: ask.askId, time, answer: options.answers.answer(ask.prompt, ask.askId) })
    }
    if (!bars.some(({ feed }) => clock.has(feed))) continue
    const values = session.values(keys)
    for (const [key, column] of columns) column.push(values[key] ?? null)
  }
  return columns
}

function rangeOf({ columns: { time }, interval }: FeedData): { bars: number; from: number; to: number } {
  return { bars: time.length, from: (time[0] ?? 0) - intervals[interval], to: (time.at(-1) ?? 0) - intervals[interval] }
}
