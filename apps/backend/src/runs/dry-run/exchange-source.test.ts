import type { Bar, MarketFeed } from '@strategraph/market-model'
import { expect, it, onTestFinished } from 'vitest'
import { createExchangeSource } from './exchange-source.ts'

const minute = 60_000
const bar = (time: number): Bar => ({ time, open: 1, high: 1, low: 1, close: 1, volume: 1 })
type Listener = Parameters<MarketFeed['start']>[0]

function fakeFeed(
  interval: '1m' | '5m',
  options: { readonly lastBar?: number; readonly history?: readonly Bar[]; readonly failures?: number; readonly clockAhead?: number } = {},
) {
  let listener: Listener | undefined
  let failures = options.failures ?? 0
  let openedAfter: number | undefined
  return {
    deliver: (time: number) => listener?.onBar(bar(time)),
    get openedAfter() {
      return openedAfter
    },
    spec: {
      feed: interval,
      interval,
      lastBar: options.lastBar,
      async history() {
        if (failures-- > 0) throw new Error('not reached')
        return options.history ?? []
      },
      async open(after: number | undefined): Promise<MarketFeed> {
        openedAfter = after
        return {
          instrument: {} as MarketFeed['instrument'],
          provenance: 'exchange',
          ...(options.clockAhead === undefined ? {} : { clockAhead: options.clockAhead }),
          async start(given) {
            listener = given
          },
          async stop() {},
        }
      },
    },
  }
}
const clocks = { realNow: () => 0, marketNow: () => 0 }
const silent = { onNews() {}, onProblem() {} }

it('bars that close in one moment are seen together, the faster one waits for the slower', async () => {
  let now = 0
  const fast = fakeFeed('1m', { lastBar: 4 * minute })
  const slow = fakeFeed('5m', { lastBar: 0 })
  const source = createExchangeSource([slow.spec, fast.spec], { ...clocks, realNow: () => now })
  await source.start?.(silent)
  fast.deliver(5 * minute)
  expect(source.nextMoment).toBeUndefined()
  slow.deliver(5 * minute)
  expect(source.nextMoment).toBe(5 * minute)
  expect(source.take().map(({ feed }) => feed)).toEqual(['5m', '1m'])
  fast.deliver(6 * minute)
  expect(source.take()).toHaveLength(1)

  fast.deliver(10 * minute)
  now += 21_000
  expect(source.take(), 'the slow one did not come in time').toHaveLength(1)
  slow.deliver(10 * minute)
  expect(() => source.take()).toThrow('FEED_LATE')
})

it('a new run begins with history and goes on behind it; a resumed one behind its last bar', async () => {
  const fresh = fakeFeed('1m', { history: [bar(minute), bar(2 * minute)] })
  const source = createExchangeSource([fresh.spec], clocks)
  await source.start?.(silent)
  expect(fresh.openedAfter).toBe(2 * minute)
  expect([source.take()[0]?.bar.time, source.take()[0]?.bar.time, source.nextMoment]).toEqual([minute, 2 * minute, undefined])

  const resumed = fakeFeed('1m', { lastBar: 7 * minute, history: [bar(minute)] })
  await createExchangeSource([resumed.spec], clocks).start?.(silent)
  expect(resumed.openedAfter).toBe(7 * minute)
})

it('an exchange that cannot be reached is told and tried again', async () => {
  const problems: string[] = []
  const feed = fakeFeed('1m', { failures: 2, history: [bar(minute)] })
  const source = createExchangeSource([feed.spec], { ...clocks, retryMs: 1 })
  onTestFinished(() => source.stop?.())
  await source.start?.({ onNews() {}, onProblem: (_, message) => problems.push(message) })
  expect(problems).toEqual(['not reached', 'not reached'])
  expect(source.nextMoment).toBe(minute)
})

it('each bar says when in market time it came', async () => {
  let market = 0
  const feed = fakeFeed('1m', { lastBar: 0 })
  const source = createExchangeSource([feed.spec], { ...clocks, marketNow: () => market })
  await source.start?.(silent)
  // Nothing for three minutes, then all at once.
  market = 3 * minute + 2000
  for (const time of [minute, 2 * minute, 3 * minute]) feed.deliver(time)
  market += 500
  const taken = [source.take(), source.take(), source.take()].flat()
  expect(taken.map(({ bar: { time }, seenAt }) => [time / minute, seenAt])).toEqual([
    [1, 182_000],
    [2, 182_000],
    [3, 182_000],
  ])
  expect(source.now?.()).toBe(182_500)
})

it('each bar says how far the clock of this machine is ahead, where the feed knows', async () => {
  const [known, unknown] = [fakeFeed('1m', { lastBar: 0, clockAhead: 90_000 }), fakeFeed('5m', { lastBar: 0 })]
  const source = createExchangeSource([known.spec, unknown.spec], clocks)
  await source.start?.(silent)
  for (const feed of [known, unknown]) feed.deliver(5 * minute)
  const [first, second] = source.take()
  expect(first).toMatchObject({ feed: '1m', clockAhead: 90_000 })
  expect(second).not.toHaveProperty('clockAhead')
})
