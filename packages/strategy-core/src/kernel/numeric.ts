/**
 * The only place for functions that engines are free to round as they like (ECMA-262, 21.3.2: "implementation-approximated").
 * These give the same bits on every machine: plain IEEE arithmetic, square root and exact functions only. Both back ends call them.
 * NaN in, NaN out, for every one.
 */
export { exponential, logarithm } from './numeric/exponential.ts'
export { power } from './numeric/power.ts'
export { arctangent, cosine, sine } from './numeric/trigonometry.ts'

/** Nearest whole number, ties to even, as the WebAssembly instruction f64.nearest; Math.round takes ties upwards. */
export function roundToEven(x: number): number {
  // From 2^52 on all numbers are whole. Below, adding 2^52 leaves no room for a fraction, and IEEE rounds it away to even.
  if (x === 0 || Math.abs(x) >= 2 ** 52) return x
  return x > 0 ? x + 2 ** 52 - 2 ** 52 : -(2 ** 52 - x - 2 ** 52)
}

/** a - b * floor(a / b) without its rounding: exact remainder (`%` is exact by definition), moved into the divisor's sign. */
export function modulo(a: number, b: number): number {
  const remainder = a % b
  if (remainder === 0) return b < 0 ? -0 : 0
  return remainder < 0 === b < 0 ? remainder : remainder + b
}
