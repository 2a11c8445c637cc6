import { barAt } from '@strategraph/market-model'
import { expect, it } from 'vitest'
import { openSimulatedFeed, simulatedBars, simulatedStart } from './simulated-feed.ts'

const choice = { seed: 7, symbol: 'BTC/USD', interval: '5m' } as const
const expected = simulatedBars(choice, 60)
const bars = (from: number, to: number) => Array.from({ length: to - from }, (_, row) => barAt(expected, from + row))

it('looking at the forming market never changes a bar', () => {
  const feed = openSimulatedFeed(choice, { bars: 0 })
  const seen = bars(0, 60).map((_, row) => {
    for (let at = 0; at < row % 7; at += 1) {
      const quote = feed.quoteUntil(feed.nextClose - 300_000 + at * 45_000)
      expect(quote?.time ?? 0).toBeLessThan(feed.nextClose)
    }
    return feed.closeBar()
  })
  expect(seen).toEqual(bars(0, 60))
})

it('goes on after a restart with the very next bar, from the stored state and from the seed alone', () => {
  const before = openSimulatedFeed(choice, { bars: 0 })
  for (let row = 0; row < 20; row += 1) before.closeBar()
  before.quoteUntil(before.nextClose - 1) // in the middle of a bar when the process dies
  const state = JSON.parse(JSON.stringify(before.checkpoint()))
  for (const feed of [openSimulatedFeed(choice, { bars: 20, state }), openSimulatedFeed(choice, { bars: 20 })]) {
    expect(feed.nextClose).toBe(simulatedStart + 21 * 300_000)
    expect(Array.from({ length: 40 }, () => feed.closeBar())).toEqual(bars(20, 60))
  }
})
