import { barColumns, intervals } from '@strategraph/market-model'
import { expect, it } from 'vitest'
import { defaultSimulatedBars, rowsWithin, simulatedCounts } from './feed-ranges.ts'
import { simulatedStart } from './simulated-feed.ts'

it('feeds of different intervals span the same time', () => {
  expect(
    simulatedCounts(
      [
        { interval: '5m', bars: undefined },
        { interval: '1h', bars: undefined },
      ],
      undefined,
    ),
  ).toEqual([defaultSimulatedBars, Math.floor(defaultSimulatedBars / 12)])
  expect(
    simulatedCounts(
      [
        { interval: '5m', bars: undefined },
        { interval: '1h', bars: 10 },
      ],
      undefined,
    ),
  ).toEqual([120, 10])
  expect(simulatedCounts([{ interval: '1h', bars: 7 }], simulatedStart + 3 * intervals['1h'])).toEqual([3])
})

it('a range counts by OPEN stamps, its end not included', () => {
  const columns = barColumns(5)
  for (let row = 0; row < 5; row += 1) columns.time[row] = (row + 1) * 60_000
  const opens = (from?: number, to?: number) => [...rowsWithin(columns, '1m', from, to).time].map((time) => time - 60_000)
  expect(opens()).toEqual([0, 60_000, 120_000, 180_000, 240_000])
  expect(opens(60_000, 180_000)).toEqual([60_000, 120_000])
  expect(opens(60_001)).toEqual([120_000, 180_000, 240_000])
  expect(opens(200_000, 100_000)).toEqual([])
})
