const float = new Float64Array(1)
const words = new Int32Array(float.buffer)
const highWord = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0

/** ln 2 in two pieces; the first ends in zero bits, so that whole multiples of it are exact (fdlibm, e_log.c). */
const ln2High = 0.6931471803691238
const ln2Low = 1.9082149292705877e-10
/** Of the series of atanh: 1/3, 1/5 ...; |s| <= 0.1716 makes the first one left out smaller than half a unit in the last place. */
const oddReciprocals = [1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13, 1 / 15, 1 / 17, 1 / 19, 1 / 21].reverse()

/**
 * Natural logarithm from plain IEEE arithmetic, the same bits on every machine (`Math.log` is not); within 1e-15 of the true value,
 * relative. NaN below 0.
 *
 * x = m 2^k with sqrt(1/2) < m <= sqrt(2); ln m = 2 atanh(s), s = (m - 1) / (m + 1).
 */
export function logarithm(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN
  if (x === Number.POSITIVE_INFINITY) return x
  const isSubnormal = x < 2.2250738585072014e-308
  float[0] = isSubnormal ? x * 2 ** 54 : x
  const high = words[highWord] ?? 0
  let k = (high >> 20) - 1023 - (isSubnormal ? 54 : 0)
  words[highWord] = (high & 0xfffff) | 0x3ff00000
  let m = float[0]
  if (m > Math.SQRT2) {
    m *= 0.5
    k += 1
  }
  const s = (m - 1) / (m + 1)
  const z = s * s
  let tail = 0
  for (const coefficient of oddReciprocals) tail = (tail + coefficient) * z
  return k * ln2High + (2 * s + (2 * s * tail + k * ln2Low))
}
