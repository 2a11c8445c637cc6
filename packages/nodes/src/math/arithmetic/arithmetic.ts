import { defineNode, type Kernel, type Num, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { anyNumber } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'
import { quotient } from '../../shared/missing.ts'

const operations = ['add', 'subtract', 'multiply', 'divide', 'minimum', 'maximum', 'remainder'] as const
const zeroRules = ['no value', 'zero'] as const

interface Operands {
  readonly k: Kernel
  readonly a: Num
  readonly b: Num
  readonly onZero: (typeof zeroRules)[number]
}

const formulas: Readonly<Record<(typeof operations)[number], (operands: Operands) => Num>> = {
  add: ({ a, b }) => a.plus(b),
  subtract: ({ a, b }) => a.minus(b),
  multiply: ({ a, b }) => a.times(b),
  divide: ({ k, a, b, onZero }) => (onZero === 'zero' ? k.ratio(a, b, { ifZero: 0 }) : quotient(k, a, b)),
  minimum: ({ k, a, b }) => k.min(a, b),
  maximum: ({ k, a, b }) => k.max(a, b),
  remainder: ({ k, a, b, onZero }) => {
    const divisor = k.select(b.equals(0), 1, b)
    const whenZero = onZero === 'zero' ? k.constant(0) : k.constant(Number.NaN)
    return k.select(b.equals(0), whenZero, k.modulo(a, divisor))
  },
}

export const arithmetic = defineNode({
  type: 'math.arithmetic',
  version: 1,
  title: 'Arithmetic',
  summary: 'Two numbers added, subtracted, multiplied, divided, or the smaller or larger of them.',
  help: md`
    Computes *a (operation) b* at every bar. Where nothing is connected to **b**, the number set in the form is used.

    Dividing by 0 gives **no value** (the default; whatever depends on it then waits) or **0**, as chosen. The remainder has
    the sign of the divisor. If a or b has no value, neither has the result.
  `,
  category: 'math',
  keywords: ['plus', 'minus', 'times', 'add', 'subtract', 'multiply', 'divide', 'ratio', 'spread', 'min', 'max', 'modulo', 'calculator'],
  icon: 'calculator',
  config: z.object({
    operation: z.enum(operations).default('add').meta({ title: 'Operation', description: 'What is done with a and b.' }),
    b: anyNumber('b, if not connected', 0, 'Used only while nothing is connected to input b.'),
    onZero: z
      .enum(zeroRules)
      .default('no value')
      .meta({ title: 'Dividing by 0 gives', description: 'For divide and remainder where b is 0.' }),
  }),
  inputs: { a: series('First number'), b: series('Second number; else the one of the form', { optional: true }) },
  outputs: { value: series('The result') },
  kernel: ({ a, b }, config, k) => ({ value: formulas[config.operation]({ k, a, b: b ?? k.constant(config.b), onZero: config.onZero }) }),
  examples: [
    { title: 'Sum', inputs: { a: [1, 2, 3], b: [10, 20, 30] }, outputs: { value: [11, 22, 33] } },
    { title: 'Twice the input', config: { operation: 'multiply', b: 2 }, inputs: { a: [1, 2, 3] }, outputs: { value: [2, 4, 6] } },
    {
      title: 'Dividing by 0 gives no value',
      config: { operation: 'divide' },
      inputs: { a: [6, 1, 9], b: [3, 0, 2] },
      outputs: { value: [2, null, 4.5] },
    },
    {
      title: 'Dividing by 0 gives 0',
      config: { operation: 'divide', onZero: 'zero' },
      inputs: { a: [6, 1], b: [3, 0] },
      outputs: { value: [2, 0] },
    },
  ],
})
