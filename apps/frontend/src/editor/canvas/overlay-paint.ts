import type { WorkflowNode } from '@strategraph/strategy-core'
import { type LiveValues, type ValueCell, historyLength } from '../../runs/live-values.ts'
import type { Activity } from '../../runs/activity.ts'
import { formatValue } from '../../ui/format.ts'
import { measure, nodeWidth } from './geometry.ts'

export interface Paint {
  readonly ink: string
  readonly faint: string
  readonly up: string
  readonly down: string
  readonly warn: string
  readonly accent: string
  readonly font: string
}

export interface PlacedNode {
  readonly node: WorkflowNode
  readonly x: number
  readonly y: number
  /** For a node without outputs (a plot): the output that feeds it. */
  readonly inputKey: string | undefined
}

const textLeft = 12
const sparkLeft = 84
const sparkWidth = 54
const sparkHeight = 14
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
  options: {
    readonly paint: Paint
    readonly withText: boolean
    readonly zoom: number
    readonly since: ReadonlyMap<string, number>
    readonly now: number
  },
): boolean {
  const { paint, withText, zoom, since, now } = options
  const line = new Path2D()
  const ticks = new Path2D()
  context.font = paint.font
  context.textBaseline = 'middle'
  let fades = false
  for (const { node, x, y, inputKey } of placed) {
    const { outputs, activity: activityRow } = measure(node)
    const warm = values.warmUp.get(node.id)
    if (warm !== undefined && warm[0] < warm[1]) paintWarmUp(context, x, y, warm, paint)
    for (const [port, middle] of outputs) {
      const cell = values.cells.get(`${node.id}.${port}`)
      if (cell === undefined) continue
      const isNumber = typeof cell.value === 'number'
      if (withText) {
        const age = cell.value === null && cell.held !== undefined ? values.tick - cell.held.tick : 0
        const shown = cell.value ?? (age > 0 ? cell.held?.value : undefined)
        context.fillStyle = age > 0 || cell.value === null ? paint.faint : colorOf(cell, paint)
        const isWarming = warm !== undefined && cell.value === null && cell.held === undefined
        const text = isWarming ? `${warm[0]}/${warm[1]} bars` : age > 0 ? `${formatValue(shown)} · ${age} ago` : formatValue(shown)
        context.fillText(text, x + textLeft, y + middle + 0.5, isNumber ? sparkLeft - textLeft - 4 : 118)
      }
      if (typeof cell.value === 'boolean') addTicks(ticks, cell, x + sparkLeft, y + middle)
      else if (isNumber || cell.count > 1) addLine(line, cell, x + sparkLeft, y + middle)
    }
    if (activityRow !== undefined && withText) {
      const last = activity.get(node.id)
      const fed = last === undefined && inputKey !== undefined ? values.cells.get(inputKey) : undefined
      context.fillStyle =
        fed !== undefined ? paint.ink : last === undefined ? paint.faint : last.tone === 'plain' ? paint.ink : paint[last.tone]
      const text = last?.text ?? (typeof fed?.value === 'number' ? formatValue(fed.value) : 'nothing yet')
      context.fillText(text, x + textLeft, y + activityRow + 0.5, nodeWidth - 2 * textLeft)
      if (typeof fed?.value === 'number') addLine(line, fed, x + sparkLeft, y + activityRow)
    }
    const rung = since.get(node.id)
    if (rung !== undefined && now - rung < ringMs) {
      fades = true
      context.globalAlpha = 1 - (now - rung) / ringMs
      context.strokeStyle = paint.accent
      context.lineWidth = 3
      context.strokeRect(x - 3, y - 3, nodeWidth + 6, measure(node).height + 6)
      context.globalAlpha = 1
    }
  }
  context.strokeStyle = paint.accent
  context.lineWidth = Math.max(1.2, 1 / zoom)
  context.stroke(line)
  context.fillStyle = paint.warn
  context.fill(ticks)
  return fades
}

function colorOf(cell: ValueCell, paint: Paint): string {
  if (cell.value === true) return paint.warn
  if (cell.value === false) return paint.faint
  const words = typeof cell.value === 'object' ? formatValue(cell.value) : ''
  return words === 'buy' ? paint.up : words === 'sell' || words === 'close' ? paint.down : paint.ink
}

function paintWarmUp(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  [seen, needed]: readonly [number, number],
  paint: Paint,
): void {
  context.fillStyle = paint.accent
  context.fillRect(x + 1, y + 33, ((nodeWidth - 2) * seen) / Math.max(1, needed), 2)
}

/** Scaled to its own range; a constant lies in the middle. Gaps where there was no value. */
function addLine(path: Path2D, cell: ValueCell, left: number, middle: number): void {
  const { history, count } = cell
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let index = 0; index < count; index += 1) {
    const value = history[index] ?? Number.NaN
    if (value < low) low = value
    if (value > high) high = value
  }
  if (!(high >= low)) return
  const scale = high > low ? sparkHeight / (high - low) : 0
  const base = scale === 0 ? middle : middle + sparkHeight / 2
  const step = sparkWidth / (historyLength - 1)
  const offset = historyLength - count
  let isDown = false
  for (let index = 0; index < count; index += 1) {
    const value = history[index] ?? Number.NaN
    if (Number.isNaN(value)) {
      isDown = false
      continue
    }
    const x = left + (offset + index) * step
    const y = base - (value - low) * scale
    if (isDown) path.lineTo(x, y)
    else path.moveTo(x, y)
    isDown = true
  }
}

/** Yes as a tall tick, no as nothing. */
function addTicks(path: Path2D, cell: ValueCell, left: number, middle: number): void {
  const step = sparkWidth / (historyLength - 1)
  const offset = historyLength - cell.count
  for (let index = 0; index < cell.count; index += 1) {
    if (cell.history[index] === 1) path.rect(left + (offset + index) * step - step / 2, middle - 5, step, 10)
  }
}
