import type { OperationName } from '../operations.ts'
import { type Code, either, f64, get, i32, select, set, when } from './assembler.ts'
import { allOf, type Emission, type Emitter, type ImportName, operandsOf, presenceOf } from './emission.ts'
import { encodedFlag, isPresent, NO_NUMBER } from './function-builder.ts'

const unary =
  (code: (a: Code) => Code): Emitter =>
  (e, instruction, slot) =>
    set(e.target(slot), code(e.value(operandsOf(instruction).a)))

const binary =
  (code: (a: Code, b: Code) => Code): Emitter =>
  (e, instruction, slot) => {
    const { a, b } = operandsOf(instruction)
    return set(e.target(slot), code(e.value(a), e.value(b)))
  }

/** A flag that has a value where all operands have. */
const strictFlag =
  (code: (...operands: readonly Code[]) => Code): Emitter =>
  (e, { operands }, slot) => {
    e.declarePresence(slot, presenceOf(e, operands))
    return set(e.target(slot), code(...operands.map((operand) => e.value(operand))))
  }

const flagFrom2 = (code: (a: Code, b: Code) => Code): Emitter => strictFlag((a = [], b = []) => code(a, b))
const flagFrom1 = (code: (a: Code) => Code): Emitter => strictFlag((a = []) => code(a))

const imported =
  (name: ImportName): Emitter =>
  (e, instruction, slot) =>
    set(e.target(slot), e.imported(name, ...instruction.operands.map((operand) => e.value(operand))))

/** Most remainders are of whole numbers, times above all; these take no call. */
const modulo: Emitter = (e, instruction, slot) => {
  const { a, b } = operandsOf(instruction)
  const [dividend, divisor, remainder] = [e.value(a), e.value(b), e.scratch(0)]
  const isWhole = (x: Code): Code => i32.and(f64.eq(f64.trunc(x), x), f64.lt(f64.abs(x), f64.const(Number.MAX_SAFE_INTEGER)))
  const areWhole = i32.and(i32.and(isWhole(dividend), isWhole(divisor)), f64.gt(divisor, f64.const(0)))
  const moved = either('f64', f64.lt(get(remainder), f64.const(0)), f64.add(get(remainder), divisor), get(remainder))
  const target = e.target(slot)
  return when(
    areWhole,
    [set(remainder, f64.wholeRemainder(dividend, divisor)), set(target, moved)],
    set(target, e.imported('modulo', dividend, divisor)),
  )
}

/** No code in the row: the slot is a local that is loaded once. */
const constant: Emitter = () => []

