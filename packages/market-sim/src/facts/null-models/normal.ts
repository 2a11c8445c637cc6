import { logarithm } from '../../logarithm.ts'
import { nextUniform, type RandomState } from '../../random.ts'

/** Standard normal by Marsaglia's polar method (1964), one of its two numbers. */
export function nextNormal(random: RandomState): number {
  for (;;) {
    const x = 2 * nextUniform(random) - 1
    const y = 2 * nextUniform(random) - 1
    const square = x * x + y * y
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * logarithm(square)) / square)
  }
}
