/**
 * pow after fdlibm (e_pow.c), less than 0.6 units in the last place off; whole powers of whole numbers are exact where a number can
 * hold them.
 * Copyright (C) 2004 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this software is
 * freely granted, provided that this notice is preserved. http://www.netlib.org/fdlibm
 */
import { expPolynomial } from './exponential.ts'
import { highWord, scaleByPowerOfTwo, withHighWord, withoutLowWord } from './words.ts'

/** A number in two pieces: `high` carries its upper bits only, so that products with it are exact. */
interface Split {
  readonly high: number
  readonly low: number
}

/**
 * base^exponent. As `Math.pow`, but strict: without a value where an operand has none, even for exponent 0.
 * (-1)^Infinity and negative numbers to a broken power have no value.
 */
export function power(base: number, exponent: number): number {
  if (base !== base || exponent !== exponent) return Number.NaN
  if (exponent === 0) return 1
  const size = Math.abs(base)
  const isWhole = Math.floor(exponent) === exponent
  const isOdd = isWhole && Math.abs(exponent) <= Number.MAX_SAFE_INTEGER && exponent % 2 !== 0
  if (Math.abs(exponent) === Number.POSITIVE_INFINITY) {
    if (size === 1) return Number.NaN
    return size > 1 === exponent > 0 ? Number.POSITIVE_INFINITY : 0
  }
  const sign = isOdd && (base < 0 || Object.is(base, -0)) ? -1 : 1
  if (size === 0 || size === Number.POSITIVE_INFINITY) return sign * ((size === 0) === exponent > 0 ? 0 : Number.POSITIVE_INFINITY)
  if (base < 0 && !isWhole) return Number.NaN
  if (exponent === 1) return base
  if (exponent === 2) return base * base
  if (exponent === -1) return 1 / base
  if (exponent === 0.5) return Math.sqrt(base)
  if (size === 1) return sign
  return sign * positivePower(size, exponent)
}

/** 2^(exponent * log2 x), the product carried in two pieces. */
function positivePower(x: number, exponent: number): number {
  const log = Math.abs(exponent) > 2 ** 31 ? log2OfNearOne(x, exponent) : log2Of(x)
  if (typeof log === 'number') return log
  const exponentHigh = withoutLowWord(exponent)
  const low = (exponent - exponentHigh) * log.high + exponent * log.low
  const high = exponentHigh * log.high
  const z = low + high
  if (z >= 1024 && (z > 1024 || low + 8.008566259537294e-17 > z - high)) return Number.POSITIVE_INFINITY
  if (z <= -1075 && (z < -1075 || low <= z - high)) return 0
  return powerOfTwo({ high, low })
}

/**
 * For exponents beyond 2^31 anything farther than 2^-20 from 1 is 0 or Infinity at once; nearer, log(x) has a short series.
 * A number stands for the finished result.
 */
function log2OfNearOne(x: number, exponent: number): Split | number {
  const distance = x - 1
  if (Math.abs(distance) > 9.5367431640625e-7) return x > 1 === exponent > 0 ? Number.POSITIVE_INFINITY : 0
  const w = distance * distance * (0.5 - distance * (0.3333333333333333 - distance * 0.25))
  const u = 1.4426950216293335 * distance
  const v = distance * 1.9259629911266175e-8 - w * 1.4426950408889634
  const high = withoutLowWord(u + v)
  return { high, low: v - (high - u) }
}

function log2Of(x: number): Split {
  const isSubnormal = x < 2.2250738585072014e-308
  const scaled = isSubnormal ? x * 2 ** 53 : x
  const word = highWord(scaled)
  const fraction = word & 0xfffff
  // The point to expand around: 1 below sqrt(3/2), 1.5 below sqrt(3), else 1 of the next power.
  const usesHalf = fraction > 0x3988e && fraction < 0xbb67a
  const carries = fraction >= 0xbb67a
  const n = (word >> 20) - 1023 - (isSubnormal ? 53 : 0) + (carries ? 1 : 0)
  const normal = withHighWord(scaled, (fraction | 0x3ff00000) - (carries ? 0x100000 : 0))
  const point = usesHalf ? 1.5 : 1

  const u = normal - point
  const v = 1 / (normal + point)
  const s = u * v
  const sHigh = withoutLowWord(s)
  // normal + point in two pieces.
  const wordOfSum = (((fraction | 0x3ff00000) - (carries ? 0x100000 : 0)) >> 1) | 0x20000000
  const sumHigh = withHighWord(0, wordOfSum + 0x80000 + (usesHalf ? 0x40000 : 0))
  const sumLow = normal - (sumHigh - point)
  const sLow = v * (u - sHigh * sumHigh - sHigh * sumLow)
  const s2 = s * s
  const r = s2 * s2 * logSeries(s2) + sLow * (sHigh + s)
  const sHigh2 = sHigh * sHigh
  const tHigh = withoutLowWord(3 + sHigh2 + r)
  const tLow = r - (tHigh - 3 - sHigh2)
  const pu = sHigh * tHigh
  const pv = sLow * tHigh + tLow * s
  const pHigh = withoutLowWord(pu + pv)
  const pLow = pv - (pHigh - pu)
  // 2 / (3 ln 2) in two pieces, and log2(1.5) in two pieces.
  const zHigh = 0.9617967009544373 * pHigh
  const zLow = -7.028461650952758e-9 * pHigh + pLow * 0.9617966939259756 + (usesHalf ? 1.350039202129749e-8 : 0)
  const pointHigh = usesHalf ? 0.5849624872207642 : 0
  const high = withoutLowWord(zHigh + zLow + pointHigh + n)
  return { high, low: zLow - (high - n - pointHigh - zHigh) }
}

function logSeries(s2: number): number {
  return (
    0.5999999999999946 +
    s2 *
      (0.4285714285785502 + s2 * (0.33333332981837743 + s2 * (0.272728123808534 + s2 * (0.23066074577556175 + s2 * 0.20697501780033842))))
  )
}

function powerOfTwo({ high, low }: Split): number {
  const n = Math.abs(high + low) > 0.5 ? Math.floor(high + low + 0.5) : 0
  const rest = high - n
  const t = withoutLowWord(low + rest)
  const u = t * 0.6931471824645996
  const v = (low - (t - rest)) * 0.6931471805599453 + t * -1.904654299957768e-9
  const z = u + v
  const w = v - (z - u)
  const z2 = z * z
  const t1 = z - z2 * expPolynomial(z2)
  const r = (z * t1) / (t1 - 2) - (w + z * w)
  // fdlibm ends with 1 - (r - z), which rounds at the size of z; here only r is rounded before the end, and r is small.
  const head = 1 + z
  return scaleByPowerOfTwo(head + (1 - head + z - r), n)
}
