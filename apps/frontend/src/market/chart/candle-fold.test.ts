import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Candle, createMinutes, minuteMs, openOf } from './candle-fold.ts'

const minute = (index: number, close: number, volume = 1): Candle => ({
  openTime: index * minuteMs,
  open: close,
  high: close + 1,
  low: close - 1,
  close,
  volume,
})

describe('minutes put together', () => {
  it('opens with the first, closes with the last, and reaches as far as any', () => {
    const minutes = createMinutes()
    for (const [index, close] of [10, 14, 8, 12].entries()) minutes.put(minute(index, close))
    expect(minutes.fold(0, 5 * minuteMs)).toEqual({ openTime: 0, open: 10, high: 15, low: 7, close: 12, volume: 4 })
  })
  it('a forming minute that is sent again is counted once', () => {
    const minutes = createMinutes()
    minutes.put(minute(0, 10, 5))
    minutes.put(minute(1, 11, 1))
    minutes.put(minute(1, 13, 4))
    expect(minutes.fold(0, 5 * minuteMs)).toMatchObject({ close: 13, volume: 9 })
  })
  it('says when minutes are missing', () => {
    const minutes = createMinutes()
    expect(minutes.put(minute(3, 1))).toBe(true)
    expect(minutes.put(minute(4, 1))).toBe(true)
    expect(minutes.put(minute(4, 2))).toBe(true)
    expect(minutes.put(minute(6, 1))).toBe(false)
  })
  it('keeps a day however long the market runs', () => {
    const minutes = createMinutes()
    for (let index = 0; index < 6000; index += 1) minutes.put(minute(index, index))
    expect(minutes.fold(0, 1440 * minuteMs)).toBeUndefined()
    expect(minutes.fold(4400 * minuteMs, 1440 * minuteMs)).toMatchObject({ open: 4400, close: 5839, volume: 1440 })
  })
  it('five-minute candles have the volume of their minutes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 300 }), (volumes) => {
        const minutes = createMinutes()
        volumes.forEach((volume, index) => minutes.put(minute(index, 100, volume)))
        let total = 0
        for (let open = 0; open < volumes.length * minuteMs; open += 5 * minuteMs) total += minutes.fold(open, 5 * minuteMs)?.volume ?? 0
        expect(total).toBe(volumes.reduce((sum, volume) => sum + volume, 0))
      }),
    )
  })
})

it('candles open on the clock', () => {
  expect(openOf(7 * minuteMs + 123, 5 * minuteMs)).toBe(5 * minuteMs)
})
