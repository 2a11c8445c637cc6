import { layersOf, type Layers, type LayoutBox, type LayoutLink, type Slot } from './layers.ts'
import { stack } from './stack.ts'

interface LayoutGaps {
  /** Pixels from one column to the next, the boxes' width included. */
  readonly column: number
  readonly row: number
}

const orderSweeps = 12
const placeSweeps = 8

/**
 * Places boxes by the direction of their links: columns from left to right, in each an order with few crossings, and rows so that links
 * run straight (K. Sugiyama, S. Tagawa, M. Toda, 1981; rows by isotonic regression). The same boxes and links give the same picture;
 * boxes that nothing orders stay in the order they have now.
 */
export function layeredLayout(
  boxes: readonly LayoutBox[],
  links: readonly LayoutLink[],
  gaps: LayoutGaps,
): ReadonlyMap<string, { readonly x: number; readonly y: number }> {
  const layers = layersOf(boxes, links)
  for (const column of layers.columns) settle(column, () => undefined, gaps.row)
  let best = orderOf(layers)
  let fewest = crossings(layers)
  for (let sweep = 0; sweep < orderSweeps && fewest > 0; sweep++) {
    const isForward = sweep % 2 === 0
    for (const column of isForward ? layers.columns : layers.columns.toReversed()) {
      const wish = (slot: Slot) => wishOf(isForward ? slot.before : slot.after)
      sortBy(column, (slot) => wish(slot) ?? slot.y)
      settle(column, wish, gaps.row)
    }
    const now = crossings(layers)
    if (now < fewest) {
      fewest = now
      best = orderOf(layers)
    }
  }
  layers.columns.forEach((column, at) => column.splice(0, column.length, ...(best[at] ?? [])))
  for (const column of layers.columns) settle(column, () => undefined, gaps.row)
  // From both ends first: that alone levels a chain, which then stays level.
  for (const column of layers.columns) settle(column, (slot) => wishOf(slot.before), gaps.row)
  for (const column of layers.columns.toReversed()) settle(column, (slot) => wishOf(slot.after), gaps.row)
  for (let sweep = 0; sweep < placeSweeps; sweep++) {
    for (const column of sweep % 2 === 0 ? layers.columns : layers.columns.toReversed()) {
      settle(column, (slot) => wishOf([...slot.before, ...slot.after]), gaps.row)
    }
  }
  return new Map(
    layers.columns.flatMap((column, at) => column.flatMap(({ id, y }) => (id === undefined ? [] : [[id, { x: at * gaps.column, y }]]))),
  )
}

/** Where the links of a slot would have it: the mean over them, long links counting more so that they stay straight. */
function wishOf(ends: Slot['before']): number | undefined {
  const weight = ends.reduce((sum, end) => sum + end.weight, 0)
  return weight === 0 ? undefined : ends.reduce((sum, { slot, shift, weight: own }) => sum + own * (slot.y + shift), 0) / weight
}

function settle(column: readonly Slot[], wish: (slot: Slot) => number | undefined, gap: number) {
  const tops = stack(
    column.map((slot) => ({ height: slot.height, top: wish(slot) ?? slot.y })),
    gap,
  )
  column.forEach((slot, at) => {
    slot.y = tops[at] ?? slot.y
  })
}

/** Stable: what is equal keeps its order. */
function sortBy(column: Slot[], key: (slot: Slot) => number) {
  const sorted = column.map((slot) => ({ slot, key: key(slot) })).toSorted((a, b) => a.key - b.key)
  column.splice(0, column.length, ...sorted.map(({ slot }) => slot))
}

const orderOf = ({ columns }: Layers) => columns.map((column) => [...column])

/** Pairs of links between neighbouring columns that cross. */
function crossings({ columns }: Layers): number {
  let count = 0
  for (const column of columns) {
    const drawn = column.flatMap((slot) => slot.after.map((end) => ({ left: slot.y + end.leftPort, right: end.slot.y + end.rightPort })))
    drawn.forEach((one, at) => {
      for (const other of drawn.slice(at + 1)) if ((one.left - other.left) * (one.right - other.right) < 0) count += 1
    })
  }
  return count
}
