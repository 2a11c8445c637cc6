import type { ShownValue, WorkflowNode } from '@strategraph/strategy-core'
import type { Activity } from '../../runs/activity.ts'
import { cellText, type LiveValues, type ValueCell } from '../../runs/live-values.ts'
import { formatValue } from '../../ui/format.ts'
import { measure, nodeWidth } from './geometry.ts'
import { addLine, addTicks } from './sparkline.ts'

export interface Paint {
  readonly ink: string
  readonly faint: string
  readonly up: string
  readonly down: string
  readonly warn: string
  readonly accent: string
  readonly family: string
}

export interface PlacedNode {
  readonly node: WorkflowNode
  readonly x: number
  readonly y: number
  /** For a node without outputs (a plot): the output that feeds it. */
  readonly inputKey: string | undefined
}

export interface PaintOptions {
  readonly paint: Paint
  /** `rows`: every output; `name`: the first value, large; `far`: its line only. */
  readonly detail: 'rows' | 'name' | 'far'
  readonly zoom: number
  /** When a node last decided something, by id: it is ringed for a moment. */
  readonly since: ReadonlyMap<string, number>
  readonly now: number
}

const textLeft = 12
const spark = { left: 84, width: 54, height: 14 }
const bigSpark = { left: 118, width: 80, height: 20 }
/** A discrete value (a decision, an order) rings its node this long. */
const ringMs = 900

/**
 * Draws values, sparklines and warm-up of the visible nodes. `context` is already in canvas units. Lines of one colour go into one
 * path: a stroke call per line would cost more than the drawing. Returns whether something still fades, so another frame is wanted.
 */
export function paintValues(
  context: CanvasRenderingContext2D,
  placed: readonly PlacedNode[],
  values: LiveValues,
  activity: ReadonlyMap<string, Activity>,
  options: PaintOptions,
): boolean {
  const { paint, detail, zoom, since, now } = options
  const line = new Path2D()
  const ticks = new Path2D()
  const size = detail === 'rows' ? 11 : 20
  context.font = `600 ${size}px ${paint.family}`
  context.textBaseline = 'middle'
  let fades = false
  for (const item of placed) {
    const { node, x, y } = item
    const { height, outputs, activity: activityRow } = measure(node)
    const warm = values.warmUp.get(node.id)
    const isWarming = warm !== undefined && warm[0] < warm[1]
    if (isWarming) {
      context.fillStyle = paint.accent
      context.fillRect(x + 1, y + 33, ((nodeWidth - 2) * warm[0]) / Math.max(1, warm[1]), 2)
    }
    const waiting = isWarming ? `${warm[0]}/${warm[1]} bars` : undefined
    if (detail === 'rows') {
      for (const [port, middle] of outputs) {
        const cell = values.cells.get(`${node.id}.${port}`)
        if (cell === undefined) continue
        const { text, color } = wordsOf(cell, values.tick, paint, waiting)
        context.fillStyle = color
        const width = typeof cell.value === 'number' ? spark.left - textLeft - 4 : 118
        context.fillText(typeof cell.value === 'number' ? text : shorten(text, width, size), x + textLeft, y + middle + 0.5, width)
        if (typeof cell.value === 'boolean') addTicks(ticks, cell, x + spark.left, y + middle, spark)
        else addLine(line, cell, x + spark.left, y + middle, spark)
      }
      if (activityRow !== undefined) paintActivity(context, item, y + activityRow, values, activity, options, line)
    } else {
      // One row at the bottom, large enough to be read from afar.
      const first = outputs.keys().next().value
      const key = first === undefined ? item.inputKey : `${node.id}.${first}`
      const last = first === undefined ? activity.get(node.id) : undefined
      const cell = key === undefined || last !== undefined ? undefined : values.cells.get(key)
      const middle = y + (height + 34) / 2
      if (last !== undefined && detail === 'name') {
        context.fillStyle = last.tone === 'plain' ? paint.ink : paint[last.tone]
        context.fillText(shorten(last.text, nodeWidth - 2 * textLeft, size), x + textLeft, middle, nodeWidth - 2 * textLeft)
      }
      if (cell !== undefined && (first !== undefined || typeof cell.value === 'number')) {
        if (detail === 'name') {
          const { text, color } = wordsOf(cell, values.tick, paint, waiting)
          const width = typeof cell.value === 'number' ? 100 : nodeWidth - 2 * textLeft
          context.fillStyle = color
          context.fillText(typeof cell.value === 'number' ? text : shorten(text, width, size), x + textLeft, middle, width)
        }
        if (typeof cell.value === 'boolean') addTicks(ticks, cell, x + bigSpark.left, middle, bigSpark)
        else addLine(line, cell, x + bigSpark.left, middle, bigSpark)
      }
    }
    const rung = since.get(node.id)
    if (rung !== undefined && now - rung < ringMs) {
      fades = true
      context.globalAlpha = 1 - (now - rung) / ringMs
      context.strokeStyle = paint.accent
      context.lineWidth = 3 / Math.min(1, zoom)
      context.strokeRect(x - 3, y - 3, nodeWidth + 6, height + 6)
      context.globalAlpha = 1
    }
  }
  context.strokeStyle = paint.accent
  context.lineWidth = Math.max(1.2, 0.9 / zoom)
  context.stroke(line)
  context.fillStyle = paint.warn
  context.fill(ticks)
  return fades
}

/** Long texts end in an ellipsis; the canvas would squeeze them until they cannot be read. Widths are estimated: measuring costs. */
function shorten(text: string, width: number, size: number): string {
  const most = Math.floor(width / (size * 0.54))
  return text.length > most ? `${text.slice(0, Math.max(1, most - 1))}…` : text
}

/** Text and colour of a value; a decision stays in sight as past until the next one. */
function wordsOf(
  cell: ValueCell,
  tick: number,
  paint: Paint,
  waiting: string | undefined,
): { readonly text: string; readonly color: string } {
  if (cell.value !== null) return { text: formatValue(cell.value), color: colorOf(cell.value, paint) }
  if (cell.held !== undefined) return { text: cellText(cell, tick), color: paint.faint }
  return { text: waiting ?? '–', color: paint.faint }
}

function colorOf(value: ShownValue, paint: Paint): string {
  if (value === true) return paint.warn
  if (value === false) return paint.faint
  const word = typeof value === 'object' ? formatValue(value) : ''
  return word === 'buy' ? paint.up : word === 'sell' || word === 'close' ? paint.down : paint.ink
}

/** What a node without outputs did last; a plot shows what comes in. */
function paintActivity(
  context: CanvasRenderingContext2D,
  { node, x, inputKey }: PlacedNode,
  middle: number,
  values: LiveValues,
  activity: ReadonlyMap<string, Activity>,
  { paint }: PaintOptions,
  line: Path2D,
): void {
  const last = activity.get(node.id)
  const fed = last === undefined && inputKey !== undefined ? values.cells.get(inputKey) : undefined
  if (typeof fed?.value === 'number') {
    context.fillStyle = paint.ink
    context.fillText(formatValue(fed.value), x + textLeft, middle + 0.5, spark.left - textLeft - 4)
    addLine(line, fed, x + spark.left, middle, { ...spark, width: 112 })
    return
  }
  context.fillStyle = last === undefined ? paint.faint : last.tone === 'plain' ? paint.ink : paint[last.tone]
  context.fillText(shorten(last?.text ?? 'nothing yet', nodeWidth - 2 * textLeft, 11), x + textLeft, middle + 0.5, nodeWidth - 2 * textLeft)
}
