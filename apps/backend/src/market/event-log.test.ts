import type { MarketEvent, Micros } from '@strategraph/market-sim'
import { expect, it } from 'vitest'
import { createEventLog } from './event-log.ts'

const event = (time: number, title = 'x'): MarketEvent => ({
  seq: 77,
  time: (time * 1000) as Micros,
  kind: 'story',
  symbol: undefined,
  title,
  text: '',
})

it('numbers events of both sources in one row and gives those after a number, the newest where there are too many', () => {
  const log = createEventLog([event(1), event(2)])
  log.add(event(3, 'paused'))
  expect(log.after(0, 10).map(({ seq, time }) => [seq, time])).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ])
  expect(log.after(1, 10).map(({ seq }) => seq)).toEqual([2, 3])
  expect(log.after(0, 2).map(({ seq }) => seq)).toEqual([2, 3])
  expect([log.after(3, 10), log.after(99, 10)]).toEqual([[], []])
})

it('keeps the last 10,000 and their numbers', () => {
  const log = createEventLog([])
  for (let time = 1; time <= 25_000; time += 1) log.add(event(time))
  const all = log.after(0, 100_000)
  expect([all.length, all[0]?.seq, all.at(-1)?.seq]).toEqual([10_000, 15_001, 25_000])
  expect(log.after(24_990, 100).length).toBe(10)
})
