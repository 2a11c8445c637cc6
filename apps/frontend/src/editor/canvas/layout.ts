import type { WorkflowDocument } from '@strategraph/strategy-core'
import { grid, type Point } from '../model/document-ops.ts'
import { measure, nodeWidth } from './geometry.ts'
import { layeredLayout } from './layered-layout.ts'

const gaps = { column: nodeWidth + 72, row: 32 }

/** Places by data flow, left to right. `only`: these nodes are laid out, the others stay. Keeps the upper left corner. */
export function layoutPositions(document: WorkflowDocument, only?: ReadonlySet<string>): ReadonlyMap<string, Point> {
  const nodes = document.nodes.filter((node) => only === undefined || only.has(node.id))
  const measures = new Map(nodes.map((node) => [node.id, measure(node)]))
  const placed = layeredLayout(
    nodes.map((node) => ({ id: node.id, height: measure(node).height, y: node.position.y })),
    document.edges.map(({ source, sourceHandle, target, targetHandle }) => ({
      from: source,
      to: target,
      fromPort: measures.get(source)?.outputs.get(sourceHandle) ?? 0,
      toPort: measures.get(target)?.inputs.get(targetHandle) ?? 0,
    })),
    gaps,
  )
  const left = Math.min(...nodes.map(({ position }) => position.x))
  const top = Math.min(...nodes.map(({ position }) => position.y)) - Math.min(...[...placed.values()].map(({ y }) => y))
  const onGrid = (value: number) => Math.round(value / grid) * grid
  return new Map([...placed].map(([id, { x, y }]) => [id, { x: onGrid(left + x), y: onGrid(top + y) }]))
}
