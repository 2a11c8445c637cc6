import type { OperationName } from '../operations.ts'
import { arctangent, cosine, exponential, logarithm, modulo, power, roundToEven, sine } from '../numeric.ts'
import type { Binder } from './binder.ts'
import { at } from './cells.ts'

/** The chosen branch as it is; the other one may be without a value. No value where the flag has none. */
const select: Binder =
  ({ slots, to, a, b, c }) =>
  () => {
    const when = at(slots, a)
    slots[to] = when !== when ? when : at(slots, when === 1 ? b : c)
  }

const isReady: Binder =
  ({ slots, to, a }) =>
  () => {
    const x = at(slots, a)
    slots[to] = x !== x ? 0 : 1
  }

const orElse: Binder =
  ({ slots, to, a, b }) =>
  () => {
    const x = at(slots, a)
    slots[to] = x !== x ? at(slots, b) : x
  }

/** The value is written once, before the first row; nothing is left to do per row. */
const constant: Binder = ({ slots, to, parameters, parameter }) => {
  slots[to] = at(parameters, parameter)
  return undefined
}

/**
 * Operations without state. Arithmetic is strict without a check, as IEEE arithmetic hands NaN on; comparisons and logic ask (x !== x
 * is true for NaN only). Each is written out, because a call through one shared function would cost more than the work itself.
 */
export const pointwise = {
  constant,
  constantFlag: constant,
  missing: ({ slots, to }) => {
    slots[to] = Number.NaN
    return undefined
  },
  add:
    ({ slots, to, a, b }) =>
    () => {
      slots[to] = at(slots, a) + at(slots, b)
    },
  subtract:
    ({ slots, to, a, b }) =>
    () => {
      slots[to] = at(slots, a) - at(slots, b)
    },
  multiply:
    ({ slots, to, a, b }) =>
    () => {
      slots[to] = at(slots, a) * at(slots, b)
    },
  divide:
    ({ slots, to, a, b }) =>
    () => {
      slots[to] = at(slots, a) / at(slots, b)
    },
  negate:
    ({ slots, to, a }) =>
    () => {
      slots[to] = -at(slots, a)
    },
  // Math.min and f64.min agree: NaN wins over all, and -0 counts as less than 0.
  min:
    ({ slots, to, a, b }) =>
    () => {
      slots[to] = Math.min(at(slots, a), at(slots, b))
    },
  max:
    ({ slots, to, a, b }) =>
    () => {
      slots[to] = Math.max(at(slots, a), at(slots, b))
    },
  abs:
    ({ slots, to, a }) =>
    () => {
      slots[to] = Math.abs(at(slots, a))
    },
  // Zeros keep their sign.
  sign:
    ({ slots, to, a }) =>
    () => {
      slots[to] = Math.sign(at(slots, a))
    },
  sqrt:
    ({ slots, to, a }) =>
    () => {
      slots[to] = Math.sqrt(at(slots, a))
    },
  floor:
    ({ slots, to, a }) =>
    () => {
      slots[to] = Math.floor(at(slots, a))
    },
  ceil:
    ({ slots, to, a }) =>
    () => {
      slots[to] = Math.ceil(at(slots, a))
    },
  round:
    ({ slots, to, a }) =>
    () => {
      slots[to] = roundToEven(at(slots, a))
    },
  exp:
    ({ slots, to, a }) =>
    () => {
      slots[to] = exponential(at(slots, a))
    },
  log:
    ({ slots, to, a }) =>
    () => {
      slots[to] = logarithm(at(slots, a))
    },
  pow:
    ({ slots, to, a, b }) =>
    () => {
      slots[to] = power(at(slots, a), at(slots, b))
    },
  sin:
    ({ slots, to, a }) =>
    () => {
      slots[to] = sine(at(slots, a))
    },
  cos:
    ({ slots, to, a }) =>
    () => {
      slots[to] = cosine(at(slots, a))
    },
  atan:
    ({ slots, to, a }) =>
    () => {
      slots[to] = arctangent(at(slots, a))
    },
  // Strict in a and b; `ifZero` counts only where it is taken.
  ratio:
    ({ slots, to, a, b, c }) =>
    () => {
      const dividend = at(slots, a)
      const divisor = at(slots, b)
      slots[to] = divisor === 0 && dividend === dividend ? at(slots, c) : dividend / divisor
    },
  modulo:
    ({ slots, to, a, b }) =>
    () => {
      slots[to] = modulo(at(slots, a), at(slots, b))
    },

  greater:
    ({ slots, to, a, b }) =>
    () => {
      const left = at(slots, a)
      const right = at(slots, b)
      slots[to] = left !== left || right !== right ? Number.NaN : left > right ? 1 : 0
    },
  atLeast:
    ({ slots, to, a, b }) =>
    () => {
      const left = at(slots, a)
      const right = at(slots, b)
      slots[to] = left !== left || right !== right ? Number.NaN : left >= right ? 1 : 0
    },
  equal:
    ({ slots, to, a, b }) =>
    () => {
      const left = at(slots, a)
      const right = at(slots, b)
      slots[to] = left !== left || right !== right ? Number.NaN : left === right ? 1 : 0
    },
  and:
    ({ slots, to, a, b }) =>
    () => {
      const left = at(slots, a)
      const right = at(slots, b)
      slots[to] = left !== left || right !== right ? Number.NaN : left === 1 && right === 1 ? 1 : 0
    },
  or:
    ({ slots, to, a, b }) =>
    () => {
      const left = at(slots, a)
      const right = at(slots, b)
      slots[to] = left !== left || right !== right ? Number.NaN : left === 1 || right === 1 ? 1 : 0
    },
  xor:
    ({ slots, to, a, b }) =>
    () => {
      const left = at(slots, a)
      const right = at(slots, b)
      slots[to] = left !== left || right !== right ? Number.NaN : left !== right ? 1 : 0
    },
  not:
    ({ slots, to, a }) =>
    () => {
      slots[to] = 1 - at(slots, a)
    },

  select,
  selectFlag: select,
  toNumber:
    ({ slots, to, a }) =>
    () => {
      slots[to] = at(slots, a)
    },
  toFlag:
    ({ slots, to, a }) =>
    () => {
      const x = at(slots, a)
      slots[to] = x !== x ? x : x === 0 ? 0 : 1
    },
  isReady,
  isReadyFlag: isReady,
  orElse,
  orElseFlag: orElse,
} satisfies Partial<Record<OperationName, Binder>>
