import type { OperationName } from '../operations.ts'
import { type Code, either, f64, get, i32, select, set } from './assembler.ts'
import { type Emission, type Emitter, type ImportName, operandsOf } from './emission.ts'
import { flagFromNumber, isFlagMissing, isFlagPresent, isMissing, isPresent, NO_FLAG, NO_NUMBER } from './function-builder.ts'

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

/** Bit 0 says true, bit 1 that an operand has no value. */
const comparison =
  (code: (a: Code, b: Code) => Code): Emitter =>
  (e, instruction, slot) => {
    const { a, b } = operandsOf(instruction)
    const unsure = [a, b].filter((operand) => !e.isSure(operand)).map((operand) => isMissing(e.value(operand)))
    const verdict = code(e.value(a), e.value(b))
    return set(e.target(slot), withMissingBit(verdict, unsure))
  }

function withMissingBit(verdict: Code, missing: readonly Code[]): Code {
  const [first, second] = missing
  if (first === undefined) return verdict
  return i32.or(verdict, i32.shiftLeft(second === undefined ? first : i32.or(first, second), i32.const(1)))
}

/** Logic on bit 0; bit 1 is set if it is set in any operand. With `or` the second part comes of itself. */
const logic =
  (code: (a: Code, b: Code) => Code): Emitter =>
  (e, instruction, slot) => {
    const { a, b } = operandsOf(instruction)
    const verdict = code(e.value(a), e.value(b))
    if (e.isSure(slot)) return set(e.target(slot), verdict)
    const missing = i32.and(i32.or(e.value(a), e.value(b)), i32.const(2))
    return set(e.target(slot), i32.or(i32.and(verdict, i32.const(1)), missing))
  }

const choice =
  (none: Code): Emitter =>
  (e, instruction, slot) => {
    const { a, b, c } = operandsOf(instruction)
    const when = e.value(a)
    if (e.isSure(a)) return set(e.target(slot), select(e.value(b), e.value(c), when))
    const chosen = select(e.value(b), e.value(c), i32.and(when, i32.const(1)))
    return set(e.target(slot), select(none, chosen, isFlagMissing(when)))
  }

const imported =
  (name: ImportName): Emitter =>
  (e, instruction, slot) =>
    set(e.target(slot), e.imported(name, ...instruction.operands.map((operand) => e.value(operand))))

/** No code in the row: the slot is a local that is loaded once. */
const constant: Emitter = () => []

/** Emitters of the operations without state. The meaning of each is told in `interpreter/pointwise.ts`. */
export const pointwise = {
  input: (e, { parameter }, slot) => set(e.target(slot), f64.load(e.row, e.columnOffset(parameter))),
  inputFlag: (e, { parameter }, slot) => {
    const value = e.scratch(0)
    return [set(value, f64.load(e.row, e.columnOffset(parameter))), set(e.target(slot), flagFromNumber(get(value)))]
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
  modulo: imported('modulo'),

  greater: comparison(f64.gt),
  atLeast: comparison(f64.ge),
  equal: comparison(f64.eq),
  and: logic(i32.and),
  or: logic(i32.or),
  xor: logic(i32.xor),
  not: unary((flag) => i32.xor(flag, i32.const(1))),

  select: choice(NO_NUMBER),
  selectFlag: choice(NO_FLAG),
  toNumber: (e, instruction, slot) => set(e.target(slot), numberOf(e, operandsOf(instruction).a)),
  toFlag: unary(flagFromNumber),
  isReady: unary(isPresent),
  isReadyFlag: unary(isFlagPresent),
  orElse: (e, instruction, slot) => {
    const { a, b } = operandsOf(instruction)
    return set(e.target(slot), select(e.value(a), e.value(b), isPresent(e.value(a))))
  },
  orElseFlag: (e, instruction, slot) => {
    const { a, b } = operandsOf(instruction)
    return set(e.target(slot), select(e.value(a), e.value(b), isFlagPresent(e.value(a))))
  },
} satisfies Partial<Record<OperationName, Emitter>>

/** A flag's slot as 0, 1 or NaN. */
export function numberOf(e: Emission, slot: number): Code {
  const flag = e.value(slot)
  if (e.isSure(slot)) return f64.fromI32(flag)
  return select(NO_NUMBER, f64.fromI32(i32.and(flag, i32.const(1))), isFlagMissing(flag))
}
