import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRowFinder, type ReadTimes } from './row-finder.ts'

/** Close times as the server answers: the last of each stretch. */
const server = (times: readonly number[]): { read: ReadTimes; calls: number[] } => {
  const calls: number[] = []
  return {
    calls,
    async read(from, to, every) {
      const end = Math.min(to, times.length)
      const time: number[] = []
      for (let row = from; row < end; row += every) time.push(times[Math.min(row + every, end) - 1] ?? 0)
      calls.push(time.length)
      return { total: times.length, time }
    },
  }
}

const ascending = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 60 }).map((steps) => {
  let time = 100
  return steps.map((step) => (time += step))
})

describe('finding the row of a moment', () => {
  it('gives the last row that had closed, gaps or not', async () => {
    await fc.assert(
      fc.asyncProperty(ascending, fc.integer({ min: 90, max: 420 }), async (times, moment) => {
        const expected = times.findLastIndex((time) => time <= moment)
        expect(await createRowFinder(server(times).read).rowAt(moment)).toBe(expected < 0 ? undefined : expected)
      }),
    )
  })

  it('looks up a row of a million in two readings of a few thousand times', async () => {
    const times = Array.from({ length: 1_000_000 }, (_, row) => 10 * (row + 1))
    const { read, calls } = server(times)
    const finder = createRowFinder(read)
    for (const row of [0, 199, 200, 1234, 777_777, 999_999]) expect(await finder.rowAt(10 * (row + 1))).toBe(row)
    expect(await finder.rowAt(5)).toBeUndefined()
    expect(Math.max(...calls)).toBeLessThanOrEqual(5000)
  })

  it('reads again when the run has gone on', async () => {
    const times = [10, 20]
    const finder = createRowFinder(server(times).read)
    expect(await finder.rowAt(20)).toBe(1)
    times.push(30)
    expect(await finder.rowAt(30)).toBe(2)
    expect(await finder.rowsNear([10, 30])).toEqual([0, 2])
  })
})
