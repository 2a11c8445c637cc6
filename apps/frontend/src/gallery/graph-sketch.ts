/** A graph small enough for a card: boxes and lines in canvas units. */
export interface GraphSketch {
  readonly width: number
  readonly height: number
  readonly boxes: readonly { readonly id: string; readonly x: number; readonly y: number; readonly color: string }[]
  /** SVG paths of the edges. */
  readonly lines: readonly { readonly id: string; readonly path: string; readonly color: string }[]
}

export const boxWidth = 212
export const boxHeight = 76
const margin = 24

interface SketchNode {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly type: string
}

/** From the JSON of a document, whatever else it holds: what cannot be read is left out, a card is no place for errors. */
export function sketchGraph(document: Readonly<Record<string, unknown>>): GraphSketch | undefined {
  const nodes = listOf(document['nodes']).flatMap((node): SketchNode[] => {
    const { id, type, position } = node
    if (typeof id !== 'string' || typeof type !== 'string' || !isRecord(position)) return []
    const { x, y } = position
    return typeof x === 'number' && typeof y === 'number' ? [{ id, x, y, type }] : []
  })
  if (nodes.length === 0) return undefined
  const left = Math.min(...nodes.map(({ x }) => x)) - margin
  const top = Math.min(...nodes.map(({ y }) => y)) - margin
  const boxes = nodes.map(({ id, x, y, type }) => ({ id, x: x - left, y: y - top, color: colorOf(type) }))
  const byId = new Map(boxes.map((box) => [box.id, box]))
  const lines = listOf(document['edges']).flatMap((edge, index) => {
    const from = typeof edge['source'] === 'string' ? byId.get(edge['source']) : undefined
    const to = typeof edge['target'] === 'string' ? byId.get(edge['target']) : undefined
    if (from === undefined || to === undefined) return []
    const [x1, y1, x2, y2] = [from.x + boxWidth, from.y + boxHeight / 2, to.x, to.y + boxHeight / 2]
    const bend = Math.max(40, Math.abs(x2 - x1) / 2)
    return [{ id: String(index), path: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`, color: from.color }]
  })
  return {
    width: Math.max(...boxes.map(({ x }) => x)) + boxWidth + margin,
    height: Math.max(...boxes.map(({ y }) => y)) + boxHeight + margin,
    boxes,
    lines,
  }
}

/** The category is the first part of a node's type. */
const colorOf = (type: string): string => `var(--cat-${/^[a-z]+/.exec(type)?.[0] ?? 'output'}, var(--line-strong))`

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] => (Array.isArray(value) ? value.filter(isRecord) : [])
