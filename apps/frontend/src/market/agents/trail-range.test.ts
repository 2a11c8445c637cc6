import { describe, expect, it } from 'vitest'
import { changesOf, commonSpan } from './trail-range.ts'

describe('lines of the agents', () => {
  it('show changes since the first point', () => {
    expect(changesOf([0.01, 0.02, 0.01])).toEqual([0, 0.01, 0])
    expect(changesOf([])).toEqual([])
  })
  it('have one scale, a round one', () => {
    expect(
      commonSpan([
        [0, 0.004],
        [0.1, 0.1 - 0.013],
      ]),
    ).toBeCloseTo(0.02, 12)
    expect(commonSpan([[0, 0.003]])).toBeCloseTo(0.005, 12)
    expect(commonSpan([[0, 0.06]])).toBeCloseTo(0.1, 12)
  })
  it('tiny moves stay tiny', () => {
    expect(commonSpan([[0, 0.000_01]])).toBe(0.001)
    expect(commonSpan([])).toBe(0.001)
  })
  it('one outlier does not flatten the others', () => {
    const many = Array.from({ length: 100 }, () => [0, 0.002])
    expect(commonSpan([...many, [0, 3]])).toBeCloseTo(0.002, 12)
  })
})
