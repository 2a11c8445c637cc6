import { expect, it } from 'vitest'
import { defaultMarkets } from '../simulation/default-markets.ts'
import { assetsOf } from './assets.ts'
import { tradedMarket } from './traded-market.ts'

const markets = defaultMarkets.map(tradedMarket)

it('each asset knows the markets that it moves up and those that it moves down', () => {
  const places = Object.fromEntries(assetsOf(markets).map(({ name, baseOf, quoteOf }) => [name, { baseOf, quoteOf }]))
  expect(places).toEqual({
    BTC: { baseOf: [0], quoteOf: [2] },
    USD: { baseOf: [], quoteOf: [0, 1] },
    ETH: { baseOf: [1, 2], quoteOf: [] },
  })
})

it('variances of both assets of a market add up to its own', () => {
  const assets = assetsOf(markets)
  const variance = (name: string) => (assets.find((asset) => asset.name === name)?.minuteVolatility ?? 0) ** 2
  for (const { base, quote, minuteVolatility } of markets) {
    expect((variance(base) + variance(quote)) / minuteVolatility ** 2).toBeCloseTo(1, 1)
  }
})
