import type { Micros } from '@strategraph/market-sim'
import { afterEach, expect, it, onTestFinished, vi } from 'vitest'
import { createMarketPump, type Pumped } from './market-pump.ts'

afterEach(() => void vi.useRealTimers())

/** An event every millisecond of market time; each costs `costMs` of the real time that the pump measures. */
function fakeMarket(now: number, costMs = 0): Pumped & { events: number } {
  const market = {
    now: now as Micros,
    events: 0,
    moveOn(until: Micros) {
      if (market.now + 1000 > until) market.now = until
      else {
        market.now = (market.now + 1000) as Micros
        market.events += 1
        if (costMs > 0) vi.advanceTimersByTime(costMs)
      }
      return market.now === until
    },
  }
  return market
}

function fakePump(options: { speed?: number | null; elapsed?: () => number } = {}) {
  vi.useFakeTimers({ now: 1_000_000 })
  const stalls: number[] = []
  const failures: unknown[] = []
  let slices = 0
  const pump = createMarketPump({
    realNow: () => Date.now(),
    speed: options.speed === undefined ? 1 : options.speed,
    isPaused: false,
    ...(options.elapsed === undefined ? {} : { elapsed: options.elapsed }),
    onSlice() {
      slices += 1
    },
    onStall: (ms) => stalls.push(ms),
    onFailure: (cause) => failures.push(cause),
  })
  onTestFinished(() => pump.stop())
  return { pump, stalls, failures, slices: () => slices }
}
const startMicros = 1_000_000_000

it('at speed 1 market time is real time, at another speed its multiple, from the change on', async () => {
  const { pump } = fakePump()
  const market = fakeMarket(startMicros)
  pump.drive(market, { catchesUp: false })
  await vi.advanceTimersByTimeAsync(2000)
  expect(market.now).toBeGreaterThan(startMicros + 1_970_000)
  expect(market.now).toBeLessThanOrEqual(startMicros + 2_000_000)
  expect(pump.measuredSpeed).toBeCloseTo(1, 1)
  pump.setSpeed(50)
  const before = market.now
  await vi.advanceTimersByTimeAsync(1000)
  expect((market.now - before) / 1_000_000).toBeGreaterThan(49)
  expect((market.now - before) / 1_000_000).toBeLessThanOrEqual(50)
})

it('a market that begins in the past comes to the present first, whatever its speed, and is not paced before', async () => {
  const { pump } = fakePump({ speed: 2 })
  const market = fakeMarket(startMicros - 60_000_000)
  pump.drive(market, { catchesUp: true })
  await vi.advanceTimersByTimeAsync(20)
  expect(market.now).toBeGreaterThanOrEqual(startMicros)
  const present = market.now
  await vi.advanceTimersByTimeAsync(1000)
  expect((market.now - present) / 1_000_000).toBeGreaterThan(1.9)
  expect((market.now - present) / 1_000_000).toBeLessThan(2.1)
})

it('paused, nothing moves and nothing is counted against the market when it goes on', async () => {
  const { pump } = fakePump()
  const market = fakeMarket(startMicros)
  pump.drive(market, { catchesUp: false })
  await vi.advanceTimersByTimeAsync(100)
  pump.pause()
  const stopped = market.now
  await vi.advanceTimersByTimeAsync(60_000)
  expect([market.now, pump.measuredSpeed]).toEqual([stopped, 0])
  pump.resume()
  await vi.advanceTimersByTimeAsync(100)
  expect(market.now - stopped).toBeLessThanOrEqual(100_000)
  expect(market.now - stopped).toBeGreaterThan(70_000)
})

it('a step pauses and goes on by exactly so much; two steps are one after the other', async () => {
  const { pump } = fakePump()
  const market = fakeMarket(startMicros)
  pump.drive(market, { catchesUp: false })
  await vi.advanceTimersByTimeAsync(50)
  const from = market.now
  const steps = [pump.step(3_000_000), pump.step(500_000)]
  await vi.advanceTimersByTimeAsync(100)
  await Promise.all(steps)
  expect([market.now - from, pump.isPaused]).toEqual([3_500_000, true])
})

