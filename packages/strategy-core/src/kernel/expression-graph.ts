import type { OperationName } from './operations.ts'

/** `result` names what a recurrence yields: its operand under the recurrence's own warm-up. No code is emitted for it. */
export type NodeOperation = OperationName | 'result'

/** One immutable expression. Two nodes of one graph are the same expression only if they are the same object. */
export interface ExpressionNode {
  readonly id: number
  readonly operation: NodeOperation
  readonly operands: readonly ExpressionNode[]
  readonly parameters: readonly number[]
  /** Name of the input column, or of the cell; else empty. */
  readonly name: string
  /** For `result`: rows that the recurrence itself needs, and the expressions it reads that do not depend on its cells. */
  readonly recurrence?: { readonly warmUp: number; readonly inputs: readonly ExpressionNode[] }
}

export interface NodeRequest {
  readonly operation: NodeOperation
  readonly operands?: readonly ExpressionNode[]
  readonly parameters?: readonly number[]
  readonly name?: string
  readonly recurrence?: ExpressionNode['recurrence']
}

/** Expressions of one program, each stored once. */
export interface ExpressionGraph {
  node(request: NodeRequest): ExpressionNode
  /** What each recurrence cell holds in the next row. */
  readonly feedback: ReadonlyMap<ExpressionNode, ExpressionNode>
  /** Closes a recurrence over its fresh cells; gives the results of an equal recurrence if there is one. */
  closeRecurrence(recurrence: OpenRecurrence): readonly ExpressionNode[]
}

export interface OpenRecurrence {
  readonly cells: readonly ExpressionNode[]
  readonly values: readonly ExpressionNode[]
  readonly warmUp: number
}

/** Operand order does not matter for these, bit for bit (NaN has one meaning); sorted operands are shared more often. */
const COMMUTATIVE: ReadonlySet<NodeOperation> = new Set(['add', 'multiply', 'min', 'max', 'equal', 'and', 'or', 'xor'])

export function createExpressionGraph(): ExpressionGraph {
  const nodes = new Map<string, ExpressionNode>()
  const feedback = new Map<ExpressionNode, ExpressionNode>()
  const recurrences = new Map<string, readonly ExpressionNode[]>()

  function node(request: NodeRequest): ExpressionNode {
    const { operation, operands = [], parameters = [], name = '', recurrence } = request
    const ordered = COMMUTATIVE.has(operation) ? operands.toSorted((a, b) => a.id - b.id) : operands
    const key = keyOf({ operation, operands: ordered, parameters, name, ...(recurrence && { recurrence }) })
    const known = nodes.get(key)
    if (known !== undefined) return known
    const created: ExpressionNode = {
      id: nodes.size,
      operation,
      operands: ordered,
      parameters,
      name,
      ...(recurrence && { recurrence }),
    }
    nodes.set(key, created)
    return created
  }

  function closeRecurrence({ cells, values, warmUp }: OpenRecurrence): readonly ExpressionNode[] {
    const { key, inputs } = describeRecurrence(cells, values)
    const known = recurrences.get(`${warmUp}|${key}`)
    if (known !== undefined) return known
    for (const [index, cell] of cells.entries()) feedback.set(cell, values[index] ?? cell)
    const results = values.map((value) => node({ operation: 'result', operands: [value], recurrence: { warmUp, inputs } }))
    recurrences.set(`${warmUp}|${key}`, results)
    return results
  }

  return { node, feedback, closeRecurrence }
}

function keyOf({ operation, operands = [], parameters = [], name, recurrence }: NodeRequest): string {
  const extra = recurrence === undefined ? '' : `${recurrence.warmUp}:${recurrence.inputs.map((input) => input.id).join()}`
  return `${operation}|${operands.map((operand) => operand.id).join()}|${parameters.map(numberKey).join()}|${name ?? ''}|${extra}`
}

/** -0 and 0 are different constants. */
const numberKey = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

/**
 * Cells are fresh for every recurrence, so equal recurrences are found by their text, in which cells go by position and everything
 * that does not depend on a cell by its node.
 */
function describeRecurrence(
  cells: readonly ExpressionNode[],
  values: readonly ExpressionNode[],
): { readonly key: string; readonly inputs: readonly ExpressionNode[] } {
  const references = new Map<ExpressionNode, string>(cells.map((cell, index) => [cell, `cell${index}`]))
  const inputs = new Set<ExpressionNode>()
  const dependent = findDependents(cells, values)
  const lines: string[] = cells.map((cell) => cell.parameters.map(numberKey).join())

  function refer(node: ExpressionNode): string {
    const known = references.get(node)
    if (known !== undefined) return known
    if (!dependent.has(node)) {
      inputs.add(node)
      references.set(node, `@${node.id}`)
      return `@${node.id}`
    }
    const operands = node.operands.map(refer)
    // The order of these went by node numbers, which differ between a recurrence and its twin.
    if (COMMUTATIVE.has(node.operation)) operands.sort()
    const extra = node.recurrence === undefined ? '' : `^${node.recurrence.warmUp}`
    const reference = `#${lines.length}`
    lines.push(`${node.operation}(${operands.join()})[${node.parameters.map(numberKey).join()}]${node.name}${extra}`)
    references.set(node, reference)
    return reference
  }

  const results = values.map(refer)
  return { key: `${lines.join(';')}=>${results.join()}`, inputs: [...inputs] }
}

function findDependents(cells: readonly ExpressionNode[], values: readonly ExpressionNode[]): ReadonlySet<ExpressionNode> {
  const verdicts = new Map<ExpressionNode, boolean>(cells.map((cell) => [cell, true]))
  const depends = (node: ExpressionNode): boolean => {
    const known = verdicts.get(node)
    if (known !== undefined) return known
    // A full walk, without stopping at the first dependent operand: every node below must get its verdict.
    const verdict = node.operands.map(depends).includes(true)
    verdicts.set(node, verdict)
    return verdict
  }
  values.forEach(depends)
  return new Set([...verdicts].filter(([, verdict]) => verdict).map(([node]) => node))
}
