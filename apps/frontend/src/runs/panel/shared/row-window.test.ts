import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowStarts, rowWindow } from './row-window.ts'

describe('rows of a long list', () => {
  it('begin where the one before ends', () => {
    expect(rowStarts(3, (index) => 10 * (index + 1))).toEqual([0, 10, 30, 60])
  })

  it('of an empty list: none', () => {
    expect(
      rowWindow(
        rowStarts(0, () => 20),
        { top: 0, height: 500, overscan: 5 },
      ),
    ).toEqual({ from: 0, to: 0 })
  })

  it('that the window does not touch stay out, but for the overscan', () => {
    const starts = rowStarts(100, () => 20)
    expect(rowWindow(starts, { top: 210, height: 100, overscan: 0 })).toEqual({ from: 10, to: 16 })
    expect(rowWindow(starts, { top: 210, height: 100, overscan: 3 })).toEqual({ from: 7, to: 19 })
  })

  it('every row that touches the window is in it, whatever the heights', () => {
    const cases = fc.record({
      heights: fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 60 }),
      top: fc.nat({ max: 6000 }),
      height: fc.nat({ max: 900 }),
      overscan: fc.nat({ max: 4 }),
    })
    fc.assert(
      fc.property(cases, ({ heights, top, height, overscan }) => {
        const starts = rowStarts(heights.length, (index) => heights[index] ?? 0)
        const { from, to } = rowWindow(starts, { top, height, overscan })
        expect(from).toBeGreaterThanOrEqual(0)
        expect(to).toBeLessThanOrEqual(heights.length)
        const missing = heights.filter((own, index) => {
          const start = starts[index] ?? 0
          return start < top + height && start + own > top && (index < from || index >= to)
        })
        expect(missing).toEqual([])
      }),
    )
  })
})
