import { describe, expect, it } from 'vitest'
import { seedRandom } from '../random.ts'
import { decay, drawBetween, drawChance, drawExponential, drawHeavy, drawPareto, drawPower } from './draws.ts'

const many = 40_000

function sample(draw: (random: ReturnType<typeof seedRandom>) => number): readonly number[] {
  const random = seedRandom(7, 'draws')
  return Array.from({ length: many }, () => draw(random)).sort((a, b) => a - b)
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const shareBeyond = (values: readonly number[], limit: number) => values.filter((value) => value > limit).length / values.length

describe('random variables of the agents', () => {
  it('exponential: mean 1, and the chance to wait longer than t is exp(-t)', () => {
    const waits = sample(drawExponential)
    expect(mean(waits)).toBeCloseTo(1, 1)
    for (const time of [0.1, 0.5, 1, 2, 4]) expect(shareBeyond(waits, time)).toBeCloseTo(Math.exp(-time), 2)
  })

  it('Pareto: never below 1, and beyond x with the chance x to the power of -8 / eighths', () => {
    for (const eighths of [1, 2, 3, 4, 5, 6, 7] as const) {
      const sizes = sample((random) => drawPareto(random, eighths))
      expect(sizes[0]).toBeGreaterThanOrEqual(1)
      for (const size of [1.5, 3, 10]) expect(shareBeyond(sizes, size)).toBeCloseTo(size ** (-8 / eighths), 2)
    }
  })

  it('heavy: mean 0, standard deviation 1, the same on both sides, and more beyond 4 than a normal law has', () => {
    const values = sample((random) => drawHeavy(random, 2))
    expect(mean(values)).toBeCloseTo(0, 1)
    expect(mean(values.map((value) => value * value))).toBeCloseTo(1, 0)
    expect(shareBeyond(values, 0)).toBeCloseTo(0.5, 2)
    expect(shareBeyond(values.map(Math.abs), 4)).toBeGreaterThan(0.0005)
  })

  it('chance and between keep to their bounds', () => {
    expect(mean(sample((random) => (drawChance(random, 0.3) ? 1 : 0)))).toBeCloseTo(0.3, 2)
    const values = sample((random) => drawBetween(random, -2, 6))
    expect(values[0]).toBeGreaterThanOrEqual(-2)
    expect(values.at(-1)).toBeLessThan(6)
    expect(mean(values)).toBeCloseTo(2, 1)
  })

  it('power: a uniform number to the power, so below x with the chance x to the power of 1 / power', () => {
    for (const power of [1, 2, 9]) {
      const values = sample((random) => drawPower(random, power))
      expect(mean(values)).toBeCloseTo(1 / (power + 1), 2)
      for (const limit of [0.01, 0.3, 0.8]) expect(1 - shareBeyond(values, limit)).toBeCloseTo(limit ** (1 / power), 1)
    }
  })

  it('decay forgets nothing at once and everything in the end, near to exp(-t) between', () => {
    expect(decay(0)).toBe(1)
    for (const time of [0.1, 0.5, 1]) expect(Math.abs(decay(time) - Math.exp(-time))).toBeLessThan(0.04)
    expect(decay(1000)).toBeLessThan(0.00001)
  })
})
