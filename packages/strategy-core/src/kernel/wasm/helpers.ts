import { type Code, f64, get, i32, repeatWhile, select, set, when } from './assembler.ts'
import { addValue, plainSum, sumOf } from './compensated.ts'
import type { WasmFunction } from './encoder.ts'
import { createLocals, type Locals } from './function-builder.ts'

/** Loops over rings, kept out of the row loop because they run once per turn of a ring (mean deviation: once per row). */
export type HelperName = 'sumUp' | 'sumUpWeighted' | 'sumUpDeviation' | 'meanDeviation' | 'highestToEnd' | 'lowestToEnd' | 'positionsToEnd'

/** Parameters of the helpers over a window: address, length in bytes, byte position of the oldest value. */
const RING = 0
const BYTES = 1
const START = 2

export const helpers: Readonly<Record<HelperName, () => WasmFunction>> = {
  sumUp: () => {
    const locals = createLocals(3)
    const sum = { high: locals.local('f64'), low: locals.local('f64') }
    return {
      parameters: ['i32', 'i32', 'i32'],
      results: ['f64', 'f64'],
      code: [eachRow(locals, (value) => addValue(locals, sum, value)), get(sum.high), get(sum.low)],
      locals: locals.types,
    }
  },
  sumUpWeighted: () => {
    const locals = createLocals(3)
    const sum = { high: locals.local('f64'), low: locals.local('f64') }
    const weighted = { high: locals.local('f64'), low: locals.local('f64') }
    const weight = locals.local('f64')
    const body = (value: Code): Code => [
      set(weight, f64.add(get(weight), f64.const(1))),
      addValue(locals, sum, value),
      addValue(locals, weighted, f64.mul(get(weight), value)),
    ]
    return {
      parameters: ['i32', 'i32', 'i32'],
      results: ['f64', 'f64', 'f64'],
      code: [eachRow(locals, body), get(sum.high), get(sum.low), sumOf(weighted)],
      locals: locals.types,
    }
  },
  /** Further parameters: newest value, rows. Results: shift, sum of distances, sum of squares. */
  sumUpDeviation: () => {
    const locals = createLocals(5)
    const [newest, rows] = [3, 4]
    const [total, shift, distance] = [locals.local('f64'), locals.local('f64'), locals.local('f64')]
    const distances = { high: locals.local('f64'), low: locals.local('f64') }
    const squares = { high: locals.local('f64'), low: locals.local('f64') }
    return {
      parameters: ['i32', 'i32', 'i32', 'f64', 'f64'],
      results: ['f64', 'f64', 'f64'],
      code: [
        eachRow(locals, (value) => set(total, f64.add(get(total), f64.sub(value, get(newest))))),
        set(shift, f64.add(get(newest), f64.div(get(total), get(rows)))),
        eachRow(locals, (value) => [
          set(distance, f64.sub(value, get(shift))),
          addValue(locals, distances, get(distance)),
          addValue(locals, squares, f64.mul(get(distance), get(distance))),
        ]),
        get(shift),
        plainSum(distances),
        plainSum(squares),
      ],
      locals: locals.types,
    }
  },
  /** Further parameters: newest value, rows. */
  meanDeviation: () => {
    const locals = createLocals(5)
    const [newest, rows] = [3, 4]
    const [total, mean] = [locals.local('f64'), locals.local('f64')]
    return {
      parameters: ['i32', 'i32', 'i32', 'f64', 'f64'],
      results: ['f64'],
      code: [
        eachRow(locals, (value) => set(total, f64.add(get(total), f64.sub(value, get(newest))))),
        set(mean, f64.add(get(newest), f64.div(get(total), get(rows)))),
        set(total, f64.const(0)),
        eachRow(locals, (value) => set(total, f64.add(get(total), f64.abs(f64.sub(value, get(mean)))))),
        f64.div(get(total), get(rows)),
      ],
      locals: locals.types,
    }
  },
  highestToEnd: () => extremesToEnd(f64.higher),
  lowestToEnd: () => extremesToEnd(f64.lower),
  /** The ring's first half holds values, the second their positions. */
  positionsToEnd: () => {
    const locals = createLocals(2)
    const row = locals.local('i32')
    const here = i32.add(get(RING), get(row))
    const position = i32.add(here, get(BYTES))
    const isBeaten = f64.le(f64.load(here), f64.load(here, 8))
    const copy = [f64.store(here, f64.load(here, 8)), f64.store(position, f64.load(position, 8))]
    return { parameters: ['i32', 'i32'], results: [], code: fromEnd(row, when(isBeaten, copy)), locals: locals.types }
  },
}

/** Turns values into the extreme from each to the end. */
function extremesToEnd(better: (a: Code, b: Code) => Code): WasmFunction {
  const locals = createLocals(2)
  const row = locals.local('i32')
  const here = i32.add(get(RING), get(row))
  const code = fromEnd(row, f64.store(here, better(f64.load(here), f64.load(here, 8))))
  return { parameters: ['i32', 'i32'], results: [], code, locals: locals.types }
}

/** Runs the body for every row but the last, latest first. */
function fromEnd(row: number, body: Code): Code {
  const step = set(row, i32.sub(get(row), i32.const(8)))
  const loop = repeatWhile([step, body], get(row))
  return [set(row, i32.sub(get(BYTES), i32.const(8))), when(get(row), loop)]
}

/** Runs the body for every value of a full window, oldest first. */
function eachRow({ local }: Locals, body: (value: Code) => Code): Code {
  const [at, value] = [local('i32'), local('f64')]
  const next = i32.add(get(at), i32.const(8))
  return [
    set(at, get(START)),
    repeatWhile(
      [set(value, f64.load(i32.add(get(RING), get(at)))), body(get(value)), set(at, select(i32.const(0), next, i32.eq(next, get(BYTES))))],
      i32.ne(get(at), get(START)),
    ),
  ]
}
