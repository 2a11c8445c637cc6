import { historyLength, type ValueCell } from '../../runs/live-values.ts'

export interface SparkSize {
  readonly width: number
  readonly height: number
}

/** Scaled to its own range; a constant lies in the middle. Gaps where there was no value. */
export function addLine(path: Path2D, cell: ValueCell, left: number, middle: number, { width, height }: SparkSize): void {
  const { history, count } = cell
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let index = 0; index < count; index += 1) {
    const value = history[index] ?? Number.NaN
    if (value < low) low = value
    if (value > high) high = value
  }
  if (!(high >= low)) return
  const scale = high > low ? height / (high - low) : 0
  const base = scale === 0 ? middle : middle + height / 2
  const step = width / (historyLength - 1)
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
export function addTicks(path: Path2D, cell: ValueCell, left: number, middle: number, { width, height }: SparkSize): void {
  const step = width / (historyLength - 1)
  const offset = historyLength - cell.count
  for (let index = 0; index < cell.count; index += 1) {
    if (cell.history[index] === 1) path.rect(left + (offset + index) * step - step / 2, middle - height / 3, step, (height * 2) / 3)
  }
}
