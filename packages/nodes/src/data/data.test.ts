import { describe, expect, it } from 'vitest'
import { liveTicker } from './live-ticker/live-ticker.ts'
import { marketFeed } from './market-feed/market-feed.ts'

describe('market feed', () => {
  it('starts on the simulated market, which needs nothing', () => {
    expect(marketFeed.source(marketFeed.config.parse({}))).toEqual({
      instrument: 'simulated:BTC/USD',
      interval: '1h',
      stream: 'bars',
      origin: { kind: 'simulated', seed: 1 },
    })
  })

  it('names the venue by its origin', () => {
    const spec = (origin: unknown) => marketFeed.source(marketFeed.config.parse({ symbol: 'ETH/EUR', interval: '5m', origin }))
    expect(spec({ kind: 'exchange', exchange: 'kraken' })).toMatchObject({ instrument: 'kraken:ETH/EUR', interval: '5m' })
    expect(spec({ kind: 'dataset', dataset: 'd1' })).toMatchObject({ instrument: 'imported:ETH/EUR', origin: { dataset: 'd1' } })
  })

  it.each(['btc/usd', 'BTCUSD', 'BTC/USD/X', ''])('refuses the symbol "%s"', (symbol) => {
    expect(marketFeed.config.safeParse({ symbol }).success).toBe(false)
  })

  it('refuses an interval and an origin that nobody knows', () => {
    expect(marketFeed.config.safeParse({ interval: '7m' }).success).toBe(false)
    expect(marketFeed.config.safeParse({ origin: { kind: 'magic' } }).success).toBe(false)
  })
})

it('live ticker: gives quotes, which fit no deciding input', () => {
  expect(liveTicker.outputs.quote.kind).toBe('quote')
  expect(liveTicker.source(liveTicker.config.parse({})).stream).toBe('quotes')
  expect(liveTicker.config.safeParse({ origin: { kind: 'dataset', dataset: 'x' } }).success).toBe(false)
})
