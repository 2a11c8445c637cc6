import { type Bar, instrumentScale } from '@strategraph/market-model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultMarkets } from '../simulation/default-markets.ts'
import { createCandleBook, keptCandles } from './candle-book.ts'

const scale = instrumentScale(defaultMarkets[0]!.instrument)
const minute = 60_000_000
const start = 28_333_334 * minute
const lots = 100_000_000

function book(bars: Bar[] = []) {
  return createCandleBook(scale, (bar) => bars.push(bar))
}

describe('candles', () => {
  it('a minute has the first, highest, lowest and last price, the volume and the average price of its trades', () => {
    const bars: Bar[] = []
    const candles = book(bars)
    candles.addTrade(start, 600_000, lots)
    candles.addTrade(start + 1, 600_100, lots)
    candles.addTrade(start + 2, 599_900, 2 * lots)
    const [forming] = candles.read('1m', 10)
    expect(forming).toMatchObject({
      open: 60_000,
      high: 60_010,
      low: 59_990,
      close: 59_990,
      volume: 4,
      trades: 3,
      vwap: 59_997.5,
      isClosed: false,
    })
    expect(bars).toEqual([])
    candles.closeUntil(start + minute)
    expect(bars).toEqual([{ time: (start + minute) / 1000, open: 60_000, high: 60_010, low: 59_990, close: 59_990, volume: 4 }])
  })

  it('a trade at the very end of a minute belongs to the next one', () => {
    const candles = book()
    candles.addTrade(start, 600_000, lots)
    candles.addTrade(start + minute, 600_500, lots)
    expect(candles.read('1m', 10).map(({ close, trades }) => [close, trades])).toEqual([
      [60_000, 1],
      [60_050, 1],
    ])
  })

  it('a quiet minute has the last price and no volume; before the first trade there is none', () => {
    const candles = book()
    candles.closeUntil(start)
    expect(candles.read('1m', 10)).toEqual([])
    expect(candles.day()).toBeUndefined()
    candles.addTrade(start, 600_000, lots)
    candles.closeUntil(start + 2 * minute)
    const quiet = candles.read('1m', 10)[1]
    expect(quiet).toMatchObject({
      open: 60_000,
      high: 60_000,
      low: 60_000,
      close: 60_000,
      volume: 0,
      trades: 0,
      vwap: 60_000,
      isClosed: true,
    })
  })

  it('longer candles are the joined minutes, aligned to their length', () => {
    const candles = book()
    for (let index = 0; index < 130; index += 1) candles.addTrade(start + index * minute, 600_000 + index, lots)
    const hours = candles.read('1h', 10)
    for (const { openTime } of hours) expect(openTime % 3_600_000).toBe(0)
    expect(hours.reduce((sum, { volume }) => sum + volume, 0)).toBe(130)
    for (const interval of ['3m', '5m', '15m', '30m', '2h', '1d', '1w'] as const) {
      const read = candles.read(interval, 1000)
      expect(read.reduce((sum, { trades }) => sum + trades, 0)).toBe(130)
      expect(read.at(-1)?.close).toBe(60_012.9)
      expect(read[0]?.open).toBe(60_000)
    }
  })

  it('at most 10,000 are kept, and `untilMs` shows only what had closed by then', () => {
    const candles = book()
    candles.addTrade(start, 600_000, lots)
    candles.closeUntil(start + (keptCandles + 50) * minute)
    const all = candles.read('1m', 20_000)
    expect(all.length).toBe(keptCandles)
    const until = all[500]?.time ?? 0
    const seen = candles.read('1m', 20_000, until)
    expect(seen.at(-1)?.time).toBe(until)
    expect(seen.every(({ isClosed }) => isClosed)).toBe(true)
  })

  it('the 24 hours are those of the last 1,440 minutes, whatever was traded, also after a snapshot', () => {
    const trade = fc.record({
      gap: fc.integer({ min: 1, max: 400 }),
      price: fc.integer({ min: 500_000, max: 700_000 }),
      size: fc.integer({ min: 1, max: 9 }),
    })
    fc.assert(
      fc.property(fc.array(trade, { minLength: 1, maxLength: 60 }), (trades) => {
        let candles = book()
        let at = start
        const done: { at: number; price: number; size: number }[] = []
        for (const { gap, price, size } of trades) {
          at += gap * minute
          candles.addTrade(at, price, size)
          done.push({ at, price, size })
          // Once is enough: each restore goes on from the one before.
          if (done.length % 20 === 10) candles = createCandleBook(scale, () => {}, JSON.parse(JSON.stringify(candles.snapshot())))
        }
        const recent = done.filter((one) => one.at > at - 1441 * minute)
        // Minutes without a trade carry the price of before.
        const carried = done.filter((one) => one.at <= at - 1441 * minute).at(-1)
        const hasQuietStart = carried !== undefined && (recent[0]?.at ?? at) > at - 1440 * minute
        const prices = [...recent.map(({ price }) => price), ...(hasQuietStart ? [carried.price] : [])]
        const day = candles.day()
        expect(day?.high).toBe(Math.max(...prices))
        expect(day?.low).toBe(Math.min(...prices))
        expect(day?.volume).toBe(recent.reduce((sum, { size }) => sum + size, 0))
        expect(day?.trades).toBe(recent.length)
      }),
      { numRuns: 30 },
    )
  })
})
