import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layeredLayout } from './layered-layout.ts'

const gaps = { column: 300, row: 20 }
const box = (id: string, y = 0, height = 80) => ({ id, height, y })
const link = (from: string, to: string, fromPort = 40, toPort = 40) => ({ from, to, fromPort, toPort })

function place(boxes: readonly ReturnType<typeof box>[], links: readonly ReturnType<typeof link>[]) {
  const placed = layeredLayout(boxes, links, gaps)
  return (id: string) => placed.get(id) ?? { x: Number.NaN, y: Number.NaN }
}

/** Least distance of their tops: the height of the upper one and the gap. */
const roomOf = (one: ReturnType<typeof box>, other: ReturnType<typeof box>, at: ReturnType<typeof place>) =>
  (at(one.id).y < at(other.id).y ? one : other).height + gaps.row - 1e-6

describe('tidying up a graph', () => {
  it('a chain is one level line from left to right', () => {
    const at = place([box('c'), box('a', 500), box('b', 90)], [link('a', 'b'), link('b', 'c')])
    expect([at('a').x, at('b').x, at('c').x]).toEqual([0, 300, 600])
    expect(at('b').y).toBeCloseTo(at('a').y)
    expect(at('c').y).toBeCloseTo(at('a').y)
  })

  it('ports, not corners, are brought to one level', () => {
    const at = place([box('a'), box('b', 0, 200)], [link('a', 'b', 30, 150)])
    expect(at('a').y + 30).toBeCloseTo(at('b').y + 150)
  })

  it('links that cross are uncrossed', () => {
    const at = place([box('a', 0), box('b', 100), box('x', 0), box('y', 100)], [link('a', 'y'), link('b', 'x')])
    expect(Math.sign(at('a').y - at('b').y)).toBe(Math.sign(at('y').y - at('x').y))
  })

  it('two links into one box follow the order of its ports', () => {
    const at = place([box('a', 0), box('b', 100), box('sum', 0)], [link('a', 'sum', 40, 60), link('b', 'sum', 40, 20)])
    expect(at('b').y).toBeLessThan(at('a').y)
  })

  it('boxes that nothing joins keep their order', () => {
    const at = place([box('late', 900), box('early', 10), box('middle', 500)], [])
    expect(at('early').y).toBeLessThan(at('middle').y)
    expect(at('middle').y).toBeLessThan(at('late').y)
  })

  it('what feeds only a late box stands right before it', () => {
    const at = place([box('a'), box('b'), box('c'), box('constant')], [link('a', 'b'), link('b', 'c'), link('constant', 'c')])
    expect(at('constant').x).toBe(at('b').x)
  })

  it('no box is lost or overlaps, and links of a graph without circles go to the right: any graph, circles and broken links too', () => {
    const graphs = fc.integer({ min: 0, max: 14 }).chain((count) =>
      fc.record({
        heights: fc.array(fc.integer({ min: 40, max: 300 }), { minLength: count, maxLength: count }),
        links: fc.array(fc.tuple(fc.nat({ max: count }), fc.nat({ max: count })), { maxLength: 30 }),
        isFree: fc.boolean(),
      }),
    )
    fc.assert(
      fc.property(graphs, ({ heights, links, isFree }) => {
        const boxes = heights.map((height, at) => box(`n${at}`, at * 13, height))
        const ends = links.filter(([from, to]) => isFree || (from < to && to < boxes.length))
        const drawn = ends.map(([from, to]) => link(`n${from}`, `n${to}`))
        const placed = layeredLayout(boxes, drawn, gaps)
        expect([...placed.keys()].toSorted()).toEqual(boxes.map(({ id }) => id).toSorted())
        expect(layeredLayout(boxes, drawn, gaps)).toEqual(placed)
        const at = (id: string) => placed.get(id) ?? { x: Number.NaN, y: Number.NaN }
        const overlaps = boxes.flatMap((one) =>
          boxes.filter(
            (other) => other !== one && at(one.id).x === at(other.id).x && Math.abs(at(one.id).y - at(other.id).y) < roomOf(one, other, at),
          ),
        )
        expect(overlaps).toEqual([])
        expect(drawn.filter(({ from, to }) => !isFree && at(to).x <= at(from).x)).toEqual([])
      }),
    )
  })
})
