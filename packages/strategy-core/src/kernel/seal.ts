import type { Feedback, Instruction, KernelCode } from './code.ts'
import type { ExpressionGraph, ExpressionNode } from './expression-graph.ts'
import { hashText } from './hash.ts'
import { specOf } from './operations.ts'
import type { KernelColumn, KernelProgram } from './program.ts'
import { warmUpOf } from './warm-up.ts'

export interface Unsealed {
  readonly graph: ExpressionGraph
  readonly inputs: readonly ExpressionNode[]
  readonly outputs: ReadonlyMap<string, ExpressionNode>
}

/** Keeps what the outputs need, in an order in which every operand comes first, and gives state and parameters their places. */
export function sealProgram({ graph, inputs, outputs }: Unsealed): KernelProgram {
  const nodes = liveNodes(graph, [...outputs.values()])
  const slots = new Map([...nodes].map((node, slot) => [node, slot]))
  const slotOf = (node: ExpressionNode): number => slots.get(unwrap(node)) ?? -1
  const columns = inputs.filter((input) => nodes.has(input))

  const parameters: number[] = []
  const instructions: Instruction[] = []
  let scalarCount = 0
  let ringCount = 0
  for (const { operation, operands, parameters: own, ...node } of nodes) {
    if (operation === 'result') continue
    const { scalars, ring } = specOf(operation)
    const operandSlots = operands.map(slotOf)
    instructions.push({
      operation,
      operands: operandSlots,
      parameter: isInput(operation) ? columns.findIndex((column) => column.name === node.name) : parameters.length,
      scalar: scalarCount,
      ring: ring === undefined ? sharedRing(operands, instructions, operandSlots) : ringCount,
    })
    parameters.push(...own)
    scalarCount += scalars.length
    if (ring !== undefined) ringCount += 1
  }

  const feedback = [...graph.feedback]
    .filter(([cell]) => nodes.has(cell))
    .map(([cell, value]): Feedback => ({ cell: slotOf(cell), value: slotOf(value) }))
  const code: KernelCode = {
    format: 'strategraph-kernel-1',
    instructions,
    outputs: [...outputs.values()].map(slotOf),
    feedback,
    scalarCount,
    ringCount,
  }
  return {
    inputs: columns.map(({ name, operation }) => ({ name, type: operation === 'inputFlag' ? 'flag' : 'number' })),
    outputs: [...outputs].map(([name, node]) => ({ name, type: typeOf(node), warmUp: warmUpOf(node, new Map()) })),
    shapeHash: hashText(textOf(code)),
    parameters,
    code,
  }
}

/** The outputs' expressions and all that they read, operands first; in a recurrence also what its living cells will hold. */
function liveNodes(graph: ExpressionGraph, roots: readonly ExpressionNode[]): ReadonlySet<ExpressionNode> {
  const live = new Set<ExpressionNode>()
  const visit = (wrapped: ExpressionNode): void => {
    const node = unwrap(wrapped)
    if (live.has(node)) return
    node.operands.forEach(visit)
    live.add(node)
  }
  roots.forEach(visit)
  // The set grows while it is walked; a Set's iterator also visits what is added behind it.
  for (const node of live) {
    const next = graph.feedback.get(node)
    if (next !== undefined) visit(next)
  }
  return live
}

function unwrap(node: ExpressionNode): ExpressionNode {
  const [value] = node.operands
  return node.operation === 'result' && value !== undefined ? unwrap(value) : node
}

const isInput = (operation: string): boolean => operation === 'input' || operation === 'inputFlag'

/** Operations over a window work on the window's ring. */
function sharedRing(operands: readonly ExpressionNode[], instructions: readonly Instruction[], slots: readonly number[]): number {
  const [window] = operands
  return window?.operation === 'window' ? (instructions[slots[0] ?? -1]?.ring ?? -1) : -1
}

function typeOf(node: ExpressionNode): KernelColumn['type'] {
  const { operation } = unwrap(node)
  return operation !== 'result' && specOf(operation).result === 'flag' ? 'flag' : 'number'
}

/** Everything that decides which module is emitted. Names of columns do not: equal shapes over other columns share a module. */
function textOf({ format, instructions, outputs, feedback }: KernelCode): string {
  const lines = instructions.map(
    ({ operation, operands, parameter }) => `${operation}${isInput(operation) ? parameter : ''}(${operands.join()})`,
  )
  return [format, ...lines, `>${outputs.join()}`, ...feedback.map(({ cell, value }) => `${cell}<${value}`)].join(';')
}
