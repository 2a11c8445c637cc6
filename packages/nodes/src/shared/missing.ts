import type { Flag, Kernel, Num, NumLike } from '@strategraph/strategy-core'

/** `x`, but without a value where `gate` has none. The gate must be finite: 0 times infinity would lose the value. */
export function gatedBy(x: Num, gate: Num): Num {
  return x.plus(gate.times(0))
}

/** `x` without its first `values` values; skips rows as all windows do. */
export function afterFirst(k: Kernel, x: Num, values: number): Num {
  return values === 0 ? x : gatedBy(x, k.lowest(x, values + 1))
}

/** a / b, without a value where b is 0. */
export function quotient(k: Kernel, a: NumLike, b: Num): Num {
  return k.ratio(a, b, { ifZero: Number.NaN })
}

/** `x` where `when` is true, without a value elsewhere. */
export function onlyWhere(k: Kernel, when: Flag, x: Num): Num {
  return k.select(when, x, k.constant(Number.NaN))
}

/** A condition that is never known. */
export function unknownFlag(k: Kernel): Flag {
  return k.toFlag(k.constant(Number.NaN))
}
