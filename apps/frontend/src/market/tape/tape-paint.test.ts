import type { MarketTrade } from '@strategraph/protocol'
import { describe, expect, it } from 'vitest'
import { bigFrom } from './tape-paint.ts'

const trades = (sizes: readonly number[]): MarketTrade[] =>
  sizes.map((quantity, id) => ({ id, symbol: 'BTC/USD', time: id, price: 1, quantity, side: 'buy', taker: 'a', maker: 'b' }))

describe('big trades', () => {
  it('are the largest few of those seen lately', () => {
    const sizes = Array.from({ length: 200 }, (_, index) => index + 1)
    expect(sizes.filter((size) => size >= bigFrom(trades(sizes)))).toEqual([197, 198, 199, 200])
  })
  it('nothing stands out before there is anything to compare with', () => {
    expect(bigFrom(trades([1, 1000]))).toBe(Number.POSITIVE_INFINITY)
  })
  it('old sizes are forgotten', () => {
    const sizes = [...Array.from({ length: 300 }, () => 1000), ...Array.from({ length: 500 }, (_, index) => 1 + index / 1000)]
    expect(bigFrom(trades(sizes))).toBeLessThan(2)
  })
})
