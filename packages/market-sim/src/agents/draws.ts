import { nextBits, nextTriangular, nextUniform, type RandomState } from '../random.ts'

/** Random variables of the agents. Arithmetic and square roots only: `Math.log` and `Math.pow` differ between engines. */

/** Exponential with mean 1 by von Neumann's comparisons (1951): the length of a falling run decides, no logarithm. */
export function drawExponential(random: RandomState): number {
  for (let whole = 0; ; whole += 1) {
    const first = nextUniform(random)
    let previous = first
    let isOdd = true
    for (;;) {
      const next = nextUniform(random)
      if (next >= previous) break
      previous = next
      isOdd = !isOdd
    }
    if (isOdd) return whole + first
  }
}

/** Tail exponents that square roots reach: u^(-n/8) has the exponent 8/n. */
export type TailEighths = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** Pareto, at least 1, with tail exponent 8 / `eighths`: 7 is 1.14, 6 is 1.33, 5 is 1.6, 4 is 2, 3 is 2.67, 2 is 4. */
export function drawPareto(random: RandomState, eighths: TailEighths): number {
  // In (0, 1]: never divides by 0.
  const uniform = (nextBits(random) + 1) / 4_294_967_296
  const half = Math.sqrt(uniform)
  const quarter = Math.sqrt(half)
  let power = 1
  if ((eighths & 4) !== 0) power *= half
  if ((eighths & 2) !== 0) power *= quarter
  if ((eighths & 1) !== 0) power *= Math.sqrt(quarter)
  return 1 / power
}

/** Symmetric around 0 with standard deviation 1 (for tails with a variance: eighths <= 3) and power-law tails. */
export function drawHeavy(random: RandomState, eighths: 1 | 2 | 3): number {
  const tail = 8 / eighths
  // Variance of a Pareto's square x variance of the triangular law (1/6).
  const variance = tail / (tail - 2) / 6
  return (nextTriangular(random) * drawPareto(random, eighths)) / Math.sqrt(variance)
}

/** A uniform number to a whole power, in [0, 1): 1 / (power + 1) on average, the higher the power the more often next to nothing. */
export function drawPower(random: RandomState, power: number): number {
  const uniform = nextUniform(random)
  let product = uniform
  for (let times = 1; times < power; times += 1) product *= uniform
  return product
}

export function drawChance(random: RandomState, probability: number): boolean {
  return nextUniform(random) < probability
}

/** Uniform between two numbers. */
export function drawBetween(random: RandomState, from: number, to: number): number {
  return from + (to - from) * nextUniform(random)
}

/** What is left after `elapsed` of something that forgets: second-order rational form of exp(-elapsed), exact arithmetic. */
export function decay(elapsed: number): number {
  return 1 / (1 + elapsed + 0.5 * elapsed * elapsed)
}
