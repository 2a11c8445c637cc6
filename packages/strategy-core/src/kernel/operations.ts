/**
 * The instruction set behind the kernel language: what each operation reads, yields and keeps. Builder, both back ends and the
 * random graphs of the tests derive from this one table.
 *
 * `scalars` are cells of state, given by what they hold before row 0; a `ring` is a buffer whose length is its first parameter
 * times `perRow`. Parameters are numbers of the parameter block, never part of the code.
 */
export type ValueType = 'number' | 'flag' | 'window'

export interface OperationSpec {
  readonly result: ValueType
  readonly operands: readonly ValueType[]
  readonly parameters: number
  readonly scalars: readonly Initial[]
  readonly ring?: { readonly perRow: number; readonly fill: Initial }
}

/** What a cell holds before row 0. `parameter` is the operation's first parameter. */
export type Initial = 'zero' | 'missing' | 'parameter'

type Shape = Partial<Omit<OperationSpec, 'result'>>

const number = (operands: readonly ValueType[], shape: Shape = {}): OperationSpec => spec('number', operands, shape)
const flag = (operands: readonly ValueType[], shape: Shape = {}): OperationSpec => spec('flag', operands, shape)

function spec(result: ValueType, operands: readonly ValueType[], shape: Shape): OperationSpec {
  return { result, operands, parameters: 0, scalars: [], ...shape }
}

/** `count` cells that hold 0 before row 0. */
const zeros = (count: number): readonly Initial[] => Array.from({ length: count }, () => 'zero')

export const operations = {
  input: number([]),
  inputFlag: flag([]),
  constant: number([], { parameters: 1 }),
  constantFlag: flag([], { parameters: 1 }),
  /** A number that never has a value. Not a constant NaN: constants are known to have a value, which saves checks. */
  missing: number([]),

  add: number(['number', 'number']),
  subtract: number(['number', 'number']),
  multiply: number(['number', 'number']),
  divide: number(['number', 'number']),
  negate: number(['number']),
  min: number(['number', 'number']),
  max: number(['number', 'number']),
  abs: number(['number']),
  sign: number(['number']),
  sqrt: number(['number']),
  floor: number(['number']),
  ceil: number(['number']),
  round: number(['number']),
  exp: number(['number']),
  log: number(['number']),
  pow: number(['number', 'number']),
  sin: number(['number']),
  cos: number(['number']),
  atan: number(['number']),
  /** a, b, value where b is 0. */
  ratio: number(['number', 'number', 'number']),
  modulo: number(['number', 'number']),

  greater: flag(['number', 'number']),
  atLeast: flag(['number', 'number']),
  equal: flag(['number', 'number']),
  and: flag(['flag', 'flag']),
  or: flag(['flag', 'flag']),
  xor: flag(['flag', 'flag']),
  not: flag(['flag']),

  select: number(['flag', 'number', 'number']),
  selectFlag: flag(['flag', 'flag', 'flag']),
  toNumber: number(['flag']),
  toFlag: flag(['number']),
  isReady: flag(['number']),
  isReadyFlag: flag(['flag']),
  orElse: number(['number', 'number']),
  orElseFlag: flag(['flag', 'flag']),

  /** One row ago, in one cell; `delay` does the same over a ring of any length. */
  previous: number(['number'], { scalars: ['missing'] }),
  previousFlag: flag(['flag'], { scalars: ['missing'] }),
  delay: number(['number'], { parameters: 1, scalars: ['zero'], ring: { perRow: 1, fill: 'missing' } }),
  delayFlag: flag(['flag'], { parameters: 1, scalars: ['zero'], ring: { perRow: 1, fill: 'missing' } }),

  /** The last values of an expression, shared by all that look at them. Cells: next position, whether the ring is full. */
  window: { ...number(['number'], { parameters: 1, scalars: zeros(2), ring: { perRow: 1, fill: 'zero' } }), result: 'window' },
  /** Cells: sum and its compensation. */
  sum: number(['window', 'number'], { scalars: zeros(2) }),
  /** Parameter: sum of the weights. Cells: sum, compensation, weighted sum. */
  weightedMean: number(['window', 'number'], { parameters: 1, scalars: zeros(3) }),
  /**
   * Parameters: 1 / window, and the part of the peak below which the spread is no longer trusted. Cells: shift, sum of distances, sum
   * of squares, its peak, newest value, rows it has not changed.
   */
  deviation: number(['window', 'number'], { parameters: 2, scalars: zeros(6) }),
  meanDeviation: number(['window', 'number']),
  /** Cells: next position, whether full, extreme of the running block. */
  highest: number(['number'], { parameters: 1, scalars: zeros(3), ring: { perRow: 1, fill: 'zero' } }),
  lowest: number(['number'], { parameters: 1, scalars: zeros(3), ring: { perRow: 1, fill: 'zero' } }),
  /** Cells as `highest`, and the position of the extreme. The second half of the ring holds positions. */
  rowsSinceHighest: number(['number'], { parameters: 1, scalars: zeros(4), ring: { perRow: 2, fill: 'zero' } }),
  /** Cells: next position, whether full, number of true values. */
  countTrue: number(['flag'], { parameters: 1, scalars: zeros(3), ring: { perRow: 1, fill: 'zero' } }),

  /** Parameters: seed rows, alpha. Cells: values seen (up to the seed rows), value. */
  smooth: number(['number'], { parameters: 2, scalars: zeros(2) }),
  /** Cells: total and its compensation. */
  total: number(['number'], { scalars: zeros(2) }),
  totalSince: number(['number', 'flag'], { scalars: zeros(2) }),
  count: number(['number'], { scalars: ['zero'] }),
  countFlag: number(['flag'], { scalars: ['zero'] }),
  rowsSince: number(['flag'], { scalars: ['missing'] }),
  valueWhen: number(['flag', 'number'], { scalars: ['missing'] }),
  /** What a recurrence stored in the last row. Parameter: what it holds before row 0. */
  cell: number([], { parameters: 1, scalars: ['parameter'] }),
} as const satisfies Record<string, OperationSpec>

export type OperationName = keyof typeof operations

/** The table's row for an operation, in its general type. */
export function specOf(operation: OperationName): OperationSpec {
  return operations[operation]
}
