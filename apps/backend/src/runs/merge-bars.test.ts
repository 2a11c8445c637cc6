import { barsToColumns } from '@strategraph/market-model'
import { describe, expect, it } from 'vitest'
import { mergeBars, stretchEnds } from './merge-bars.ts'

const bars = Array.from({ length: 5 }, (_, row) => ({
  time: row + 1,
  open: row,
  high: row + 10,
  low: row - 10,
  close: row + 0.5,
  volume: 1,
}))

describe('merging bars', () => {
  it('opens with the first, closes with the last, keeps the extremes and adds the volume', () => {
    const merged = mergeBars(barsToColumns(bars), 0, 4, 2)
    expect([...merged.open]).toEqual([0, 2])
    expect([...merged.high]).toEqual([11, 13])
    expect([...merged.low]).toEqual([-10, -8])
    expect([...merged.close]).toEqual([1.5, 3.5])
    expect([...merged.volume]).toEqual([2, 2])
    expect([...merged.time]).toEqual([2, 4])
  })

  it('ends with a shorter stretch where the rows do not divide', () => {
    expect([...mergeBars(barsToColumns(bars), 1, 5, 3).volume]).toEqual([3, 1])
    expect([...stretchEnds(1, 5, 3)]).toEqual([3, 4])
  })

  it('is the rows themselves where one row is one bar, and nothing where there are none', () => {
    expect([...mergeBars(barsToColumns(bars), 1, 3, 1).close]).toEqual([1.5, 2.5])
    expect(mergeBars(barsToColumns(bars), 3, 3, 2).time).toHaveLength(0)
  })
})
