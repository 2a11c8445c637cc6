import { type Code, either, f64, get, set } from './assembler.ts'
import type { Locals } from './function-builder.ts'

/** A sum in two locals, as `interpreter/cells.ts` keeps it in two cells: the same operations in the same order. */
export interface Sum {
  readonly high: number
  readonly low: number
}

export function addValue({ scratch }: Locals, { high, low }: Sum, value: Code): Code {
  const [added, after] = [scratch(0), scratch(1)]
  return [
    set(added, value),
    set(after, f64.add(get(high), get(added))),
    set(low, f64.add(get(low), lostInSum(high, added, after))),
    set(high, get(after)),
  ]
}

export function addDifference({ scratch }: Locals, { high, low }: Sum, entering: Code, leaving: Code): Code {
  const [a, b, difference, after] = [scratch(0), scratch(1), scratch(2), scratch(3)]
  return [
    set(a, entering),
    set(b, leaving),
    set(difference, f64.sub(get(a), get(b))),
    set(after, f64.add(get(high), get(difference))),
    set(low, f64.add(get(low), f64.add(lostInSum(high, difference, after), lostInDifference(a, b, difference)))),
    set(high, get(after)),
  ]
}

/** The sum where it is finite or the compensation does not matter. */
export const plainSum = ({ high, low }: Sum): Code => f64.add(get(high), get(low))

/** The sum; an infinite one has no compensation. */
export const sumOf = (sum: Sum): Code => either('f64', isFinite(get(sum.high)), plainSum(sum), get(sum.high))

export const isFinite = (x: Code): Code => f64.lt(f64.abs(x), f64.const(Number.POSITIVE_INFINITY))

function lostInSum(a: number, b: number, sum: number): Code {
  const second = f64.sub(get(sum), get(a))
  return f64.add(f64.sub(get(a), f64.sub(get(sum), second)), f64.sub(get(b), second))
}

function lostInDifference(a: number, b: number, difference: number): Code {
  const second = f64.sub(get(a), get(difference))
  return f64.add(f64.sub(get(a), f64.add(get(difference), second)), f64.sub(second, get(b)))
}
