import { nodeContract } from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import { runNode } from '../../testing/run-node.ts'
import { timeWindow } from './time-window.ts'

nodeContract(timeWindow)

const at = (times: readonly string[], config: Record<string, unknown>) =>
  [...(runNode(timeWindow, { 'candles.time': times.map((time) => Date.parse(time)) }, config)['result'] ?? [])].map(Boolean)

describe('time window', () => {
  it('includes its first minute and excludes its last', () => {
    const times = ['2024-01-03T09:29:59Z', '2024-01-03T09:30:00Z', '2024-01-03T15:59:59Z', '2024-01-03T16:00:00Z']
    expect(at(times, { from: 570, to: 960 })).toEqual([false, true, true, false])
  })

  it('runs over midnight where it starts later than it ends', () => {
    const times = ['2024-01-03T21:59:00Z', '2024-01-03T22:00:00Z', '2024-01-04T00:00:00Z', '2024-01-04T01:59:00Z', '2024-01-04T02:00:00Z']
    expect(at(times, { from: 1320, to: 120 })).toEqual([false, true, true, true, false])
  })

  it('knows the weekdays of the calendar', () => {
    const days = ['2024-02-26', '2024-02-27', '2024-02-28', '2024-02-29', '2024-03-01', '2024-03-02', '2024-03-03'].map(
      (date) => `${date}T12:00:00Z`,
    )
    expect(at(days, { saturday: false, sunday: false })).toEqual([true, true, true, true, true, false, false])
    expect(at(days, { monday: false })).toEqual([false, true, true, true, true, true, true])
  })

  it('is never true where no weekday is chosen', () => {
    const none = { monday: false, tuesday: false, wednesday: false, thursday: false, friday: false, saturday: false, sunday: false }
    expect(at(['2024-02-26T12:00:00Z', '2024-03-03T12:00:00Z'], none)).toEqual([false, false])
  })
})
