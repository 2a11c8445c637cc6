const float = new Float64Array(1)
const halves = new Int32Array(float.buffer)
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0
const LOW = 1 - HIGH

/** Sign, exponent and the upper 20 bits of the fraction, as a signed 32-bit number. */
export function highWord(x: number): number {
  float[0] = x
  return halves[HIGH] ?? 0
}

export function withHighWord(x: number, high: number): number {
  float[0] = x
  halves[HIGH] = high
  return float[0] ?? 0
}

/** x with the lower half of its fraction cut off: products of two such numbers are exact to 2^-11 of a unit. */
export function withoutLowWord(x: number): number {
  float[0] = x
  halves[LOW] = 0
  return float[0] ?? 0
}

/** x * 2^power, rounded once. */
export function scaleByPowerOfTwo(x: number, power: number): number {
  let scaled = x
  let left = power
  // In steps that are exact; only the last one can leave the range of normal numbers, and it alone may round.
  for (; left > 1023; left -= 1023) scaled *= 8.98846567431158e307
  for (; left < -969; left += 969) scaled *= 2.004168360008973e-292
  return scaled * withHighWord(0, (left + 1023) << 20)
}
