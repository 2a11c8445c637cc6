/**
 * sin, cos and atan after fdlibm (k_sin.c, k_cos.c, e_rem_pio2.c, s_atan.c), less than 1 unit in the last place off.
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this software is
 * freely granted, provided that this notice is preserved. http://www.netlib.org/fdlibm
 */
import { highWord, scaleByPowerOfTwo } from './words.ts'

/** An angle as `quarter` right angles plus high + low, |high| <= pi/4. */
interface Reduced {
  readonly quarter: number
  readonly high: number
  readonly low: number
}

export function sine(x: number): number {
  if (Math.abs(x) <= Math.PI / 4) return Math.abs(x) < 7.450580596923828e-9 ? x : sineNearZero(x, 0)
  if (x - x !== 0) return Number.NaN
  return turned(reduce(x), 0)
}

export function cosine(x: number): number {
  if (Math.abs(x) <= Math.PI / 4) return Math.abs(x) < 7.450580596923828e-9 ? 1 : cosineNearZero(x, 0)
  if (x - x !== 0) return Number.NaN
  return turned(reduce(x), 1)
}

function turned({ quarter, high, low }: Reduced, ahead: number): number {
  switch ((quarter + ahead) & 3) {
    case 0:
      return sineNearZero(high, low)
    case 1:
      return cosineNearZero(high, low)
    case 2:
      return -sineNearZero(high, low)
    default:
      return -cosineNearZero(high, low)
  }
}

function sineNearZero(x: number, low: number): number {
  const z = x * x
  const v = z * x
  const r =
    0.00833333333332249 +
    z * (-0.0001984126982985795 + z * (0.0000027557313707070068 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)))
  return x - (z * (0.5 * low - v * r) - low - v * -0.16666666666666632)
}

function cosineNearZero(x: number, low: number): number {
  const z = x * x
  const r =
    z *
    (0.0416666666666666 +
      z *
        (-0.001388888888887411 +
          z * (0.00002480158728947673 + z * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11)))))
  const half = 0.5 * z
  const w = 1 - half
  return w + (1 - w - half + (z * r - x * low))
}

/** pi/2 in pieces of 33 bits, and what each leaves over. */
const PIECES = [
  { piece: 1.5707963267341256, rest: 6.077100506506192e-11 },
  { piece: 6.077100506303966e-11, rest: 2.0222662487959506e-21 },
  { piece: 2.0222662487111665e-21, rest: 8.4784276603689e-32 },
] as const

/** Up to 2^19 right angles by subtraction of exact multiples (Cody and Waite); beyond by whole numbers. */
function reduce(x: number): Reduced {
  if (Math.abs(x) > 823549) return reduceLarge(x)
  const quarter = Math.round(x * 0.6366197723675814)
  const exponent = (highWord(x) >> 20) & 0x7ff
  let left = x
  let lost = 0
  let high = 0
  for (const { piece, rest } of PIECES) {
    const before = left
    const product = quarter * piece
    left = before - product
    lost = quarter * rest - (before - left - product)
    high = left - lost
    // Few leading bits cancelled: the next piece would change nothing.
    if (exponent - ((highWord(high) >> 20) & 0x7ff) <= 16) break
  }
  return { quarter, high, low: left - high - lost }
}

/** 2/pi times 2^1184, and pi/2 times 2^200. */
const TWO_OVER_PI = BigInt(
  '0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484' +
    'e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b' +
    '3d0739f78a5292ea6bfb5fb11f8d5d0856033046',
)
const HALF_PI = BigInt('0x1921fb54442d18469898cc51701b839a252049c1114cf98e804')
const FRACTION_BITS = 200n

/**
 * Exact in whole numbers instead of fdlibm's table of 24-bit pieces: x * 2/pi to 200 bits behind the point. Slow, and rare: an angle
 * beyond 130,000 turns is a mistake in most strategies, but its sine must not differ between machines.
 */
function reduceLarge(x: number): Reduced {
  const size = Math.abs(x)
  const exponent = ((highWord(size) >> 20) & 0x7ff) - 1075
  const fraction = BigInt(scaleByPowerOfTwo(size, -exponent))
  const product = fraction * TWO_OVER_PI
  const behindPoint = 1184n - BigInt(exponent) - FRACTION_BITS
  const turns = product >> behindPoint
  const one = 1n << FRACTION_BITS
  const whole = (turns + one / 2n) >> FRACTION_BITS
  const angle = ((turns - whole * one) * HALF_PI) >> FRACTION_BITS
  const high = Number(angle)
  const low = Number(angle - BigInt(high))
  const unit = x < 0 ? -6.223015277861142e-61 : 6.223015277861142e-61
  const quarter = Number(whole & 3n)
  return { quarter: x < 0 ? -quarter : quarter, high: high * unit, low: low * unit }
}

/** atan of 0.5, 1, 1.5 and Infinity in two pieces. */
const ANCHORS = [
  { below: 11 / 16, turn: (x: number): number => (2 * x - 1) / (2 + x), high: 0.4636476090008061, low: 2.2698777452961687e-17 },
  { below: 19 / 16, turn: (x: number): number => (x - 1) / (x + 1), high: 0.7853981633974483, low: 3.061616997868383e-17 },
  {
    below: 39 / 16,
    turn: (x: number): number => (x - 1.5) / (1 + 1.5 * x),
    high: 0.982793723247329,
    low: 1.3903311031230998e-17,
  },
] as const
const RIGHT_ANGLE = { turn: (x: number): number => -1 / x, high: 1.5707963267948966, low: 6.123233995736766e-17 }

export function arctangent(x: number): number {
  if (x !== x) return x
  const size = Math.abs(x)
  if (size < 7.450580596923828e-9) return x
  if (size < 7 / 16) return x - x * atanPolynomial(x)
  const sign = x < 0 ? -1 : 1
  if (size >= 2 ** 66) return sign * (RIGHT_ANGLE.high + RIGHT_ANGLE.low)
  const { turn, high, low } = ANCHORS.find(({ below }) => size < below) ?? RIGHT_ANGLE
  const t = turn(size)
  return sign * (high - (t * atanPolynomial(t) - low - t))
}

function atanPolynomial(x: number): number {
  const z = x * x
  const w = z * z
  const odd =
    z *
    (0.3333333333333293 +
      w *
        (0.14285714272503466 +
          w * (0.09090887133436507 + w * (0.06661073137387531 + w * (0.049768779946159324 + w * 0.016285820115365782)))))
  const even =
    w *
    (-0.19999999999876483 +
      w * (-0.11111110405462356 + w * (-0.0769187620504483 + w * (-0.058335701337905735 + w * -0.036531572744216916))))
  return odd + even
}
