import type { Instruction } from '../code.ts'
import type { OperationName } from '../operations.ts'
import { type Code, either, f64, get, i32, select, set, when } from './assembler.ts'
import { addValue, type Sum, sumOf } from './compensated.ts'
import { encodedSlot, isKnownFlag, numberOf, setEncodedFlag } from './emit-pointwise.ts'
import { type Emission, type Emitter, operandsOf } from './emission.ts'
import { encodedFlag, isMissing, isPresent, NO_NUMBER } from './function-builder.ts'

const previous: Emitter = (e, instruction, slot) => {
  const cell = e.cell(instruction.scalar)
  return [set(e.target(slot), get(cell)), set(cell, e.value(operandsOf(instruction).a))]
}

const previousFlag: Emitter = (e, instruction, slot) => {
  const cell = e.cell(instruction.scalar, 'flag')
  return [setEncodedFlag(e, slot, get(cell)), set(cell, encodedSlot(e, operandsOf(instruction).a))]
}

/** Takes the number at the ring's position into a scratch local, puts another in its place and moves on. */
function exchange(e: Emission, instruction: Instruction, value: Code): { readonly code: Code; readonly old: Code } {
  const { address, bytes } = e.ring(instruction.ring)
  const position = e.cell(instruction.scalar, 'position')
  const here = i32.add(address, get(position))
  const next = i32.add(get(position), i32.const(8))
  const old = e.scratch(0)
  const code = [set(old, f64.load(here)), f64.store(here, value), set(position, select(i32.const(0), next, i32.eq(next, bytes)))]
  return { code, old: get(old) }
}

const delay: Emitter = (e, instruction, slot) => {
  const { code, old } = exchange(e, instruction, e.value(operandsOf(instruction).a))
  return [code, set(e.target(slot), old)]
}

/** Rings hold flags as numbers, as the interpreter does. */
const delayFlag: Emitter = (e, instruction, slot) => {
  const { code, old } = exchange(e, instruction, numberOf(e, operandsOf(instruction).a))
  return [code, setEncodedFlag(e, slot, encodedFlag(old))]
}

const smooth: Emitter = (e, instruction, slot) => {
  const { a } = operandsOf(instruction)
  const { parameter, scalar } = instruction
  const x = e.value(a)
  const target = e.target(slot)
  const value = e.cell(scalar + 1)
  const follow = [set(value, f64.add(get(value), f64.mul(e.parameter(parameter + 1), f64.sub(x, get(value))))), set(target, get(value))]
  const missing = set(target, NO_NUMBER)
  if (e.isSteady) return { guard: a, present: follow, missing }
  const seen = e.cell(scalar)
  const seedRows = e.parameter(parameter)
  e.steadyWhen(f64.ge(get(seen), seedRows))
  const seed = [
    set(seen, f64.add(get(seen), f64.const(1))),
    set(value, f64.add(get(value), x)),
    set(target, NO_NUMBER),
    when(f64.ge(get(seen), seedRows), [set(value, f64.div(get(value), seedRows)), set(target, get(value))]),
  ]
  return { guard: a, present: when(f64.lt(get(seen), seedRows), seed, follow), missing }
}

const count =
  (isCounted: (e: Emission, slot: number) => Code): Emitter =>
  (e, instruction, slot) => {
    const seen = e.cell(instruction.scalar)
    const more = f64.add(get(seen), f64.fromI32(isCounted(e, operandsOf(instruction).a)))
    return [set(seen, more), set(e.target(slot), get(seen))]
  }

const totalOf = (e: Emission, { scalar }: Instruction): Sum => ({ high: e.cell(scalar), low: e.cell(scalar + 1) })

/** Adds a value to a running total and sets the target to it. */
function accumulate(e: Emission, sum: Sum, value: Code, target: number): Code {
  return [addValue(e, sum, value), set(target, sumOf(sum))]
}

const total: Emitter = (e, instruction, slot) => {
  const { a } = operandsOf(instruction)
  const sum = totalOf(e, instruction)
  return { guard: a, present: accumulate(e, sum, e.value(a), e.target(slot)), missing: set(e.target(slot), NO_NUMBER) }
}

const totalSince: Emitter = (e, instruction, slot) => {
  const { a, b } = operandsOf(instruction)
  const sum = totalOf(e, instruction)
  const reset = e.value(b)
  const zero = [set(sum.high, f64.const(0)), set(sum.low, f64.const(0))]
  const isComplete = i32.and(isPresent(e.value(a)), isKnownFlag(e, b))
  return [
    when(i32.and(isKnownFlag(e, b), reset), zero),
    when(isComplete, accumulate(e, sum, e.value(a), e.target(slot)), set(e.target(slot), NO_NUMBER)),
  ]
}

const rowsSince: Emitter = (e, instruction, slot) => {
  const { a } = operandsOf(instruction)
  const rows = e.cell(instruction.scalar)
  return {
    guard: a,
    present: [set(rows, either('f64', e.value(a), f64.const(0), f64.add(get(rows), f64.const(1)))), set(e.target(slot), get(rows))],
    missing: set(e.target(slot), NO_NUMBER),
  }
}

const valueWhen: Emitter = (e, instruction, slot) => {
  const { a, b } = operandsOf(instruction)
  const [flag, x, held] = [e.value(a), e.value(b), e.cell(instruction.scalar)]
  const isKnown = isKnownFlag(e, a)
  const isSkipped = i32.or(i32.eqz(isKnown), i32.and(flag, isMissing(x)))
  return [when(i32.and(i32.and(isKnown, flag), isPresent(x)), set(held, x)), set(e.target(slot), select(NO_NUMBER, get(held), isSkipped))]
}

/** Emitters of the operations with cells. Their meaning is told in `interpreter/recurrences.ts`. */
export const recurrences = {
  previous,
  previousFlag,
  delay,
  delayFlag,
  smooth,
  count: count((e, slot) => isPresent(e.value(slot))),
  countFlag: count(isKnownFlag),
  total,
  totalSince,
  rowsSince,
  valueWhen,
  cell: (e, { scalar }, slot) => set(e.target(slot), get(e.cell(scalar))),
} satisfies Partial<Record<OperationName, Emitter>>
