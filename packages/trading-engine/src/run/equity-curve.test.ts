import { barsToColumns } from '@strategraph/market-model'
import { marketBars } from '@strategraph/test-kit'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEquityCurve } from './equity-curve.ts'

const never = { below: Number.NEGATIVE_INFINITY, above: Number.POSITIVE_INFINITY }

describe('equity curve', () => {
  it('is the same bit for bit whether rows are pushed one by one or scanned in pieces of any length', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            rows: fc.integer({ min: 0, max: 40 }),
            base: fc.double({ min: 1, max: 1e6, noNaN: true }),
            quantity: fc.constantFrom(0, 0.3, -1.7),
          }),
          { maxLength: 8 },
        ),
        fc.constantFrom('1h' as const, '1d' as const),
        (pieces, interval) => {
          const bars = pieces.reduce((sum, { rows }) => sum + rows, 0)
          const columns = marketBars({ bars, interval, gaps: 0.1 })
          const scanned = createEquityCurve(1000, bars, columns.time)
          const pushed = createEquityCurve(1000, 1)
          const visible = (curve: typeof scanned) => [curve.length, curve.peak, curve.dayStart, curve.ticksInPosition]
          for (const { rows, base, quantity } of pieces) {
            const from = scanned.length
            scanned.scan(columns, from + rows, { base, quantity, ...never })
            for (let row = from; row < from + rows; row++) {
              const equity = quantity === 0 ? base : base + quantity * (columns.close[row] ?? Number.NaN)
              pushed.push(columns.time[row] ?? Number.NaN, equity, quantity !== 0)
            }
            expect(visible(scanned)).toEqual(visible(pushed))
          }
          expect(scanned.values.subarray(0, bars)).toEqual(pushed.values.subarray(0, bars))
          expect(scanned.time.subarray(0, bars)).toEqual(pushed.time.subarray(0, bars))
        },
      ),
    )
  })

  it('stops before the first row that touches a price, low or high', () => {
    const bar = (time: number, low: number, high: number) => ({ time, open: 10, high, low, close: 10, volume: 1 })
    const columns = barsToColumns([bar(1, 9, 11), bar(2, 9, 11), bar(3, 8, 11), bar(4, 9, 12)])
    const curve = createEquityCurve(100, 4, columns.time)
    curve.scan(columns, 4, { base: 100, quantity: 0, below: 8, above: 12 })
    expect(curve.length).toBe(2)
    curve.push(3, 100, false)
    curve.scan(columns, 4, { base: 100, quantity: 0, below: 8, above: 12 })
    expect(curve.length).toBe(3)
  })

  it('day start: the equity of the first bar that closed in the present UTC day', () => {
    const day = 86_400_000
    const curve = createEquityCurve(1000, 4)
    curve.push(day - 1, 1010, false)
    curve.push(day, 990, false)
    curve.push(day + 1, 980, false)
    expect(curve.dayStart).toBe(990)
  })
})
