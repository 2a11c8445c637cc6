import type { Instruction } from '../code.ts'
import type { OperationName } from '../operations.ts'
import { type Code, either, f64, get, i32, set, setFromStack, when } from './assembler.ts'
import { addDifference, isFinite, plainSum, type Sum, sumOf } from './compensated.ts'
import { type Emission, type Emitter, type Guarded, operandsOf } from './emission.ts'
import { NO_NUMBER } from './function-builder.ts'
import type { HelperName } from './helpers.ts'

/** A ring with its position and fullness, of the instruction itself or of the window that it reads. */
interface Place {
  readonly address: Code
  readonly bytes: Code
  readonly position: number
  /** In steady code the ring is known to be full, and the cell is not even loaded. */
  readonly isFull: Code | undefined
}

function placeOf(e: Emission, { ring, scalar }: Instruction): Place {
  return {
    ...e.ring(ring),
    position: e.cell(scalar, 'position'),
    isFull: e.isSteady ? undefined : get(e.cell(scalar + 1, 'boolean')),
  }
}

/** Stores a value at the ring's position and moves on; `atTurn` runs when the position has come round. */
function push(e: Emission, instruction: Instruction, value: Code, atTurn: Code = []): Code {
  const { address, bytes, position } = placeOf(e, instruction)
  const full = e.isSteady ? [] : set(e.cell(instruction.scalar + 1, 'boolean'), i32.const(1))
  return [
    f64.store(i32.add(address, get(position)), value),
    set(position, i32.add(get(position), i32.const(8))),
    when(i32.eq(get(position), bytes), [set(position, i32.const(0)), full, atTurn]),
  ]
}

/** A statement, or `otherwise` where the ring is not full yet. */
function onceFull({ isFull }: Place, statement: Code, otherwise: Code): Code {
  return isFull === undefined ? statement : when(isFull, statement, otherwise)
}

const sumCells = (e: Emission, cell: number): Sum => ({ high: e.cell(cell), low: e.cell(cell + 1) })

const window: Emitter = (e, instruction, slot) => {
  const { a } = operandsOf(instruction)
  const place = placeOf(e, instruction)
  if (!e.isSteady) e.steadyWhen(place.isFull ?? i32.const(1))
  return {
    guard: a,
    present: [set(e.target(slot), f64.load(i32.add(place.address, get(place.position)))), push(e, instruction, e.value(a))],
    missing: [],
  }
}

/** A figure over a full window: `restart` at the ring's turn, else `follow`; both leave the figure in the target or in cells. */
function overWindow(
  e: Emission,
  instruction: Instruction,
  slot: number,
  code: (window: { readonly place: Place; readonly newest: Code; readonly leaving: Code }) => Code,
): Guarded {
  const { a, b } = operandsOf(instruction)
  const place = placeOf(e, e.instruction(a))
  const missing = set(e.target(slot), NO_NUMBER)
  return { guard: b, present: onceFull(place, code({ place, newest: e.value(b), leaving: e.value(a) }), missing), missing }
}

function callOverRing(e: Emission, helper: HelperName, { address, bytes, position }: Place, ...more: readonly Code[]): Code {
  return e.helper(helper, address, bytes, get(position), ...more)
}

const sum: Emitter = (e, instruction, slot) =>
  overWindow(e, instruction, slot, ({ place, newest, leaving }) => {
    const sum = sumCells(e, instruction.scalar)
    const restart = [callOverRing(e, 'sumUp', place), setFromStack([sum.high, sum.low])]
    return [
      when(i32.eqz(get(place.position)), restart, addDifference(e, sum, newest, leaving)),
      set(e.target(slot), plainSum(sum)),
      when(i32.eqz(isFinite(get(e.target(slot)))), [restart, set(e.target(slot), sumOf(sum))]),
    ]
  })

const weightedMean: Emitter = (e, instruction, slot) =>
  overWindow(e, instruction, slot, ({ place, newest, leaving }) => {
    const sum = sumCells(e, instruction.scalar)
    const weighted = e.cell(instruction.scalar + 2)
    const restart = [callOverRing(e, 'sumUpWeighted', place), setFromStack([sum.high, sum.low, weighted])]
    const entering = f64.mul(rowsOf(e, instruction), newest)
    const follow = [set(weighted, f64.add(get(weighted), f64.sub(entering, plainSum(sum)))), addDifference(e, sum, newest, leaving)]
    return [
      when(i32.eqz(get(place.position)), restart, follow),
      when(i32.eqz(isFinite(get(weighted))), restart),
      set(e.target(slot), f64.div(get(weighted), e.parameter(instruction.parameter))),
    ]
  })

/** Rows of the window that an instruction reads. */
function rowsOf(e: Emission, instruction: Instruction): Code {
  return e.parameter(e.instruction(operandsOf(instruction).a).parameter)
}

