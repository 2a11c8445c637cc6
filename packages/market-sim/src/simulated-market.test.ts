import { type BarColumns, barAt, barFields, type Interval, intervals } from '@strategraph/market-model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findSimulatedInstrument, simulatedInstruments } from './simulated-instruments.ts'
import { createSimulatedMarket } from './simulated-market.ts'

const startTime = 1_704_067_200_000
function market({ seed = 1, symbol = 'BTC/USD', interval = '1h' }: { seed?: number; symbol?: string; interval?: Interval } = {}) {
  const found = findSimulatedInstrument(symbol)
  if (found === undefined) throw new RangeError(symbol)
  return createSimulatedMarket({ ...found, seed, interval, startTime })
}
const rows = (columns: BarColumns) => Array.from({ length: columns.time.length }, (_, row) => barAt(columns, row))

describe('simulated market', () => {
  it('the same seed gives the same bits, wherever it runs', () => {
    const bars = market({ seed: 42 }).bars(500)
    expect(barAt(bars, 0)).toMatchInlineSnapshot(`
      {
        "close": 59692.8,
        "high": 60194,
        "low": 59652.1,
        "open": 60018.2,
        "time": 1704070800000,
        "volume": 237.6154025,
      }
    `)
    expect(barAt(bars, 499)).toMatchInlineSnapshot(`
      {
        "close": 56733.9,
        "high": 56814.7,
        "low": 56458.6,
        "open": 56731.6,
        "time": 1705867200000,
        "volume": 205.59004883,
      }
    `)
  })

  it('another seed or another symbol is another market', () => {
    const closes = (options: { seed?: number; symbol?: string }) => [...market(options).bars(5).close].join()
    expect(closes({ seed: 2 })).not.toBe(closes({ seed: 1 }))
    const returns = (symbol: string) => market({ symbol }).bars(50).close
    expect(returns('BTC/USD').map((close, row) => Math.sign(close - (returns('BTC/USD')[row - 1] ?? 0)))).not.toEqual(
      returns('BTC/EUR').map((close, row) => Math.sign(close - (returns('BTC/EUR')[row - 1] ?? 0))),
    )
  })

  it.each(simulatedInstruments.map(({ instrument }) => instrument.symbol))(
    '%s: bars are whole, on the tick grid, stamped at their close',
    (symbol) => {
      const bars = rows(market({ symbol, interval: '5m' }).bars(2000))
      const tick = Number(findSimulatedInstrument(symbol)?.instrument.tickSize)
      bars.forEach((bar, row) => {
        expect(bar.time).toBe(startTime + (row + 1) * intervals['5m'])
        expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close))
        expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close))
        expect(bar.low).toBeGreaterThan(0)
        expect(bar.volume).toBeGreaterThan(0)
        expect(Math.abs(bar.close / tick - Math.round(bar.close / tick))).toBeLessThan(1e-6)
      })
    },
  )

  it('steps and bars tell one story: the quotes within a bar make its open, high, low and close', () => {
    const stepped = market()
    const expected = rows(market().bars(3))
    for (const bar of expected) {
      const lasts: number[] = []
      for (;;) {
        const step = stepped.step()
        lasts.push(step.quote.last)
        expect(step.quote.ask).toBeGreaterThan(step.quote.bid)
        expect([step.quote.bid, step.quote.ask]).toContain(step.quote.last)
        if (!step.isClosed) continue
        expect(step.bar).toEqual(bar)
        expect(step.quote.time).toBe(bar.time)
        break
      }
      expect([lasts[0], Math.max(...lasts), Math.min(...lasts), lasts.at(-1)]).toEqual([bar.open, bar.high, bar.low, bar.close])
    }
  })

  it('a longer interval is made of the same trades as a shorter one', () => {
    const hours = rows(market({ interval: '1h' }).bars(24))
    const day = rows(market({ interval: '1d' }).bars(1))[0]
    expect(day).toMatchObject({
      time: hours.at(-1)?.time,
      open: hours[0]?.open,
      high: Math.max(...hours.map(({ high }) => high)),
      low: Math.min(...hours.map(({ low }) => low)),
      close: hours.at(-1)?.close,
    })
    expect(day?.volume).toBeCloseTo(
      hours.reduce((sum, { volume }) => sum + volume, 0),
      6,
    )
  })

  it('any way of taking bars and steps gives the same bars', () => {
    const whole = market({ interval: '5m' }).bars(40)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 8 }), fc.integer({ min: 0, max: 9 }), (steps, block) => {
        const pieces = market({ interval: '5m' })
        const closes: number[] = []
        for (const count of steps) {
          for (let index = 0; index < count && closes.length < 40; index += 1) {
            const step = pieces.step()
            if (step.isClosed) closes.push(step.bar.close)
          }
          if (closes.length + block < 40) closes.push(...pieces.bars(block).close)
        }
        closes.push(...pieces.bars(40 - closes.length).close)
        expect(closes).toEqual([...whole.close])
      }),
    )
  })

  it('restored from a snapshot in mid bar, it goes on as if nothing had happened', () => {
    const original = market()
    original.bars(3)
    for (let index = 0; index < 100; index += 1) original.step()
    const saved: unknown = JSON.parse(JSON.stringify(original.snapshot()))
    const expected = original.bars(20)
    const restored = market({ seed: 99 })
    // oxlint-disable-next-line typescript/no-unsafe-argument -- the round trip through JSON is what is tested
    restored.restore(saved as ReturnType<typeof original.snapshot>)
    const actual = restored.bars(20)
    for (const field of barFields) expect([...actual[field]]).toEqual([...expected[field]])
  })

  it('behaves roughly like a market: volatility as said, fat tails, clusters, volume with volatility', () => {
    const { close, volume } = market({ seed: 7 }).bars(20_000)
    const returns = close.subarray(1).map((price, row) => price / (close[row] ?? price) - 1)
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = mean(returns.map((value) => value ** 2))
    expect(Math.sqrt(variance * 8760)).toBeGreaterThan(0.4)
    expect(Math.sqrt(variance * 8760)).toBeLessThan(0.9)
    expect(mean(returns.map((value) => value ** 4)) / variance ** 2).toBeGreaterThan(3.5)
    const correlation = (a: Float64Array, b: Float64Array) => {
      const [meanA, meanB] = [mean(a), mean(b)]
      const spread = (values: Float64Array, middle: number) => Math.sqrt(mean(values.map((value) => (value - middle) ** 2)))
      return mean(a.map((value, row) => (value - meanA) * ((b[row] ?? 0) - meanB))) / (spread(a, meanA) * spread(b, meanB))
    }
    const sizes = returns.map(Math.abs)
    expect(correlation(sizes.subarray(1), sizes.subarray(0, -1))).toBeGreaterThan(0.05)
    expect(correlation(sizes, volume.subarray(1))).toBeGreaterThan(0.2)
    expect(Math.abs(correlation(returns.subarray(1), returns.subarray(0, -1)))).toBeLessThan(0.05)
  })

  it.each([{ seed: -1 }, { seed: 1.5 }, { seed: 2 ** 32 }])('refuses the seed of %o', (options) => {
    expect(() => market(options)).toThrow(RangeError)
  })
})
