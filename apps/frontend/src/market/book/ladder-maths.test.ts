import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bidShare, cumulate, depthReach, groupLevels, groupSteps, type Level, spreadOf } from './ladder-maths.ts'

describe('price steps', () => {
  it('are the tick and three round steps above it', () => {
    expect(groupSteps(1)).toEqual([0.1, 1, 10, 100])
    expect(groupSteps(5)).toEqual([0.00001, 0.0001, 0.001, 0.01])
  })
})

describe('levels put together', () => {
  it('bids go down to their step, asks up: the spread never looks narrower', () => {
    const bids: Level[] = [
      [100.4, 1, 1],
      [100.1, 2, 3],
      [99.9, 4, 1],
    ]
    expect(groupLevels(bids, 'bid', 1)).toEqual([
      [100, 3, 4],
      [99, 4, 1],
    ])
    const asks: Level[] = [
      [100.6, 1, 1],
      [101, 2, 1],
      [101.1, 4, 2],
    ]
    expect(groupLevels(asks, 'ask', 1)).toEqual([
      [101, 3, 2],
      [102, 4, 2],
    ])
  })
  it('by their own tick nothing changes', () => {
    const ticks = fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(ticks, fc.constantFrom('bid' as const, 'ask' as const), (list, side) => {
        const levels = list
          .toSorted((a, b) => (side === 'bid' ? b - a : a - b))
          .map((tick): Level => [Number((tick * 0.1).toFixed(1)), 1, 1])
        expect(groupLevels(levels, side, 0.1)).toEqual(levels)
      }),
    )
  })
  it('quantity and orders are kept whatever the step', () => {
    const level = fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 5 }))
    fc.assert(
      fc.property(fc.array(level, { maxLength: 60 }), fc.constantFrom(0.1, 1, 10, 100), (list, step) => {
        const levels = list.toSorted(([a], [b]) => b - a).map(([tick, quantity, orders]): Level => [tick / 10, quantity, orders])
        const total = (of: readonly Level[], index: 1 | 2) => of.reduce((sum, entry) => sum + entry[index], 0)
        const grouped = groupLevels(levels, 'bid', step)
        expect(total(grouped, 1)).toBe(total(levels, 1))
        expect(total(grouped, 2)).toBe(total(levels, 2))
      }),
    )
  })
})

it('each level knows what lies in front of it and what that costs', () => {
  const ladder = cumulate([
    [10, 2, 1],
    [11, 3, 2],
  ])
  expect(ladder.map(({ sum, cost }) => [sum, cost])).toEqual([
    [2, 20],
    [5, 53],
  ])
})

it('spread in price and in basis points; none where a side is empty', () => {
  expect(spreadOf(99, 101)).toEqual({ mid: 100, absolute: 2, bps: 200 })
  expect(spreadOf(null, 101)).toBeUndefined()
})

it('share of the bids counts the best levels only', () => {
  expect(
    bidShare(
      [
        [1, 3, 1],
        [0.5, 100, 1],
      ],
      [[2, 1, 1]],
      1,
    ),
  ).toBe(0.75)
  expect(bidShare([], [], 5)).toBeUndefined()
})

it('one order far away does not press the depth chart together', () => {
  const asks = Array.from({ length: 20 }, (_, index): Level => [101 + index, 1, 1])
  const reach = depthReach([[99, 1, 1]], [...asks, [100_000, 1, 1]], 100)
  expect(reach).toBeLessThan(25)
})
