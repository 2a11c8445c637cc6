import type { Lots, Side } from '@strategraph/market-model'
import { createSimulation, defaultMarkets, type MarketIndex, type Simulation } from '@strategraph/market-sim'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { micros } from '../micros.ts'
import { createRecorder, recordingSchema } from './recorder.ts'

const second = 1_000_000
const start = 1_700_000_000 * second

/** A real simulation that only says which time it is. */
function standing(): { readonly simulation: Simulation; readonly goTo: (seconds: number) => void } {
  const real = createSimulation({
    seed: 1,
    startTime: micros(start),
    instruments: defaultMarkets,
    population: [{ persona: 'market-maker', count: 3 }],
  })
  let now = start
  const simulation = new Proxy(real, { get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)) })
  return { simulation, goTo: (seconds) => (now = start + seconds * second) }
}
const trade = (lots: number, takerSide: Side) => ({ market: 0 as MarketIndex, quantity: lots as Lots, takerSide })
const sum = (values: readonly number[] = []) => values.reduce((total, value) => total + value, 0)

describe('a recording', () => {
  it('of any length has a few hundred points, evenly spread, and loses nothing that was traded', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6000 }), (seconds) => {
        const { simulation, goTo } = standing()
        const recorder = createRecorder(simulation)
        for (let at = 0; at <= seconds; at += 1) {
          goTo(at)
          recorder.trade(trade(100_000_000, at % 3 === 0 ? 'sell' : 'buy'))
          recorder.look()
        }
        const { times, every, markets, equity, equityTimes } = recorder.recording()
        expect(times.length).toBeLessThanOrEqual(402)
        expect(times.at(-1)).toBe(start + seconds * second)
        const steps = times.slice(1, -1).map((time, at) => time - (times[at] ?? 0))
        expect(steps.every((step) => step === every)).toBe(true)
        const [market] = markets
        expect(sum(market?.bought) + sum(market?.sold)).toBeCloseTo(seconds + 1, 6)
        expect(market).toMatchObject({ trades: seconds + 1, volume: seconds + 1 })
        expect([market?.last.length, market?.spread.length]).toEqual([times.length, times.length])
        expect(equity.map((line) => line.length)).toEqual([1, 2, 3].map(() => equityTimes.length))
      }),
      { numRuns: 20 },
    )
  })

  it('goes on where a stored one ended', () => {
    const { simulation, goTo } = standing()
    const before = createRecorder(simulation)
    for (let at = 0; at <= 10; at += 1) {
      goTo(at)
      before.look()
    }
    const stored = recordingSchema.parse(JSON.parse(JSON.stringify(before.recording())))
    const after = createRecorder(simulation, stored)
    after.look()
    expect(after.recording()).toEqual(stored)
    goTo(12)
    after.trade(trade(100_000_000, 'buy'))
    after.look()
    const { times, markets } = after.recording()
    expect(times.slice(0, -1)).toEqual(stored.times)
    expect(markets[0]?.bought.at(-1)).toBe(1)
  })
})
