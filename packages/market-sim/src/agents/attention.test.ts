import { describe, expect, it } from 'vitest'
import type { Asset } from './assets.ts'
import { attentionStepMicros, createAttention } from './attention.ts'

const assets: readonly Asset[] = [
  { name: 'BTC', minuteVolatility: 0.001, baseOf: [0], quoteOf: [1] },
  { name: 'ETH', minuteVolatility: 0.001, baseOf: [1], quoteOf: [] },
]
const day = 86_400_000_000

/** Activity of both assets at each step. */
function follow(seed: number, days: number) {
  const attention = createAttention(seed, assets, 2)
  const steps: { hour: number; activity: readonly number[]; weight: number }[] = []
  for (let micros = 0; micros < days * day; micros += attentionStepMicros) {
    attention.step(micros)
    const activity = [attention.assetActivity(0), attention.assetActivity(1)]
    steps.push({ hour: Math.floor(micros / 3_600_000_000) % 24, activity, weight: attention.assetWeight(0) })
  }
  return { attention, steps }
}
/** Means over so many seconds each. */
function averaged(values: readonly number[], seconds: number): number[] {
  const steps = (1_000_000 * seconds) / attentionStepMicros
  return Array.from({ length: Math.floor(values.length / steps) }, (_, part) => mean(values.slice(steps * part, steps * (part + 1))))
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('attention', () => {
  const { steps } = follow(5, 60)
  const activityOf = (asset: number) => steps.map(({ activity }) => activity[asset] ?? 0)

  it('is about usual on the mean, never without life, and busiest when America opens', () => {
    const all = steps.map(({ activity }) => activity[0] ?? 0)
    expect(mean(all)).toBeGreaterThan(0.6)
    expect(mean(all)).toBeLessThan(1.4)
    expect(Math.min(...all.slice(0, 100_000))).toBeGreaterThan(0.001)
    const ofHours = (from: number, to: number) =>
      mean(steps.filter(({ hour }) => hour >= from && hour < to).map(({ activity }) => activity[0] ?? 0))
    expect(ofHours(14, 17)).toBeGreaterThan(1.2 * ofHours(2, 6))
  })

  it('clusters: a busy minute follows a busy one, and busy hours follow busy hours', () => {
    const minutes = averaged(activityOf(0), 60)
    const hours = averaged(activityOf(0), 3600)
    expect(correlate(minutes.slice(1), minutes.slice(0, -1))).toBeGreaterThan(0.4)
    expect(correlate(hours.slice(1), hours.slice(0, -1))).toBeGreaterThan(0.4)
  })

  it('is shared: when one asset is busy, mostly so is the other, but not in the same seconds', () => {
    expect(correlate(averaged(activityOf(0), 3600), averaged(activityOf(1), 3600))).toBeGreaterThan(0.4)
    expect(correlate(activityOf(0), activityOf(1))).toBeLessThan(0.4)
  })

  it('markets take it from their base; what is found out weighs more when more happens', () => {
    const { attention } = follow(5, 1)
    expect(attention.activity(0)).toBe(attention.assetActivity(0))
    expect(attention.activity(1)).toBe(attention.assetActivity(1))
    expect(
      correlate(
        steps.map(({ activity }) => activity[0] ?? 0),
        steps.map(({ weight }) => weight),
      ),
    ).toBeGreaterThan(0.2)
  })

  it('the same seed gives the same course, a snapshot goes on with it', () => {
    const [one, two, other] = [follow(9, 1), follow(9, 1), follow(10, 1)]
    expect(two.steps).toEqual(one.steps)
    expect(other.steps).not.toEqual(one.steps)
    const restored = createAttention(9, assets, 2, one.attention.snapshot())
    for (let step = 0; step < 1000; step += 1) {
      one.attention.step(day + step * attentionStepMicros)
      restored.step(day + step * attentionStepMicros)
      expect(restored.activity(0)).toBe(one.attention.activity(0))
    }
  })
})

function correlate(one: readonly number[], two: readonly number[]): number {
  const [a, b] = [mean(one), mean(two)]
  const product = (x: readonly number[], y: readonly number[], p: number, q: number) =>
    mean(x.map((value, at) => (value - p) * ((y[at] ?? 0) - q)))
  return product(one, two, a, b) / Math.sqrt(product(one, one, a, a) * product(two, two, b, b))
}
