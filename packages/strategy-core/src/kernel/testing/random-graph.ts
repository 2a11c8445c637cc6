import * as fc from 'fast-check'
import { createKernelBuilder } from '../builder.ts'
import type { Flag, Kernel, Num } from '../language.ts'
import type { KernelProgram } from '../program.ts'

/** A random program and columns for it. */
export interface RandomRun {
  readonly program: KernelProgram
  readonly inputs: readonly Float64Array[]
  readonly rows: number
}

export interface RandomGraphOptions {
  readonly rows?: number
  readonly steps?: number
  readonly longestWindow?: number
  /** `gentle`: inputs and constants far from overflow, and only primitives that have a value in every row after their warm-up. */
  readonly kind?: 'hostile' | 'gentle'
}

/** What one step of a recipe may draw from: expressions made so far, chosen by the step's numbers. */
interface Hand {
  readonly x: Num
  readonly y: Num
  readonly z: Num
  readonly p: Flag
  readonly q: Flag
  readonly rows: number
  readonly value: number
}

type Maker = (k: Kernel, hand: Hand) => Num | Flag

/** These always have a value once their operands have one. */
const gentleMakers: readonly Maker[] = [
  (_, { x, y }) => x.plus(y),
  (_, { x, y }) => x.minus(y),
  (_, { x, value }) => x.times(value),
  (_, { x }) => x.negate(),
  (_, { x, y }) => x.isGreaterThan(y),
  (_, { x, y }) => x.isAtLeast(y),
  (_, { x, value }) => x.isLessThan(value),
  (_, { x, y }) => x.isAtMost(y),
  (_, { x, y }) => x.equals(y),
  (_, { p, q }) => p.and(q),
  (_, { p, q }) => p.or(q),
  (_, { p, q }) => p.xor(q),
  (_, { p }) => p.not(),
  (k, { x }) => k.previous(x),
  (k, { x, rows }) => k.previous(x, rows),
  (k, { p }) => k.previousFlag(p),
  (k, { p, rows }) => k.previousFlag(p, rows),
  (k, { x, rows }) => k.sum(x, rows),
  (k, { x, rows }) => k.mean(x, rows),
  (k, { x, rows }) => k.weightedMean(x, rows),
  (k, { x, rows }) => k.deviation(x, rows),
  (k, { x, rows }) => k.meanDeviation(x, rows),
  (k, { x, rows }) => k.highest(x, rows),
  (k, { x, rows }) => k.lowest(x, rows),
  (k, { x, rows }) => k.rowsSinceHighest(x, rows),
  (k, { x, rows }) => k.rowsSinceLowest(x, rows),
  (k, { x, rows, value }) => k.smooth(x, { seedRows: rows, alpha: Math.abs(value % 1) }),
  (k, { x }) => k.total(x),
  (k, { p, rows }) => k.countTrue(p, rows),
  (k, { x, y }) => k.min(x, y),
  (k, { x, y }) => k.max(x, y),
  (k, { x }) => k.abs(x),
  (k, { x }) => k.sign(x),
  (k, { x }) => k.floor(x),
  (k, { x }) => k.ceil(x),
  (k, { x }) => k.round(x),
  (k, { x }) => k.atan(x),
  (k, { x, value }) => k.ratio(x, value, { ifZero: 0 }),
  (k, { p }) => k.toNumber(p),
  (k, { x }) => k.toFlag(x),
  (_, { x, value }) => x.plus(value),
]

const hostileMakers: readonly Maker[] = [
  ...gentleMakers,
  (k, { value }) => k.constant(value),
  (k) => k.constant(Number.NaN),
  (k, { value }) => k.flag(value > 0),
  (_, { x, y }) => x.times(y),
  (_, { x, y }) => x.over(y),
  (k, { x, p }) => k.total(x, p),
  (k, { x }) => k.count(x),
  (k, { p }) => k.count(p),
  (k, { p }) => k.rowsSince(p),
  (k, { p, x }) => k.valueWhen(p, x),
  (k, { x }) => k.sqrt(x),
  (k, { x }) => k.exp(x),
  (k, { x }) => k.log(x),
  (k, { x, y }) => k.pow(x, y),
  (k, { x }) => k.sin(x),
  (k, { x }) => k.cos(x),
  (k, { x, y, z }) => k.ratio(x, y, { ifZero: z }),
  (k, { x, y }) => k.modulo(x, y),
  (k, { p, x, y }) => k.select(p, x, y),
  (k, { p, q }) => k.selectFlag(p, q, p.not()),
  (k, { x }) => k.isReady(x),
  (k, { p }) => k.isReady(p),
  (k, { x, y }) => k.orElse(x, y),
  (k, { x, value }) => k.orElse(x, value),
  (k, { p, value }) => k.orElseFlag(p, value > 0),
  (k, { x, value }) =>
    k.recurrence({ initial: { held: value }, warmUp: 0 }, ({ held }) => ({ held: k.select(k.isReady(x), held.times(0.5).plus(x), held) }))
      .held,
  (k, { x, p, value, rows }) =>
    k.recurrence({ initial: { a: value, b: 0 }, warmUp: rows }, ({ a, b }) => ({
      a: b.plus(k.orElse(x, 1)),
      b: k.select(k.orElseFlag(p, false), a, k.previous(b)),
    })).b,
]

