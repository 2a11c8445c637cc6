import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arctangent, cosine, exponential, logarithm, modulo, power, roundToEven, sine } from './numeric.ts'

/** How many numbers lie between two of the same sign. */
function unitsApart(a: number, b: number): number {
  if (Object.is(a, b)) return 0
  const [left = 0n, right = 0n] = new BigInt64Array(Float64Array.of(a, b).buffer)
  return Math.abs(Number(left - right))
}

const anywhere = fc.oneof(
  fc.double(),
  fc.double({ min: -50, max: 50 }),
  fc.double({ min: -1e7, max: 1e7 }),
  fc.constantFrom(-0, 5e-324, 1e-310),
)

// The engine's own functions are no standard, but all engines in use are right to a unit or two.
describe('transcendental functions are within a unit of the engine', () => {
  const functions: readonly (readonly [string, (x: number) => number, (x: number) => number])[] = [
    ['exp', exponential, Math.exp],
    ['log', logarithm, Math.log],
    ['sin', sine, Math.sin],
    ['cos', cosine, Math.cos],
    ['atan', arctangent, Math.atan],
  ]
  for (const [name, own, engine] of functions) {
    it(`${name}`, () => {
      fc.assert(
        fc.property(anywhere, (x) => {
          expect(unitsApart(own(x), engine(x))).toBeLessThanOrEqual(1)
        }),
        { numRuns: 5000 },
      )
    })
  }

  it('pow, which has no value where an operand has none', () => {
    fc.assert(
      fc.property(anywhere, anywhere, (x, y) => {
        const engine = Number.isNaN(x) ? x : x ** y
        expect(unitsApart(power(x, y), engine)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 20_000 },
    )
  })

  it('pow at the corners', () => {
    const corners = [0, -0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 1e-320, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const x of corners) {
      for (const y of [...corners, 1e300, -1e300, Number.MAX_SAFE_INTEGER, 2 ** 53])
        expect(unitsApart(power(x, y), x ** y), `${x} ** ${y}`).toBeLessThanOrEqual(1)
    }
  })
})

describe('the same bits on every machine', () => {
  it('fixed points', () => {
    expect([exponential(1), exponential(-0.3), logarithm(10), logarithm(1.0001)]).toEqual([
      2.718281828459045, 0.7408182206817179, 2.302585092994046, 0.00009999500033329732,
    ])
    expect([sine(1), sine(1e22), cosine(1e6), arctangent(1)]).toEqual([
      0.8414709848078965, -0.8522008497671888, 0.9367521275331447, 0.7853981633974483,
    ])
    expect([power(2, 0.5), power(10, 15), power(1.1, 100)]).toEqual([1.4142135623730951, 1e15, 13780.61233982238])
  })
})

describe('rounding and remainder', () => {
  it('roundToEven is at most half away, and even on ties', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        const rounded = roundToEven(x)
        expect(Math.abs(rounded - x)).toBeLessThanOrEqual(0.5)
        expect(Math.abs(rounded - x) < 0.5 || rounded % 2 === 0).toBe(true)
      }),
    )
  })

  it('modulo lies between 0 and the divisor', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer().filter((b) => b !== 0),
        (a, b) => {
          const remainder = modulo(a, b)
          expect((a - remainder) % b === 0).toBe(true)
          expect(b > 0 ? remainder >= 0 && remainder < b : remainder <= 0 && remainder > b).toBe(true)
        },
      ),
    )
  })
})
