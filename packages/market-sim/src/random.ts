/** State of xoshiro128** (Blackman and Vigna 2018, https://prng.di.unimi.it/xoshiro128starstar.c): four words, not all 0. */
export interface RandomState {
  a: number
  b: number
  c: number
  d: number
}

/** Seeds by splitmix32 over the seed and a name, so that markets of one seed are independent of each other. */
export function seedRandom(seed: number, name: string): RandomState {
  // FNV-1a over the name's code units.
  let word = 0x811c9dc5
  for (let index = 0; index < name.length; index += 1) word = Math.imul(word ^ name.charCodeAt(index), 0x01000193)
  let counter = (word ^ seed) | 0
  const next = () => {
    counter = (counter + 0x9e3779b9) | 0
    let z = counter ^ (counter >>> 16)
    z = Math.imul(z, 0x21f0aaad)
    z ^= z >>> 15
    z = Math.imul(z, 0x735a2d97)
    return z ^ (z >>> 15)
  }
  // `| 1` in one word: all zeros would stay zeros.
  return { a: next(), b: next(), c: next(), d: next() | 1 }
}

/** The next 32 random bits, as an integer from 0 to 2^32 - 1. */
export function nextBits(state: RandomState): number {
  const product = Math.imul(state.b, 5)
  const result = Math.imul((product << 7) | (product >>> 25), 9)
  const shifted = state.b << 9
  state.c ^= state.a
  state.d ^= state.b
  state.b ^= state.c
  state.a ^= state.d
  state.c ^= shifted
  state.d = (state.d << 11) | (state.d >>> 21)
  return result >>> 0
}

/** Uniform in [0, 1) with 32 bits. */
export function nextUniform(state: RandomState): number {
  return nextBits(state) / 4_294_967_296
}

/** Triangular in (-1, 1) with mean 0 and variance 1/6 from one draw: the sum of two 16-bit uniforms, no transcendental function. */
export function nextTriangular(state: RandomState): number {
  const bits = nextBits(state)
  return ((bits >>> 16) + (bits & 0xffff) - 65_535) / 65_536
}