const deviation: Emitter = (e, instruction, slot) => {
  const { scalar, parameter } = instruction
  const [shift, distances, squares] = [e.cell(scalar), e.cell(scalar + 1), e.cell(scalar + 2)]
  const [peak, last, unchanged] = [e.cell(scalar + 3), e.cell(scalar + 4), e.cell(scalar + 5)]
  const [entering, left, spread] = [e.scratch(0), e.scratch(1), e.scratch(2)]
  const [inverse, trusted] = [e.parameter(parameter), e.parameter(parameter + 1)]
  const rows = rowsOf(e, instruction)
  const newest = e.value(operandsOf(instruction).b)
  const setSpread = set(spread, f64.sub(get(squares), f64.mul(f64.mul(get(distances), get(distances)), inverse)))
  const square = (x: number): Code => f64.mul(get(x), get(x))
  const figure = overWindow(e, instruction, slot, ({ place, leaving }) => {
    const restart = [
      callOverRing(e, 'sumUpDeviation', place, newest, rows),
      setFromStack([shift, distances, squares]),
      set(peak, get(squares)),
      setSpread,
    ]
    const follow = [
      set(entering, f64.sub(newest, get(shift))),
      set(left, f64.sub(leaving, get(shift))),
      set(distances, f64.add(get(distances), f64.sub(get(entering), get(left)))),
      set(squares, f64.add(get(squares), f64.sub(square(entering), square(left)))),
      set(peak, f64.higher(get(peak), get(squares))),
      setSpread,
      when(i32.eqz(f64.ge(get(spread), f64.mul(get(peak), trusted))), restart),
    ]
    const root = f64.sqrt(f64.mul(f64.max(get(spread), f64.const(0)), inverse))
    return [
      when(i32.eqz(get(place.position)), restart, follow),
      set(e.target(slot), either('f64', f64.ge(get(unchanged), rows), f64.const(0), root)),
    ]
  })
  const counting = [
    set(unchanged, either('f64', f64.eq(newest, get(last)), f64.add(get(unchanged), f64.const(1)), f64.const(1))),
    set(last, newest),
  ]
  return { ...figure, present: [counting, figure.present] }
}

const meanDeviation: Emitter = (e, instruction, slot) =>
  overWindow(e, instruction, slot, ({ place, newest }) =>
    set(e.target(slot), callOverRing(e, 'meanDeviation', place, newest, rowsOf(e, instruction))),
  )

const extreme =
  (better: (a: Code, b: Code) => Code, toEnd: HelperName): Emitter =>
  (e, instruction, slot) => {
    const { a } = operandsOf(instruction)
    const newest = e.value(a)
    const place = placeOf(e, instruction)
    const running = e.cell(instruction.scalar + 2)
    if (!e.isSteady) e.steadyWhen(place.isFull ?? i32.const(1))
    const target = e.target(slot)
    const missing = set(target, NO_NUMBER)
    const withTurnBefore = set(target, better(get(running), f64.load(i32.add(place.address, get(place.position)))))
    const atTurn = [set(target, get(running)), e.helper(toEnd, place.address, place.bytes)]
    return {
      guard: a,
      present: [
        set(running, either('f64', get(place.position), better(get(running), newest), newest)),
        push(e, instruction, newest),
        when(get(place.position), onceFull(place, withTurnBefore, missing), atTurn),
      ],
      missing,
    }
  }

const rowsSinceHighest: Emitter = (e, instruction, slot) => {
  const { a } = operandsOf(instruction)
  const newest = e.value(a)
  const place = placeOf(e, instruction)
  const [running, runningRow] = [e.cell(instruction.scalar + 2), e.cell(instruction.scalar + 3)]
  if (!e.isSteady) e.steadyWhen(place.isFull ?? i32.const(1))
  const target = e.target(slot)
  const row = e.scratch(0)
  const missing = set(target, NO_NUMBER)
  const here = i32.add(place.address, get(place.position))
  const isNewHighest = i32.or(i32.eqz(get(place.position)), f64.ge(newest, get(running)))
  const inThisTurn = f64.sub(get(row), get(runningRow))
  const inTurnBefore = f64.sub(f64.add(get(row), e.parameter(instruction.parameter)), f64.load(i32.add(here, place.bytes)))
  const compared = set(target, either('f64', f64.ge(get(running), f64.load(here)), inThisTurn, inTurnBefore))
  const atTurn = [set(target, inThisTurn), e.helper('positionsToEnd', place.address, place.bytes)]
  return {
    guard: a,
    present: [
      set(row, f64.fromI32(i32.shiftRight(get(place.position), i32.const(3)))),
      when(isNewHighest, [set(running, newest), set(runningRow, get(row))]),
      f64.store(i32.add(here, place.bytes), get(row)),
      push(e, instruction, newest),
      when(get(place.position), onceFull(place, compared, missing), atTurn),
    ],
    missing,
  }
}

const countTrue: Emitter = (e, instruction, slot) => {
  const { a } = operandsOf(instruction)
  const place = placeOf(e, instruction)
  const count = e.cell(instruction.scalar + 2)
  if (!e.isSteady) e.steadyWhen(place.isFull ?? i32.const(1))
  const newest = e.scratch(0)
  const missing = set(e.target(slot), NO_NUMBER)
  return {
    guard: a,
    present: [
      set(newest, f64.fromI32(e.value(a))),
      set(count, f64.sub(f64.add(get(count), get(newest)), f64.load(i32.add(place.address, get(place.position))))),
      push(e, instruction, get(newest)),
      onceFull(place, set(e.target(slot), get(count)), missing),
    ],
    missing,
  }
}

/** Emitters of the operations over windows. Their meaning is told in `interpreter/windows.ts`. */
export const windows = {
  window,
  sum,
  weightedMean,
  deviation,
  meanDeviation,
  highest: extreme(f64.higher, 'highestToEnd'),
  lowest: extreme(f64.lower, 'lowestToEnd'),
  rowsSinceHighest,
  countTrue,
} satisfies Partial<Record<OperationName, Emitter>>
