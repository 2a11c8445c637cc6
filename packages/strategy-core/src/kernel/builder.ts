import { KernelError } from './errors.ts'
import { createExpressionGraph, type ExpressionNode, type NodeOperation } from './expression-graph.ts'
import type { CandleExpressions, Expression, Flag, Kernel, Num, NumLike } from './language.ts'
import type { KernelBuilder } from './program.ts'
import { sealProgram } from './seal.ts'
import { warmUpOf } from './warm-up.ts'

/** Windows beyond this are taken for mistakes: a year of seconds is 31.5 million rows, and a ring takes 8 bytes a row. */
export const LONGEST_WINDOW = 10_000_000

/** Rounding of plain running sums over one turn of a window stays below 5e-11 of a spread that is at least this, per row, of the peak. */
const TRUSTED_PER_ROW = 4e-6

/** A builder of one program: `k` for the kernel functions of nodes, the rest for the compiler. */
export function createKernelBuilder(): KernelBuilder {
  const graph = createExpressionGraph()
  const inputs = new Map<string, ExpressionNode>()
  const outputs = new Map<string, ExpressionNode>()
  const nodes = new WeakMap<Expression, ExpressionNode>()
  const expressions = new Map<ExpressionNode, Num | Flag>()

  function nodeOf(value: Expression | number): ExpressionNode {
    if (typeof value === 'number') return constantNode(value)
    const node = nodes.get(value)
    if (node === undefined) throw new KernelError('FOREIGN_EXPRESSION', 'The expression was made by another kernel builder.')
    return node
  }

  function constantNode(value: number): ExpressionNode {
    return Number.isNaN(value) ? graph.node({ operation: 'missing' }) : graph.node({ operation: 'constant', parameters: [value] })
  }

  function apply(operation: NodeOperation, operands: readonly (Expression | number)[], parameters: readonly number[] = []): ExpressionNode {
    return graph.node({ operation, operands: operands.map(nodeOf), parameters })
  }

  const number = (operation: NodeOperation, operands: readonly (Expression | number)[], parameters?: readonly number[]): Num =>
    asNum(apply(operation, operands, parameters))
  const flag = (operation: NodeOperation, operands: readonly (Expression | number)[], parameters?: readonly number[]): Flag =>
    asFlag(apply(operation, operands, parameters))

  function asNum(node: ExpressionNode): Num {
    const known = expressions.get(node)
    if (known?.type === 'number') return known
    const self: Num = {
      type: 'number',
      plus: (other) => number('add', [self, other]),
      minus: (other) => number('subtract', [self, other]),
      times: (other) => number('multiply', [self, other]),
      over: (other) => number('divide', [self, other]),
      negate: () => number('negate', [self]),
      isGreaterThan: (other) => flag('greater', [self, other]),
      isAtLeast: (other) => flag('atLeast', [self, other]),
      isLessThan: (other) => flag('greater', [other, self]),
      isAtMost: (other) => flag('atLeast', [other, self]),
      equals: (other) => flag('equal', [self, other]),
    }
    nodes.set(self, node)
    expressions.set(node, self)
    return self
  }

  function asFlag(node: ExpressionNode): Flag {
    const known = expressions.get(node)
    if (known?.type === 'flag') return known
    const self: Flag = {
      type: 'flag',
      and: (other) => flag('and', [self, other]),
      or: (other) => flag('or', [self, other]),
      xor: (other) => flag('xor', [self, other]),
      not: () => flag('not', [self]),
    }
    nodes.set(self, node)
    expressions.set(node, self)
    return self
  }

  /** An operation over the ring that all windows of the same length over x share. */
  function windowed(operation: NodeOperation, x: Num, window: number, parameters?: readonly number[]): Num {
    const value = nodeOf(x)
    const ring = graph.node({ operation: 'window', operands: [value], parameters: [checkRows('window', window)] })
    return asNum(graph.node({ operation, operands: [ring, value], ...(parameters && { parameters }) }))
  }

  function input(operation: 'input' | 'inputFlag', name: string): ExpressionNode {
    const known = inputs.get(name)
    if (known !== undefined && known.operation !== operation) {
      throw new KernelError('INPUT_TYPE_CONFLICT', `Input "${name}" is asked for as a number and as a flag.`)
    }
    const node = known ?? graph.node({ operation, name })
    inputs.set(name, node)
    return node
  }

  let recurrences = 0
  const recurrence: Kernel['recurrence'] = (options, step) => {
    checkRows('warmUp', options.warmUp, 0)
    recurrences += 1
    const names = Object.keys(options.initial)
    const cells = names.map((name) =>
      graph.node({ operation: 'cell', name: `${recurrences}.${name}`, parameters: [options.initial[name] ?? Number.NaN] }),
    )
    const next: Readonly<Record<string, NumLike>> = step(named(options.initial, cells.map(asNum)))
    const values = names.map((name) => nodeOf(next[name] ?? Number.NaN))
    return named(options.initial, graph.closeRecurrence({ cells, values, warmUp: options.warmUp }).map(asNum))
  }

  const k: Kernel = {
    constant: (value) => asNum(constantNode(value)),
    flag: (value) => flag('constantFlag', [], [value ? 1 : 0]),
    previous: (x, rows) => (rows === undefined ? number('previous', [x]) : number('delay', [x], [checkRows('rows', rows)])),
    previousFlag: (x, rows) => (rows === undefined ? flag('previousFlag', [x]) : flag('delayFlag', [x], [checkRows('rows', rows)])),
    sum: (x, window) => windowed('sum', x, window),
    mean: (x, window) => windowed('sum', x, window).over(window),
    weightedMean: (x, window) => windowed('weightedMean', x, window, [(window * (window + 1)) / 2]),
    deviation: (x, window) => windowed('deviation', x, window, [1 / window, Math.min(0.1, window * TRUSTED_PER_ROW)]),
    meanDeviation: (x, window) => windowed('meanDeviation', x, window),
    highest: (x, window) => number('highest', [x], [checkRows('window', window)]),
    lowest: (x, window) => number('lowest', [x], [checkRows('window', window)]),
    rowsSinceHighest: (x, window) => number('rowsSinceHighest', [x], [checkRows('window', window)]),
    // Negation turns the order round exactly, so the lowest needs no code of its own.
    rowsSinceLowest: (x, window) => number('rowsSinceHighest', [x.negate()], [checkRows('window', window)]),
    smooth: (x, { seedRows, alpha }) => number('smooth', [x], [checkRows('seedRows', seedRows), alpha]),
    total: (x, reset) => (reset === undefined ? number('total', [x]) : number('totalSince', [x, reset])),
    count: (x) => number(x.type === 'number' ? 'count' : 'countFlag', [x]),
    rowsSince: (when) => number('rowsSince', [when]),
    countTrue: (when, window) => number('countTrue', [when], [checkRows('window', window)]),
    valueWhen: (when, x) => number('valueWhen', [when, x]),
    min: (a, b) => number('min', [a, b]),
    max: (a, b) => number('max', [a, b]),
    abs: (x) => number('abs', [x]),
    sign: (x) => number('sign', [x]),
    sqrt: (x) => number('sqrt', [x]),
    floor: (x) => number('floor', [x]),
    ceil: (x) => number('ceil', [x]),
    round: (x) => number('round', [x]),
    exp: (x) => number('exp', [x]),
    log: (x) => number('log', [x]),
    pow: (x, exponent) => number('pow', [x, exponent]),
    sin: (x) => number('sin', [x]),
    cos: (x) => number('cos', [x]),
    atan: (x) => number('atan', [x]),
    ratio: (a, b, { ifZero }) => number('ratio', [a, b, ifZero]),
    modulo: (a, b) => number('modulo', [a, b]),
    select: (when, then, otherwise) => number('select', [when, then, otherwise]),
    selectFlag: (when, then, otherwise) => flag('selectFlag', [when, then, otherwise]),
    toNumber: (x) => number('toNumber', [x]),
    toFlag: (x) => flag('toFlag', [x]),
    isReady: (x) => flag(x.type === 'number' ? 'isReady' : 'isReadyFlag', [x]),
    orElse: (x, fallback) => number('orElse', [x, fallback]),
    orElseFlag: (x, fallback) => flag('orElseFlag', [x, k.flag(fallback)]),
    recurrence,
    time: () => asNum(input('input', 'time')),
  }

  return {
    k,
    number: (name) => asNum(input('input', name)),
    flag: (name) => asFlag(input('inputFlag', name)),
    candles: (name) => candleColumns((column) => asNum(input('input', `${name}.${column}`))),
    output(name, value) {
      if (outputs.has(name)) throw new KernelError('DUPLICATE_OUTPUT', `Output "${name}" is named twice.`)
      outputs.set(name, nodeOf(value))
    },
    warmUpOf: (value, inputWarmUp = new Map()) => warmUpOf(nodeOf(value), inputWarmUp),
    seal: () => sealProgram({ graph, inputs: [...inputs.values()], outputs }),
  }
}

function candleColumns(column: (name: keyof CandleExpressions) => Num): CandleExpressions {
  return {
    time: column('time'),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  }
}

function checkRows(what: string, rows: number, least = 1): number {
  if (Number.isInteger(rows) && rows >= least && rows <= LONGEST_WINDOW) return rows
  throw new KernelError('INVALID_ARGUMENT', `"${what}" must be a whole number from ${least} to ${LONGEST_WINDOW}, not ${rows}.`)
}

function named<Cells extends Readonly<Record<string, number>>>(
  cells: Cells,
  values: readonly Num[],
): { readonly [Name in keyof Cells]: Num } {
  const entries = Object.keys(cells).map((name, index) => [name, values[index]])
  // TypeScript cannot follow a mapped type through Object.fromEntries; the keys are those of `cells` by construction.
  return Object.fromEntries(entries) as { readonly [Name in keyof Cells]: Num }
}
