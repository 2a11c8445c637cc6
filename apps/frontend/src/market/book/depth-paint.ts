import { formatFixed } from '../../ui/format.ts'
import type { Scene } from '../feed/use-canvas.ts'
import { formatShort } from '../market-words.ts'
import { depthReach, type LadderLevel, spreadOf } from './ladder-maths.ts'
import type { Ladder } from './ladder-paint.ts'

export interface DepthOptions {
  readonly decimals: number
  /** Pixels from the left that the pointer is at. */
  readonly pointer: number | undefined
  readonly base: string
}

const axisHeight = 18

/** Cumulated quantity on both sides of the mid, as stairs. */
export function paintDepth({ context, width, height, paint }: Scene, { bids, asks }: Ladder, options: DepthOptions): void {
  const spread = spreadOf(bids[0]?.price, asks[0]?.price)
  context.font = `11px ${paint.family}`
  context.textBaseline = 'middle'
  if (spread === undefined) {
    context.fillStyle = paint.soft
    context.textAlign = 'center'
    context.fillText('One side of the book is empty', width / 2, height / 2)
    return
  }
  const { mid } = spread
  const raw = (side: readonly LadderLevel[]) =>
    side.map(({ price, quantity, orders }): [number, number, number] => [price, quantity, orders])
  const reach = depthReach(raw(bids), raw(asks), mid) || mid * 0.001
  const shown = (side: readonly LadderLevel[]) => side.filter(({ price }) => Math.abs(price - mid) <= reach)
  const sides = [
    { levels: shown(bids), color: paint.up, edge: 0 },
    { levels: shown(asks), color: paint.down, edge: width },
  ]
  const most = Math.max(...sides.map(({ levels }) => levels.at(-1)?.sum ?? 0)) || 1
  const floor = height - axisHeight
  const x = (price: number) => ((price - mid) / reach / 2 + 0.5) * width
  const y = (sum: number) => floor - (sum / most) * (floor - 16)

  for (const { levels, color, edge } of sides) {
    const first = levels[0]
    if (first === undefined) continue
    const path = new Path2D()
    path.moveTo(x(first.price), floor)
    let at = floor
    for (const { price, sum } of levels) {
      path.lineTo(x(price), at)
      at = y(sum)
      path.lineTo(x(price), at)
    }
    path.lineTo(edge, at)
    context.strokeStyle = color
    context.lineWidth = 1.5
    context.stroke(path)
    path.lineTo(edge, floor)
    path.closePath()
    context.globalAlpha = 0.16
    context.fillStyle = color
    context.fill(path)
    context.globalAlpha = 1
  }

  context.fillStyle = paint.line
  context.fillRect(0, floor, width, 1)
  context.fillStyle = paint.faint
  const label = (price: number, at: number, align: CanvasTextAlign) => {
    context.textAlign = align
    context.fillText(formatFixed(price, options.decimals), at, floor + axisHeight / 2 + 1)
  }
  label(mid - reach, 6, 'left')
  label(mid, width / 2, 'center')
  label(mid + reach, width - 6, 'right')
  context.textAlign = 'right'
  context.fillText(`${formatShort(most)} ${options.base}`, width - 6, 9)
  context.textAlign = 'left'
  context.font = `600 11px ${paint.family}`
  context.fillStyle = paint.ink
  context.fillText('Depth', 10, 9)
  context.font = `11px ${paint.family}`

  if (options.pointer === undefined) return
  const price = mid + (options.pointer / width - 0.5) * 2 * reach
  const isBid = price < mid
  const level = (isBid ? bids : asks).findLast((entry) => (isBid ? entry.price >= price : entry.price <= price))
  context.strokeStyle = paint.faint
  context.setLineDash([3, 3])
  context.beginPath()
  context.moveTo(options.pointer, 0)
  context.lineTo(options.pointer, floor)
  context.stroke()
  context.setLineDash([])
  const words = `${formatFixed(price, options.decimals)} (${formatFixed((100 * (price - mid)) / mid, 2)} %): ${formatShort(level?.sum ?? 0)} ${options.base}`
  const textWidth = context.measureText(words).width
  const left = Math.min(width - textWidth - 10, Math.max(4, options.pointer - textWidth / 2))
  context.fillStyle = paint.surface
  context.fillRect(left - 4, 2, textWidth + 8, 17)
  context.fillStyle = paint.ink
  context.textAlign = 'left'
  context.fillText(words, left, 11)
}
