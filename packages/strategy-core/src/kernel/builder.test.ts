import { describe, expect, it } from 'vitest'
import { createKernelBuilder } from './builder.ts'
import { codeOf } from './code.ts'
import { KernelError } from './errors.ts'
import { ema } from './library.ts'
import type { Kernel, Num } from './language.ts'
import type { KernelProgram } from './program.ts'

function seal(result: (k: Kernel, x: Num) => Num): KernelProgram {
  const builder = createKernelBuilder()
  builder.output('result', result(builder.k, builder.number('x')))
  return builder.seal()
}

const operationsOf = (program: KernelProgram): readonly string[] => codeOf(program).instructions.map(({ operation }) => operation)

describe('sharing', () => {
  it('an expression that two nodes build is computed once', () => {
    expect(operationsOf(seal((k, x) => ema(k, x, 20).minus(ema(k, x, 20))))).toEqual(['input', 'smooth', 'subtract'])
    expect(operationsOf(seal((k, x) => x.plus(k.previous(x)).minus(k.previous(x).plus(x))))).toEqual([
      'input',
      'previous',
      'add',
      'subtract',
    ])
  })

  it('windows of one length over one expression share their ring', () => {
    const operations = operationsOf(seal((k, x) => k.mean(x, 20).plus(k.deviation(x, 20))))
    expect(operations.filter((operation) => operation === 'window')).toHaveLength(1)
  })

  it('equal recurrences are one, over other inputs they are not', () => {
    const decay = (k: Kernel, x: Num): Num =>
      k.recurrence({ initial: { held: 0 }, warmUp: 0 }, ({ held }) => ({ held: held.times(0.5).plus(x) })).held
    const cells = (program: KernelProgram): number => operationsOf(program).filter((operation) => operation === 'cell').length
    expect(cells(seal((k, x) => decay(k, x).plus(decay(k, x))))).toBe(1)
    expect(cells(seal((k, x) => decay(k, x).plus(decay(k, x.negate()))))).toBe(2)
  })

  it('0 and -0 are different constants', () => {
    expect(seal((k, x) => k.min(x, 0).plus(k.max(x, -0))).parameters).toEqual([0, -0])
  })

  it('expressions that no output needs are left out, with their inputs', () => {
    const builder = createKernelBuilder()
    const x = builder.number('x')
    builder.k.sum(builder.number('unused'), 5)
    builder.output('result', x.plus(1))
    const program = builder.seal()
    expect(program.inputs).toEqual([{ name: 'x', type: 'number' }])
    expect(operationsOf(program)).toEqual(['input', 'constant', 'add'])
  })
})

describe('shape', () => {
  it('programs that differ in numbers only have one shape', () => {
    const band = (period: number, factor: number): KernelProgram =>
      seal((k, x) => k.mean(x, period).plus(k.deviation(x, period).times(factor)))
    expect(band(20, 2).shapeHash).toBe(band(50, 2.5).shapeHash)
    expect(band(20, 2).parameters).not.toEqual(band(50, 2.5).parameters)
    expect(seal((k, x) => k.previous(x, 1)).shapeHash).toBe(seal((k, x) => k.previous(x, 7)).shapeHash)
  })

  it('another operation or another wiring is another shape', () => {
    const shapes = [
      seal((k, x) => k.min(x, 1)),
      seal((k, x) => k.max(x, 1)),
      seal((_, x) => x.minus(1)),
      seal((k, x) => k.constant(1).minus(x)),
    ]
    expect(new Set(shapes.map(({ shapeHash }) => shapeHash)).size).toBe(4)
  })

  it('is plain data', () => {
    const program = seal((k, x) => ema(k, x, 20))
    expect(JSON.parse(JSON.stringify(program))).toEqual(program)
    expect(structuredClone(program)).toEqual(program)
  })
})

describe('warm-up', () => {
  const warmUp = (result: (k: Kernel, x: Num) => Num): number | undefined => seal(result).outputs[0]?.warmUp

  it('adds up along the longest path', () => {
    expect(warmUp((_, x) => x)).toBe(0)
    expect(warmUp((k, x) => k.previous(x, 3))).toBe(3)
    expect(warmUp((k, x) => k.mean(x, 20))).toBe(19)
    expect(warmUp((k, x) => ema(k, ema(k, x, 10), 20))).toBe(28)
    expect(warmUp((k, x) => k.mean(x, 20).minus(k.highest(k.previous(x), 5)))).toBe(19)
  })

  it('ends where a missing value is replaced', () => {
    expect(warmUp((k, x) => k.orElse(k.mean(x, 20), x))).toBe(0)
    expect(warmUp((k, x) => k.toNumber(k.isReady(k.mean(x, 20))))).toBe(0)
    expect(warmUp((k, x) => k.count(k.mean(x, 20)))).toBe(0)
  })

  it("of a recurrence is its own and its inputs'", () => {
    const follow = (k: Kernel, x: Num): Num =>
      k.recurrence({ initial: { held: 0 }, warmUp: 3 }, ({ held }) => ({ held: held.plus(k.previous(x)) })).held
    expect(warmUp((k, x) => follow(k, x))).toBe(4)
    expect(warmUp((k, x) => k.mean(follow(k, k.mean(x, 20)), 5))).toBe(27)
  })

  it('of inputs may be given by column, or by candles', () => {
    const builder = createKernelBuilder()
    const { close } = builder.candles('slow')
    const value = builder.k.mean(close, 10).plus(builder.number('x'))
    expect(builder.warmUpOf(value)).toBe(9)
    expect(builder.warmUpOf(value, new Map([['slow.close', 100]]))).toBe(109)
    expect(builder.warmUpOf(value, new Map([['slow', 100]]))).toBe(109)
    expect(builder.warmUpOf(value, new Map([['x', 50]]))).toBe(50)
  })
})

describe('refusals', () => {
  const codeOfRefusal = (action: () => unknown): string => {
    try {
      action()
    } catch (error) {
      if (error instanceof KernelError) return error.code
      throw error
    }
    return 'none'
  }

  it('names what is wrong', () => {
    const { k, ...builder } = createKernelBuilder()
    const x = builder.number('x')
    expect(codeOfRefusal(() => k.sum(x, 0))).toBe('INVALID_ARGUMENT')
    expect(codeOfRefusal(() => k.mean(x, 2.5))).toBe('INVALID_ARGUMENT')
    expect(codeOfRefusal(() => k.previous(x, 0))).toBe('INVALID_ARGUMENT')
    expect(codeOfRefusal(() => builder.flag('x'))).toBe('INPUT_TYPE_CONFLICT')
    expect(codeOfRefusal(() => x.plus(createKernelBuilder().number('y')))).toBe('FOREIGN_EXPRESSION')
    builder.output('result', x)
    expect(codeOfRefusal(() => builder.output('result', x))).toBe('DUPLICATE_OUTPUT')
  })
})
