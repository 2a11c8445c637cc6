import type { Point } from '../model/document-ops.ts'

/** Media type under which the palette hands over a node type. */
export const dragType = 'application/x-strategraph-node'

export const draggedType = (transfer: DataTransfer): string | undefined => transfer.getData(dragType) || undefined

export function pointOf(event: MouseEvent | TouchEvent): Point {
  if ('clientX' in event) return { x: event.clientX, y: event.clientY }
  const touch = event.changedTouches[0]
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 }
}

const under = ({ x, y }: Point, selector: string): string | undefined => {
  for (const element of document.elementsFromPoint(x, y)) {
    const found = element.closest(selector)
    if (found !== null) return found.getAttribute('data-id') ?? undefined
  }
  return undefined
}

export const nodeUnder = (at: Point): string | undefined => under(at, '.react-flow__node-strategy')
export const edgeUnder = (at: Point): string | undefined => under(at, '.react-flow__edge')
