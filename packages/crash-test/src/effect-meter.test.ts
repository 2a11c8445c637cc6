import { describe, expect, it } from 'vitest'
import { createEffectMeter } from './effect-meter.ts'
import { market, venueHarness } from './testing/venue-harness.ts'

describe('what a scenario did to the market', () => {
  it('is the furthest trades from its begin and the spread that was there', () => {
    const harness = venueHarness()
    const tick = Number(harness.venue.instruments[market]?.tickSize)
    const meter = createEffectMeter(harness.venue, market)
    harness.quote(100, 10)
    meter.begin(100.5 * tick)
    meter.look()
    harness.trade('buy', 1)
    harness.trade('sell', 1)
    meter.end()
    harness.clear()
    harness.quote(200, 10)
    harness.trade('buy', 1)
    expect(meter.result()?.lowestPercent).toBeCloseTo(-50 / 100.5, 9)
    expect(meter.result()?.highestPercent).toBeCloseTo(50 / 100.5, 9)
    expect(meter.result()?.spreadPercent).toBeCloseTo(100 / 100.5, 9)
  })

  it('names no spread where there was no book, and nothing where it did not begin', () => {
    const meter = createEffectMeter(venueHarness().venue, market)
    expect(meter.result()).toBeNull()
    meter.begin(100)
    meter.look()
    expect(meter.result()).toEqual({ lowestPercent: 0, highestPercent: 0, spreadPercent: null })
  })
})
