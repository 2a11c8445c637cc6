import type { ExpressionNode, NodeOperation } from './expression-graph.ts'

/**
 * Rows before an expression has a value. Exact for strict operations, windows and recurrences over finite inputs; for operations
 * that wait for an event (`rowsSince`, `valueWhen`) or choose (`select`) it is the first row in which nothing but the data is
 * missing. `missing` counts as 0: it marks "no value" on purpose.
 */
export function warmUpOf(node: ExpressionNode, inputWarmUp: ReadonlyMap<string, number>): number {
  const known = new Map<ExpressionNode, number>()
  const visit = (at: ExpressionNode): number => {
    const done = known.get(at)
    if (done !== undefined) return done
    const operands = (at.recurrence?.inputs ?? at.operands).map(visit)
    const rows = at.operation === 'input' || at.operation === 'inputFlag' ? columnWarmUp(at.name, inputWarmUp) : ownWarmUp(at, operands)
    known.set(at, rows)
    return rows
  }
  return visit(node)
}

/** A candle column may be given by its own name or by that of its candles. */
function columnWarmUp(name: string, inputWarmUp: ReadonlyMap<string, number>): number {
  return inputWarmUp.get(name) ?? inputWarmUp.get(name.slice(0, Math.max(0, name.lastIndexOf('.')))) ?? 0
}

const NEVER_WITHOUT_VALUE: ReadonlySet<NodeOperation> = new Set(['isReady', 'isReadyFlag', 'count', 'countFlag'])
const EITHER_SUFFICES: ReadonlySet<NodeOperation> = new Set(['orElse', 'orElseFlag'])

function ownWarmUp(node: ExpressionNode, operands: readonly number[]): number {
  const { operation } = node
  if (NEVER_WITHOUT_VALUE.has(operation)) return 0
  if (EITHER_SUFFICES.has(operation)) return Math.min(...operands)
  return Math.max(0, ...operands) + addedRows(node)
}

function addedRows({ operation, parameters, recurrence }: ExpressionNode): number {
  const [first = 0] = parameters
  switch (operation) {
    case 'previous':
    case 'previousFlag':
      return 1
    case 'delay':
    case 'delayFlag':
      return first
    case 'window':
    case 'highest':
    case 'lowest':
    case 'rowsSinceHighest':
    case 'countTrue':
    case 'smooth':
      return first - 1
    case 'result':
      return recurrence?.warmUp ?? 0
    default:
      return 0
  }
}
