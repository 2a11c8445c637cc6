import { describe, expect, it } from 'vitest'
import { drawdownPoints, equityPoints, holdPoints } from './equity-rows.ts'

describe('equity as points', () => {
  const samples = [
    { time: 1000, equity: 100, drawdown: 0 },
    { time: 1400, equity: 101, drawdown: 0 },
    { time: 3000, equity: 90, drawdown: 0.1 },
  ]

  it('is strictly ascending in seconds, as the chart demands', () => {
    expect(equityPoints(samples)).toEqual([
      { time: 1, value: 100 },
      { time: 3, value: 90 },
    ])
  })

  it('draws the fall from the peak downwards in percent', () => {
    expect(drawdownPoints(samples).at(-1)).toEqual({ time: 3, value: -10 })
  })

  it('holds the initial cash in the market from the first close, merged bars or not', () => {
    const bars = { time: [1000, 2000], close: [50, 75] }
    expect(holdPoints(bars, 1000)).toEqual([
      { time: 1, value: 1000 },
      { time: 2, value: 1500 },
    ])
    expect(holdPoints(bars, 1000, 25).at(-1)?.value).toBe(3000)
    expect(holdPoints({ time: [], close: [] }, 1000)).toEqual([])
  })
})
