import type { FeedBar } from '@strategraph/trading-engine'
import { expect, it } from 'vitest'
import { createSimulatedSource } from './simulated-source.ts'

const feeds = [
  { feed: 'slow', interval: '15m', seed: 4, symbol: 'BTC/USD' },
  { feed: 'fast', interval: '5m', seed: 4, symbol: 'BTC/USD' },
] as const
const none = new Map<string, number>()

function take(source: ReturnType<typeof createSimulatedSource>, moments: number): (readonly FeedBar[])[] {
  return Array.from({ length: moments }, () => source.take())
}
const countsOf = (taken: readonly (readonly FeedBar[])[]) =>
  new Map(feeds.map(({ feed }) => [feed, taken.flat().filter((bar) => bar.feed === feed).length]))

it('bars that close at one moment come together, moments ascend', () => {
  const taken = take(createSimulatedSource(feeds, none), 30)
  expect(taken.map((moment) => moment.map(({ feed }) => feed).join())).toEqual(
    Array.from({ length: 30 }, (_, at) => (at % 3 === 2 ? 'slow,fast' : 'fast')),
  )
  const times = taken.map(([first]) => first?.bar.time ?? 0)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  for (const moment of taken) expect(new Set(moment.map(({ bar }) => bar.time)).size).toBe(1)
})

const whole = take(createSimulatedSource(feeds, none), 40)
const at = (moments: number) => {
  const source = createSimulatedSource(feeds, none)
  take(source, moments)
  return JSON.parse(JSON.stringify(source.checkpoint?.())) as unknown
}

it.each([
  ['of the last moment', at(20)],
  ['some moments old', at(13)],
  ['of the start', at(0)],
  ['of the future, as after a restored backup', at(31)],
  ['missing', undefined],
  ['damaged', { fast: { bars: 'x' } }],
  ['of other feeds', { other: { bars: 3, state: {} } }],
])('goes on with the very next bar, whatever checkpoint there is: one %s', (_, checkpoint) => {
  const resumed = createSimulatedSource(feeds, countsOf(whole.slice(0, 20)), checkpoint)
  expect(take(resumed, 20)).toEqual(whole.slice(20))
})
