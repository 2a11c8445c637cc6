/** What rules and hooks look for; absent = any. */
export interface Match {
  readonly target?: string | undefined
  readonly key?: string | undefined
  /** Lets so many pass first. */
  readonly skip: number
  /** Strikes so often at most. */
  readonly count: number
  readonly probability: number
  readonly seed: number
}

export interface Matcher {
  readonly struck: number
  strikes(target: string, key: string | undefined): boolean
}

export function createMatcher({ target, key, skip, count, probability, seed }: Match): Matcher {
  const draw = createDice(seed)
  let seen = 0
  let struck = 0
  return {
    get struck() {
      return struck
    },
    strikes(askedTarget, askedKey) {
      if ((target !== undefined && target !== askedTarget) || (key !== undefined && key !== askedKey)) return false
      seen += 1
      if (seen <= skip || struck >= count || (probability < 1 && draw() >= probability)) return false
      struck += 1
      return true
    },
  }
}

/** Uniform in [0, 1), from a seed: mulberry32. */
function createDice(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
