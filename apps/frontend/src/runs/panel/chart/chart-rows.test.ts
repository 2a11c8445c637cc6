import { describe, expect, it } from 'vitest'
import { candlePoints, indexAtOrBefore, linePoints, numberOf, openTimes } from './chart-rows.ts'

const hour = 3_600_000
const page = (every: number, time: number[]) => ({
  feed: 'feed',
  from: 0,
  total: time.length,
  every,
  interval: '1h',
  time,
  open: time.map((_, index) => index),
  high: time.map((_, index) => index + 2),
  low: time.map((_, index) => index - 2),
  close: time.map((_, index) => index + 1),
  volume: time.map(() => 1),
})

describe('rows of a run as points of a chart', () => {
  it('stamps a candle with its open, in seconds', () => {
    expect(openTimes(page(1, [hour, 2 * hour]))).toEqual([0, 3600])
  })

  it('opens a merged candle where the one before it closed', () => {
    expect(openTimes(page(4, [4 * hour, 8 * hour, 9 * hour]))).toEqual([0, 14_400, 28_800])
  })

  it('keeps times ascending across a gap', () => {
    const times = openTimes(page(1, [hour, 9 * hour, 10 * hour]))
    expect(times).toEqual([0, 8 * 3600, 9 * 3600])
    expect(candlePoints(page(1, [hour, 9 * hour, 10 * hour]), times)[1]).toEqual({ time: 8 * 3600, open: 1, high: 3, low: -1, close: 2 })
  })

  it('leaves a gap in a line where there is no value, and draws flags as 1 and 0', () => {
    expect(linePoints([0, 1, 2], [10, 20, 30], [null, 5, true], [10, 20, 30])).toEqual([
      { time: 0 },
      { time: 1, value: 5 },
      { time: 2, value: 1 },
    ])
  })

  it('holds a slower value until the next one, and shows nothing before the first', () => {
    expect(linePoints([0, 1, 2, 3], [10, 20, 30, 40], [7, 8], [15, 35])).toEqual([
      { time: 0 },
      { time: 1, value: 7 },
      { time: 2, value: 7 },
      { time: 3, value: 8 },
    ])
  })

  it('takes the close of a candle and no number from text', () => {
    expect(numberOf({ close: 3, open: 1 })).toBe(3)
    expect(numberOf('Infinity')).toBeNaN()
    expect(numberOf(undefined)).toBeNaN()
  })

  it('finds the last time at or before another', () => {
    expect([-1, 0, 5, 9, 10, 99].map((time) => indexAtOrBefore([0, 5, 10], time))).toEqual([-1, 0, 1, 1, 2, 2])
    expect(indexAtOrBefore([], 3)).toBe(-1)
  })
})
