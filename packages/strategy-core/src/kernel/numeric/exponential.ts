/**
 * exp and log after fdlibm (e_exp.c, e_log.c), less than 1 unit in the last place off.
 * Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 * software is freely granted, provided that this notice is preserved. http://www.netlib.org/fdlibm
 */
import { highWord, scaleByPowerOfTwo, withHighWord } from './words.ts'

/** ln 2 in two pieces; the first has 32 zero bits at its end, so that whole multiples of it are exact. */
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10
const INVERSE_LN2 = 1.4426950408889634

/** Where exp leaves the range of numbers, and where it becomes 0. */
const LARGEST_EXPONENT = 709.782712893384
const SMALLEST_EXPONENT = -745.1332191019411

/** x = k ln 2 + r, |r| <= ln 2 / 2; exp(r) from a rational approximation of r (exp(r) + 1) / (exp(r) - 1). */
export function exponential(x: number): number {
  if (x !== x) return x
  if (x > LARGEST_EXPONENT) return Number.POSITIVE_INFINITY
  if (x < SMALLEST_EXPONENT) return 0
  // The series misses e by one unit, which would look like a mistake in every formula that shows it.
  if (x === 1) return Math.E
  const size = Math.abs(x)
  if (size < 3.725290298461914e-9) return 1 + x
  let k = 0
  let high = x
  let low = 0
  if (size > 0.5 * Math.LN2) {
    // Near one multiple of ln 2 the subtraction is exact; farther out k comes from a division.
    k = size < 1.5 * Math.LN2 ? Math.sign(x) : Math.trunc(INVERSE_LN2 * x + (x < 0 ? -0.5 : 0.5))
    high = x - k * LN2_HIGH
    low = k * LN2_LOW
  }
  const r = high - low
  const t = r * r
  const c = r - t * expPolynomial(t)
  if (k === 0) return 1 - ((r * c) / (c - 2) - r)
  return scaleByPowerOfTwo(1 - (low - (r * c) / (2 - c) - high), k)
}

/** Minimax coefficients of fdlibm for r - r^2 (...), shared with pow. */
export function expPolynomial(t: number): number {
  return (
    0.16666666666666602 +
    t * (-0.0027777777777015593 + t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8)))
  )
}

/** x = 2^k (1 + f) with sqrt(2)/2 < 1 + f < sqrt(2); log(1 + f) from s = f / (2 + f). No value below 0. */
export function logarithm(x: number): number {
  if (x !== x || x < 0) return Number.NaN
  if (x === 0) return Number.NEGATIVE_INFINITY
  if (x === Number.POSITIVE_INFINITY) return x
  const isSubnormal = x < 2.2250738585072014e-308
  const scaled = isSubnormal ? x * 2 ** 54 : x
  const high = highWord(scaled)
  const fraction = high & 0xfffff
  const carry = (fraction + 0x95f64) & 0x100000
  const k = (high >> 20) - 1023 + (carry >> 20) - (isSubnormal ? 54 : 0)
  const f = withHighWord(scaled, fraction | (carry ^ 0x3ff00000)) - 1
  if ((0xfffff & (2 + fraction)) < 3) return k * LN2_HIGH + (logNearOne(f) + k * LN2_LOW)
  const s = f / (2 + f)
  const rest = logPolynomial(s * s)
  // Two ways to sum up, whichever loses less for this fraction.
  if (((fraction - 0x6147a) | (0x6b851 - fraction)) > 0) {
    const half = 0.5 * f * f
    if (k === 0) return f - (half - s * (half + rest))
    return k * LN2_HIGH - (half - (s * (half + rest) + k * LN2_LOW) - f)
  }
  if (k === 0) return f - s * (f - rest)
  return k * LN2_HIGH - (s * (f - rest) - k * LN2_LOW - f)
}

/** |f| < 2^-20. */
function logNearOne(f: number): number {
  return f - f * f * (0.5 - 0.3333333333333333 * f)
}

function logPolynomial(z: number): number {
  const w = z * z
  const odd = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373))
  const even = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)))
  return even + odd
}