/** Emitters of the operations without state. The meaning of each is told in `interpreter/pointwise.ts`. */
export const pointwise = {
  input: (e, { parameter }, slot) => set(e.target(slot), f64.load(e.row, e.columnOffset(parameter))),
  inputFlag: (e, { parameter }, slot) => {
    const value = e.scratch(0)
    return [set(value, f64.load(e.row, e.columnOffset(parameter))), setEncodedFlag(e, slot, encodedFlag(get(value)))]
  },
  constant,
  constantFlag: constant,
  missing: (e, _, slot) => set(e.target(slot), NO_NUMBER),

  add: binary(f64.add),
  subtract: binary(f64.sub),
  multiply: binary(f64.mul),
  divide: binary(f64.div),
  negate: unary(f64.neg),
  min: binary(f64.min),
  max: binary(f64.max),
  abs: unary(f64.abs),
  sign: unary((x) => select(f64.const(1), select(f64.const(-1), x, f64.lt(x, f64.const(0))), f64.gt(x, f64.const(0)))),
  sqrt: unary(f64.sqrt),
  floor: unary(f64.floor),
  ceil: unary(f64.ceil),
  round: unary(f64.nearest),
  exp: imported('exponential'),
  log: imported('logarithm'),
  pow: imported('power'),
  sin: imported('sine'),
  cos: imported('cosine'),
  atan: imported('arctangent'),
  ratio: (e, instruction, slot) => {
    const [a, b, c] = [operandsOf(instruction).a, operandsOf(instruction).b, operandsOf(instruction).c].map((operand) => e.value(operand))
    if (a === undefined || b === undefined || c === undefined) return []
    return set(e.target(slot), either('f64', f64.eq(b, f64.const(0)), select(c, a, isPresent(a)), f64.div(a, b)))
  },
  modulo,

  greater: flagFrom2(f64.gt),
  atLeast: flagFrom2(f64.ge),
  equal: flagFrom2(f64.eq),
  and: flagFrom2(i32.and),
  or: flagFrom2(i32.or),
  xor: flagFrom2(i32.xor),
  not: flagFrom1((flag) => i32.xor(flag, i32.const(1))),

  select: (e, instruction, slot) => {
    const { a, b, c } = operandsOf(instruction)
    const chosen = select(e.value(b), e.value(c), e.value(a))
    const isKnown = allOf(e.presence(a))
    return set(e.target(slot), isKnown === undefined ? chosen : select(chosen, NO_NUMBER, isKnown))
  },
  selectFlag: (e, instruction, slot) => {
    const { a, b, c } = operandsOf(instruction)
    const chosenIsKnown = select(isKnownFlag(e, b), isKnownFlag(e, c), e.value(a))
    return [
      setPresence(e, slot, i32.and(isKnownFlag(e, a), chosenIsKnown)),
      set(e.target(slot), select(e.value(b), e.value(c), e.value(a))),
    ]
  },
  toNumber: (e, instruction, slot) => set(e.target(slot), numberOf(e, operandsOf(instruction).a)),
  toFlag: flagFrom1((x) => f64.ne(x, f64.const(0))),
  isReady: (e, instruction, slot) => set(e.target(slot), isPresent(e.value(operandsOf(instruction).a))),
  isReadyFlag: (e, instruction, slot) => set(e.target(slot), isKnownFlag(e, operandsOf(instruction).a)),
  orElse: (e, instruction, slot) => {
    const { a, b } = operandsOf(instruction)
    return set(e.target(slot), select(e.value(a), e.value(b), isPresent(e.value(a))))
  },
  orElseFlag: (e, instruction, slot) => {
    const { a, b } = operandsOf(instruction)
    const isKnown = isKnownFlag(e, a)
    const presence = e.presence(b).size === 0 ? [] : setPresence(e, slot, i32.or(isKnown, isKnownFlag(e, b)))
    return [presence, set(e.target(slot), select(e.value(a), e.value(b), isKnown))]
  },
} satisfies Partial<Record<OperationName, Emitter>>

/** Whether a flag has a value, as 0 or 1. */
export function isKnownFlag(e: Emission, slot: number): Code {
  return allOf(e.presence(slot)) ?? i32.const(1)
}

/** A flag's slot as 0, 1 or NaN. */
export function numberOf(e: Emission, slot: number): Code {
  const number = f64.fromI32(e.value(slot))
  const isKnown = allOf(e.presence(slot))
  return isKnown === undefined ? number : select(number, NO_NUMBER, isKnown)
}

/** Sets a flag's slot from 0, 1, or from 2 on for no value. */
export function setEncodedFlag(e: Emission, slot: number, encoded: Code): Code {
  const local = e.local('i32')
  e.declarePresence(slot, new Map([[`flag ${slot}`, i32.ltUnsigned(get(local), i32.const(2))]]))
  return [set(local, encoded), set(e.target(slot), i32.and(get(local), i32.const(1)))]
}

/** A flag's value and presence as 0, 1 or 2. */
export function encodedSlot(e: Emission, slot: number): Code {
  const isKnown = allOf(e.presence(slot))
  return isKnown === undefined ? e.value(slot) : select(e.value(slot), i32.const(2), isKnown)
}

/** Keeps a flag's presence in a local of its own. */
function setPresence(e: Emission, slot: number, isKnown: Code): Code {
  const local = e.local('i32')
  e.declarePresence(slot, new Map([[`flag ${slot}`, get(local)]]))
  return set(local, isKnown)
}
