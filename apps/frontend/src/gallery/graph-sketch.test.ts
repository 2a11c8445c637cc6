import { describe, expect, it } from 'vitest'
import { sketchGraph } from './graph-sketch.ts'
import { sparkPath } from './spark-path.ts'

describe('the drawing of a graph on a card', () => {
  it('moves all nodes into view and joins them', () => {
    const sketch = sketchGraph({
      nodes: [
        { id: 'a', type: 'data.market-feed', position: { x: -100, y: 50 } },
        { id: 'b', type: 'indicator.ema', position: { x: 300, y: 0 } },
      ],
      edges: [
        { source: 'a', target: 'b' },
        { source: 'a', target: 'gone' },
      ],
    })
    expect(sketch?.boxes.map(({ x, y }) => [x, y])).toEqual([
      [24, 74],
      [424, 24],
    ])
    expect(sketch?.lines).toHaveLength(1)
    expect(sketch?.boxes[0]?.color).toContain('--cat-data')
    expect(sketch?.width).toBe(424 + 212 + 24)
  })

  it('is nothing for what is no graph', () => {
    expect(sketchGraph({})).toBeUndefined()
    expect(sketchGraph({ nodes: [{ id: 1 }, null], edges: 'x' })).toBeUndefined()
  })
})

describe('a sparkline', () => {
  it('runs from the left to the right edge, high values above low ones', () => {
    expect(sparkPath([0, 10], { width: 100, height: 20, padding: 0 })?.line).toBe('M0.0 20.0L100.0 0.0')
  })

  it('draws a flat series through the middle, and nothing for a single value', () => {
    expect(sparkPath([5, 5], { width: 100, height: 20, padding: 0 })?.line).toBe('M0.0 10.0L100.0 10.0')
    expect(sparkPath([5], { width: 100, height: 20 })).toBeUndefined()
    expect(sparkPath([5, Number.NaN], { width: 100, height: 20 })).toBeUndefined()
  })
})
