import type { WorkflowNode } from '@strategraph/strategy-core'
import { shapeOf } from '../model/strategy.ts'

/**
 * Measures of a node in canvas units. They are known without asking the DOM, so that the overlay, the layout and the first paint
 * of a large graph need no measuring; `styles` in flow-node.tsx use the same numbers.
 */
export const nodeWidth = 212
export const headerHeight = 34
export const inputRow = 18
export const outputRow = 20
export const bodyPadding = 5

/** Below this zoom rows cannot be read: a node shows only its name and its first value, large. */
export const readableZoom = 0.55
/** Below this one not even those: shapes and colours only. */
export const farTextZoom = 0.22

export interface NodeMeasures {
  readonly height: number
  /** Middle of each input's row, by port id. */
  readonly inputs: ReadonlyMap<string, number>
  readonly outputs: ReadonlyMap<string, number>
  /** Middle of the row that says what a node without outputs did last. */
  readonly activity: number | undefined
}

const measured = new WeakMap<WorkflowNode, NodeMeasures>()

export function measure(node: WorkflowNode): NodeMeasures {
  const known = measured.get(node)
  if (known !== undefined) return known
  const shape = shapeOf(node)
  let y = headerHeight + bodyPadding
  const inputs = new Map<string, number>()
  for (const port of Object.keys(shape.inputs)) {
    inputs.set(port, y + inputRow / 2)
    y += inputRow
  }
  const outputs = new Map<string, number>()
  for (const port of Object.keys(shape.outputs)) {
    outputs.set(port, y + outputRow / 2)
    y += outputRow
  }
  const activity = outputs.size === 0 ? y + outputRow / 2 : undefined
  if (activity !== undefined) y += outputRow
  const measures = { height: y + bodyPadding, inputs, outputs, activity }
  measured.set(node, measures)
  return measures
}
