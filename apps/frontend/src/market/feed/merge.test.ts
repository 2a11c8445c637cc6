import type { MarketAgent } from '@strategraph/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeById, sampleResults } from './merge.ts'

const item = (id: number, word = '') => ({ id, word })
const ids = (items: readonly { readonly id: number }[]) => items.map(({ id }) => id)

describe('merging what the server keeps with what it sends', () => {
  it('newer ones go behind, the oldest fall off', () => {
    expect(ids(mergeById([item(1), item(2)], [item(3), item(4)], ({ id }) => id, 3))).toEqual([2, 3, 4])
  })
  it('history that arrives after the first frames goes before them, nothing twice', () => {
    expect(ids(mergeById([item(5), item(6)], [item(3), item(4), item(5)], ({ id }) => id, 10))).toEqual([3, 4, 5, 6])
  })
  it('the later word about the same thing holds', () => {
    expect(mergeById([item(1, 'accepted')], [item(1, 'filled')], ({ id }) => id, 10)).toEqual([item(1, 'filled')])
  })
  it('is ascending and without repetition however the pieces overlap', () => {
    const ascending = fc.uniqueArray(fc.nat(60), { maxLength: 30 }).map((list) => list.toSorted((a, b) => a - b).map((id) => item(id)))
    fc.assert(
      fc.property(ascending, ascending, fc.integer({ min: 1, max: 40 }), (before, fresh, limit) => {
        const wanted = [...new Set([...ids(before), ...ids(fresh)])].toSorted((a, b) => a - b)
        const merged = mergeById(before, fresh, ({ id }) => id, limit)
        expect(ids(merged)).toEqual(fresh.length === 0 ? ids(before) : wanted.slice(-limit))
      }),
    )
  })
})

describe('results while the page is open', () => {
  const agent = (roiByTrading: number) => ({ id: 7, roiByTrading }) as MarketAgent
  it('keeps the whole time in a bounded line: beginning and newest part are always there', () => {
    let trails: Parameters<typeof sampleResults>[0] = { stride: 1, frames: 0, byAgent: new Map() }
    for (let second = 0; second < 5000; second += 1) trails = sampleResults(trails, [agent(second)])
    const line = trails.byAgent.get(7) ?? []
    expect(line.length).toBeGreaterThan(40)
    expect(line.length).toBeLessThan(96)
    expect(line[0]).toBe(0)
    expect(line.at(-1)).toBeGreaterThan(5000 - 2 * trails.stride - 1)
    const steps = line.slice(1).map((value, index) => value - (line[index] ?? 0))
    expect(Math.max(...steps)).toBeLessThanOrEqual(trails.stride)
  })
})
