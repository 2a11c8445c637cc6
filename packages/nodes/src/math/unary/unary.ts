import { defineNode, type Kernel, type Num, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'
import { onlyWhere, quotient } from '../../shared/missing.ts'

const functions = [
  'absolute',
  'negate',
  'sign',
  'square',
  'square root',
  'logarithm',
  'exponential',
  'reciprocal',
  'floor',
  'ceiling',
  'round',
] as const

/** e^709.78 is the largest double; beyond it the result would be infinite. */
const largestExponent = 709

const formulas: Readonly<Record<(typeof functions)[number], (k: Kernel, x: Num) => Num>> = {
  absolute: (k, x) => k.abs(x),
  negate: (_k, x) => x.negate(),
  sign: (k, x) => k.sign(x),
  square: (_k, x) => x.times(x),
  'square root': (k, x) => onlyWhere(k, x.isAtLeast(0), k.sqrt(k.max(x, 0))),
  logarithm: (k, x) => onlyWhere(k, x.isGreaterThan(0), k.log(k.select(x.isGreaterThan(0), x, 1))),
  exponential: (k, x) => k.exp(k.min(x, largestExponent)),
  reciprocal: (k, x) => quotient(k, 1, x),
  floor: (k, x) => k.floor(x),
  ceiling: (k, x) => k.ceil(x),
  round: (k, x) => k.round(x),
}

export const unary = defineNode({
  type: 'math.unary',
  version: 1,
  title: 'Function',
  summary: 'A function of one number: absolute value, square root, logarithm, rounding and the like.',
  help: md`
    Applies one function at every bar.

    - **logarithm** is the natural one; it and **square root** have no value where they are not defined (0 or less, below 0)
    - **reciprocal** is 1 / x, without a value at 0
    - **round** goes to the nearest whole number, halves to the even one (2.5 to 2, 3.5 to 4)
    - **exponential** is e^x; above x = ${largestExponent} it stays at e^${largestExponent}
  `,
  category: 'math',
  keywords: ['abs', 'absolute', 'negate', 'sign', 'sqrt', 'square', 'log', 'ln', 'exp', 'round', 'floor', 'ceil', 'reciprocal'],
  icon: 'square-function',
  config: z.object({
    function: z.enum(functions).default('absolute').meta({ title: 'Function', description: 'What is done with the number.' }),
  }),
  inputs: { x: series('The number') },
  outputs: { value: series('Its function') },
  kernel: ({ x }, config, k) => ({ value: formulas[config.function](k, x) }),
  examples: [
    { title: 'Absolute value', inputs: { x: [-2, 0, 3] }, outputs: { value: [2, 0, 3] } },
    { title: 'No square root below 0', config: { function: 'square root' }, inputs: { x: [9, -1, 0] }, outputs: { value: [3, null, 0] } },
    {
      title: 'Halves go to the even number',
      config: { function: 'round' },
      inputs: { x: [2.5, 3.5, -1.2] },
      outputs: { value: [2, 4, -1] },
    },
  ],
})