it('a machine that slept is told of, and the market goes on where it was instead of racing after the clock', async () => {
  const { pump, stalls } = fakePump()
  const market = fakeMarket(startMicros)
  pump.drive(market, { catchesUp: false })
  await vi.advanceTimersByTimeAsync(100)
  vi.setSystemTime(Date.now() + 8 * 3_600_000)
  await vi.advanceTimersByTimeAsync(1000)
  expect(stalls).toEqual([expect.closeTo(8 * 3_600_000, -2)])
  expect(market.now - startMicros).toBeLessThan(4_000_000)
})

it('a machine that cannot keep up falls behind for good, and the measured speed says so', async () => {
  const { pump } = fakePump({ speed: 10 })
  // A millisecond of work per millisecond of market: speed 1 at best.
  const market = fakeMarket(startMicros, 1)
  pump.drive(market, { catchesUp: false })
  const began = Date.now()
  await vi.advanceTimersByTimeAsync(2000)
  const real = Date.now() - began
  expect((market.now - startMicros) / 1000 / real).toBeLessThan(1.1)
  expect(pump.measuredSpeed).toBeGreaterThan(0.3)
  expect(pump.measuredSpeed).toBeLessThan(1.1)
  expect(pump.speed).toBe(10)
})

it('no slice is longer than a few milliseconds, so that others get their turn, as fast as the machine too', async () => {
  let elapsed = 0
  const { pump, slices } = fakePump({ speed: null, elapsed: () => elapsed })
  const market = fakeMarket(startMicros)
  pump.drive(
    {
      get now() {
        return market.now
      },
      moveOn(until) {
        elapsed += 1
        return market.moveOn(until)
      },
    },
    { catchesUp: false },
  )
  await vi.advanceTimersByTimeAsync(5)
  expect(slices()).toBeGreaterThan(2)
  expect(market.events / slices()).toBeLessThanOrEqual(5)
  expect(market.events / slices()).toBeGreaterThan(3)

  // Somebody asks: for a tenth of a second the slices are short.
  const [eventsBefore, slicesBefore, asked] = [market.events, slices(), elapsed]
  pump.giveWay()
  while (elapsed < asked + 95) await vi.advanceTimersByTimeAsync(1)
  expect((market.events - eventsBefore) / (slices() - slicesBefore)).toBeLessThanOrEqual(2)
  while (elapsed < asked + 105) await vi.advanceTimersByTimeAsync(1)
  const [eventsAfter, slicesAfter] = [market.events, slices()]
  while (elapsed < asked + 205) await vi.advanceTimersByTimeAsync(1)
  expect((market.events - eventsAfter) / (slices() - slicesAfter)).toBeGreaterThan(3)
})

it('a simulation that throws pauses the pump, which says so; another one can be driven then', async () => {
  const { pump, failures } = fakePump()
  const cause = new Error('broken')
  pump.drive(
    {
      now: startMicros as Micros,
      moveOn() {
        throw cause
      },
    },
    { catchesUp: false },
  )
  await vi.advanceTimersByTimeAsync(100)
  expect([failures, pump.isPaused, pump.measuredSpeed]).toEqual([[cause], true, 0])
  const market = fakeMarket(startMicros)
  pump.drive(market, { catchesUp: false })
  pump.resume()
  await vi.advanceTimersByTimeAsync(100)
  expect(market.now).toBeGreaterThan(startMicros)
})

it('knows how long it will take to a moment of the market, at whatever pace it goes', async () => {
  let elapsed = 0
  const { pump } = fakePump({ speed: 10, elapsed: () => (elapsed += 0.05) })
  const market = fakeMarket(startMicros)
  pump.drive(market, { catchesUp: false })
  const inTenSeconds = () => pump.msUntil((market.now + 10_000_000) as Micros)
  expect(inTenSeconds()).toBeCloseTo(1000)
  pump.setSpeed(null)
  expect(inTenSeconds()).toBe(0)
  await vi.advanceTimersByTimeAsync(300)
  expect(pump.measuredSpeed).toBeGreaterThan(0)
  // As fast as the machine: what it did lately is what it will do.
  expect(inTenSeconds()).toBeCloseTo(10_000 / pump.measuredSpeed)
  pump.pause()
  expect(inTenSeconds()).toBe(Number.POSITIVE_INFINITY)
  const stepping = pump.step(60_000_000)
  expect(inTenSeconds()).toBe(0)
  await vi.advanceTimersByTimeAsync(2000)
  await stepping
  expect(inTenSeconds()).toBe(Number.POSITIVE_INFINITY)
})
