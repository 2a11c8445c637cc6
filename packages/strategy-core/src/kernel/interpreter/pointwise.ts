import type { OperationName } from '../operations.ts'
import { arctangent, cosine, exponential, logarithm, modulo, power, roundToEven, sine } from '../numeric.ts'
import type { Binder } from './binder.ts'
import { at } from './cells.ts'

/** a op b in numbers. Strict without a check: IEEE arithmetic hands NaN on. */
const binary =
  (operation: (a: number, b: number) => number): Binder =>
  ({ slots, to, a, b }) =>
  () => {
    slots[to] = operation(at(slots, a), at(slots, b))
  }

const unary =
  (operation: (a: number) => number): Binder =>
  ({ slots, to, a }) =>
  () => {
    slots[to] = operation(at(slots, a))
  }

/** A comparison, or logic over flags as 0 and 1: strict, although IEEE comparisons with NaN are false. */
const strict =
  (operation: (a: number, b: number) => boolean): Binder =>
  ({ slots, to, a, b }) =>
  () => {
    const left = at(slots, a)
    const right = at(slots, b)
    slots[to] = isMissing(left) || isMissing(right) ? Number.NaN : Number(operation(left, right))
  }

/** The chosen branch as it is; the other one may be without a value. No value where the flag has none. */
const select: Binder =
  ({ slots, to, a, b, c }) =>
  () => {
    const when = at(slots, a)
    slots[to] = isMissing(when) ? Number.NaN : at(slots, when === 1 ? b : c)
  }

const isReady = unary((x) => Number(!isMissing(x)))

const orElse = binary((x, fallback) => (isMissing(x) ? fallback : x))

/** The value is written once, before the first row; nothing is left to do per row. */
const constant: Binder = ({ slots, to, parameters, parameter }) => {
  slots[to] = at(parameters, parameter)
  return () => {}
}

const isMissing = (value: number): boolean => value !== value

/**
 * Each operation stands in a function of its own, so that V8 sees one kind of number per call site. Where JavaScript differs from
 * the WebAssembly instruction (`round`), numeric.ts has the instruction's meaning.
 */
export const pointwise = {
  constant,
  constantFlag: constant,
  missing:
    ({ slots, to }) =>
    () => {
      slots[to] = Number.NaN
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
  negate: unary((x) => -x),
  // Math.min and f64.min agree: NaN wins over all, and -0 counts as less than 0.
  min: binary((a, b) => Math.min(a, b)),
  max: binary((a, b) => Math.max(a, b)),
  abs: unary((x) => Math.abs(x)),
  // Zeros keep their sign, as with Math.sign.
  sign: unary((x) => (x > 0 ? 1 : x < 0 ? -1 : x)),
  sqrt: unary((x) => Math.sqrt(x)),
  floor: unary((x) => Math.floor(x)),
  ceil: unary((x) => Math.ceil(x)),
  round: unary(roundToEven),
  exp: unary(exponential),
  log: unary(logarithm),
  pow: binary(power),
  sin: unary(sine),
  cos: unary(cosine),
  atan: unary(arctangent),
  // Strict in a and b; `ifZero` counts only where it is taken.
  ratio:
    ({ slots, to, a, b, c }) =>
    () => {
      const dividend = at(slots, a)
      const divisor = at(slots, b)
      slots[to] = divisor === 0 && !isMissing(dividend) ? at(slots, c) : dividend / divisor
    },
  modulo: binary(modulo),

  greater: strict((a, b) => a > b),
  atLeast: strict((a, b) => a >= b),
  equal: strict((a, b) => a === b),
  and: strict((a, b) => a === 1 && b === 1),
  or: strict((a, b) => a === 1 || b === 1),
  xor: strict((a, b) => a !== b),
  not: unary((x) => 1 - x),

  select,
  selectFlag: select,
  toNumber: unary((x) => x),
  toFlag: unary((x) => (isMissing(x) ? Number.NaN : Number(x !== 0))),
  isReady,
  isReadyFlag: isReady,
  orElse,
  orElseFlag: orElse,
} satisfies Partial<Record<OperationName, Binder>>
