import { expect, it } from 'vitest'
import { createMarketClock } from './market-clock.ts'

it('runs at its speed from the anchor on', () => {
  let real = 1000
  const clock = createMarketClock(() => real, 60)
  clock.anchor(5_000_000)
  real += 500
  expect(clock.now()).toBe(5_030_000)
  expect(clock.msUntil(5_090_000)).toBe(1000)
})

it('a machine that slept does not race after the lost time, a clock set back does not stop the market', () => {
  let real = 0
  const clock = createMarketClock(() => real, 10)
  clock.anchor(0)
  real += 8 * 3_600_000
  expect(clock.now()).toBe(20_000)
  real -= 3_600_000
  expect(clock.now()).toBe(20_000)
  real += 100
  expect(clock.now()).toBe(21_000)
})
