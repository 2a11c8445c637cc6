import { defineNode, type Flag, type Kernel, type Num, series, flag } from '@strategraph/strategy-core'
import { z } from 'zod'
import { amount, anyNumber } from '../../shared/config.ts'
import { md } from '../../shared/md.ts'

const operators = ['>', '>=', '<', '<=', 'equal', 'not equal'] as const

interface Operands {
  readonly k: Kernel
  readonly a: Num
  readonly b: Num
  readonly tolerance: number
}

const isNear = ({ k, a, b, tolerance }: Operands): Flag => k.abs(a.minus(b)).isAtMost(tolerance)

const comparisons: Readonly<Record<(typeof operators)[number], (operands: Operands) => Flag>> = {
  '>': ({ a, b }) => a.isGreaterThan(b),
  '>=': ({ a, b }) => a.isAtLeast(b),
  '<': ({ a, b }) => a.isLessThan(b),
  '<=': ({ a, b }) => a.isAtMost(b),
  equal: isNear,
  'not equal': (operands) => isNear(operands).not(),
}

export const compare = defineNode({
  type: 'logic.compare',
  version: 1,
  title: 'Compare',
  summary: 'Whether a number is above, below or equal to another one or to a fixed level.',
  help: md`
    True at every bar at which *a (operator) b* holds. Where nothing is connected to **b**, the number set in the form is used.

    Computed numbers are hardly ever equal to the last digit: **equal** means |a - b| <= tolerance.

    While a or b has no value yet the result is unknown, neither true nor false. Compare is true for as long as the condition lasts; for
    the moment in which it begins use *Crosses over* or *Rising edge*.
  `,
  category: 'logic',
  keywords: ['greater', 'less', 'above', 'below', 'equal', 'threshold', 'condition', 'if', '>', '<'],
  icon: 'scale',
  config: z.object({
    operator: z.enum(operators).default('>').meta({ title: 'Condition', description: 'How a is compared with b.' }),
    b: anyNumber('b, if not connected', 0, 'Used only while nothing is connected to input b.'),
    tolerance: amount('Tolerance', 0, { min: 0, max: 1e15, description: 'Largest difference that still counts as equal.' }),
  }),
  inputs: { a: series('First number'), b: series('Second number; else the one of the form', { optional: true }) },
  outputs: { result: flag('True while the condition holds') },
  kernel({ a, b }, config, k) {
    return { result: comparisons[config.operator]({ k, a, b: b ?? k.constant(config.b), tolerance: config.tolerance }) }
  },
  examples: [
    { title: 'Above a level', config: { operator: '>', b: 30 }, inputs: { a: [29, 30, 31] }, outputs: { result: [false, false, true] } },
    {
      title: 'Below another number',
      config: { operator: '<' },
      inputs: { a: [1, 5, 2], b: [2, 2, 2] },
      outputs: { result: [true, false, false] },
    },
    {
      title: 'Equal within 0.1',
      config: { operator: 'equal', b: 1, tolerance: 0.1 },
      inputs: { a: [1.05, 1.2] },
      outputs: { result: [true, false] },
    },
    { title: 'Unknown while a value is missing', inputs: { a: [null, 1] }, outputs: { result: [null, true] } },
  ],
})
