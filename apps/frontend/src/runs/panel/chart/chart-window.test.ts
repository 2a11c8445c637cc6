import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indexOfRow, lastRowOfIndex, mostCandles, rowOfIndex, serves, wantedWindow } from './chart-window.ts'

const totals = fc.integer({ min: 1, max: 2_000_000 })
const view = fc
  .tuple(totals, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([total, a, b]) => {
    const [from, to] = [Math.floor(Math.min(a, b) * total), Math.ceil(Math.max(a, b) * total)]
    return { total, rows: { from: Math.min(from, total - 1), to: Math.max(from + 1, to) } }
  })

describe('what of a run the chart loads', () => {
  it('takes a short run whole and bar by bar', () => {
    expect(wantedWindow(5000)).toEqual({ from: 0, to: 5000, every: 1 })
    expect(wantedWindow(5000, { from: 10, to: 20 })).toEqual({ from: 0, to: 5000, every: 1 })
  })

  it('never holds more candles than can be drawn smoothly, and always all that is seen', () => {
    fc.assert(
      fc.property(view, ({ total, rows }) => {
        const window = wantedWindow(total, rows)
        expect((window.to - window.from) / window.every).toBeLessThanOrEqual(mostCandles + 2)
        expect(window.from).toBeLessThanOrEqual(rows.from)
        expect(window.to).toBeGreaterThanOrEqual(Math.min(total, rows.to))
        expect(serves(window, rows, total)).toBe(true)
      }),
    )
  })

  it('shows single bars when a few hundred of a million are looked at', () => {
    expect(wantedWindow(1_000_000, { from: 500_000, to: 500_300 }).every).toBe(1)
    expect(wantedWindow(1_000_000).every).toBe(256)
  })

  it('no longer serves when the view leaves it or comes closer than it is fine', () => {
    const whole = wantedWindow(1_000_000)
    expect(serves(whole, { from: 0, to: 1_000_000 }, 1_000_000)).toBe(true)
    expect(serves(whole, { from: 1000, to: 1400 }, 1_000_000)).toBe(false)
    const near = wantedWindow(1_000_000, { from: 1000, to: 1400 })
    expect(serves(near, { from: 5000, to: 5400 }, 1_000_000)).toBe(false)
  })

  it('finds rows of candles and candles of rows, also in merged ones', () => {
    const window = { from: 100, to: 150, every: 8 }
    expect(indexOfRow(window, 100)).toBe(0)
    expect(indexOfRow(window, 107)).toBe(0)
    expect(indexOfRow(window, 108)).toBe(1)
    expect(rowOfIndex(window, 1)).toBe(108)
    expect(lastRowOfIndex(window, 0)).toBe(107)
    expect(lastRowOfIndex(window, 6)).toBe(149)
  })
})