/** Numbers as data has them at its worst. Equal neighbours come from the small choice. */
const hostileValue = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -1000, max: 1000, noNaN: true }) },
  { weight: 4, arbitrary: fc.constantFrom(0, 1, 2, -1, 100_000.25, 100_000.5) },
  { weight: 2, arbitrary: fc.constant(Number.NaN) },
  { weight: 1, arbitrary: fc.constantFrom(-0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, -1e-310, 1e300, -1.7e308) },
)
/** Nothing between 0 and a millionth: what is divided by a few of them stays finite. */
const gentle = (value: number): number => Math.round(value * 2 ** 20) / 2 ** 20
const gentleValue = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -100, max: 100, noNaN: true }).map(gentle))

const hostileFlag = fc.constantFrom(0, 1, 1, 0, Number.NaN, -0, 7)
const gentleFlag = fc.constantFrom(0, 1)

const stepArbitrary = fc.record({
  maker: fc.nat(),
  picks: fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat(), fc.nat()),
  window: fc.nat(),
  value: fc.oneof(fc.double({ min: -3, max: 3, noNaN: true }), fc.constantFrom(0, -0, 1, 2, 0.5)),
})

type RandomStep = typeof stepArbitrary extends fc.Arbitrary<infer Step> ? Step : never

/** Programs with three number columns and one of flags, and columns for them. Failures print the program's code. */
export function randomRun(options: RandomGraphOptions = {}): fc.Arbitrary<RandomRun> {
  const { rows = 60, steps = 14, longestWindow = 9, kind = 'hostile' } = options
  const [value, flag] = kind === 'hostile' ? [hostileValue, hostileFlag] : [gentleValue, gentleFlag]
  const numbers = fc.array(value, { minLength: rows, maxLength: rows }).map((values) => Float64Array.from(values))
  const flags = fc.array(flag, { minLength: rows, maxLength: rows }).map((values) => Float64Array.from(values))
  const step = kind === 'hostile' ? stepArbitrary : stepArbitrary.map((drawn) => ({ ...drawn, value: gentle(drawn.value) }))
  const recipe = fc.array(step, { minLength: 1, maxLength: steps })
  return fc.tuple(recipe, fc.tuple(numbers, numbers, numbers, flags)).map(([stepList, [x, y, z, p]]) => {
    const program = buildProgram(stepList, { makers: kind === 'hostile' ? hostileMakers : gentleMakers, longestWindow })
    const columns: Readonly<Record<string, Float64Array>> = { x, y, z, p }
    return { program, rows, inputs: program.inputs.map(({ name }) => columns[name] ?? x) }
  })
}

function buildProgram(
  steps: readonly RandomStep[],
  { makers, longestWindow }: { readonly makers: readonly Maker[]; readonly longestWindow: number },
): KernelProgram {
  const builder = createKernelBuilder()
  const numbers: Num[] = [builder.number('x'), builder.number('y'), builder.number('z')]
  const flags: Flag[] = [builder.flag('p'), builder.number('x').isGreaterThan(builder.number('y'))]
  for (const { maker, picks, window, value } of steps) {
    const hand: Hand = {
      x: pick(numbers, picks[0]),
      y: pick(numbers, picks[1]),
      z: pick(numbers, picks[2]),
      p: pick(flags, picks[3]),
      q: pick(flags, picks[4]),
      rows: 1 + (window % longestWindow),
      value,
    }
    const made = pick(makers, maker)(builder.k, hand)
    if (made.type === 'number') numbers.push(made)
    else flags.push(made)
  }
  for (const [index, number] of numbers.slice(-4).entries()) builder.output(`number${index}`, number)
  for (const [index, flag] of flags.slice(-2).entries()) builder.output(`flag${index}`, flag)
  return builder.seal()
}

/** The later an expression was made, the likelier it is taken, so that graphs grow deep. */
function pick<Item>(items: readonly Item[], draw: number): Item {
  const index = draw % 2 === 0 ? items.length - 1 - (Math.floor(draw / 2) % Math.min(3, items.length)) : Math.floor(draw / 2) % items.length
  const item = items[index]
  if (item === undefined) throw new RangeError('There is nothing to pick from.')
  return item
}
