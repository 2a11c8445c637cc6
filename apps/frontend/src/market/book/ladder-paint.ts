import type { MarketBook } from '@strategraph/protocol'
import { formatFixed, formatNumber } from '../../ui/format.ts'
import type { Scene } from '../feed/use-canvas.ts'
import { type BookSide, cumulate, groupLevels, type LadderLevel, spreadOf } from './ladder-maths.ts'

export const rowHeight = 20
const spreadHeight = 30
const flashMs = 450
const fadeStepMs = 90

/** A book as it is drawn: asks upwards, bids downwards from the middle. */
export interface Ladder {
  readonly bids: readonly LadderLevel[]
  readonly asks: readonly LadderLevel[]
}

export const ladderOf = (book: MarketBook, step: number | undefined): Ladder => ({
  bids: cumulate(step === undefined ? book.bids : groupLevels(book.bids, 'bid', step)),
  asks: cumulate(step === undefined ? book.asks : groupLevels(book.asks, 'ask', step)),
})

/** Rows a side that fit. */
export const rowsThatFit = (height: number): number => Math.max(1, Math.floor((height - spreadHeight) / 2 / rowHeight))

export interface Picked {
  readonly side: BookSide
  readonly index: number
}

/** Level at a height; undefined between the sides. */
export function levelAt(y: number, height: number): Picked | undefined {
  const middle = height / 2
  if (y < middle - spreadHeight / 2) return { side: 'ask', index: Math.floor((middle - spreadHeight / 2 - y) / rowHeight) }
  if (y > middle + spreadHeight / 2) return { side: 'bid', index: Math.floor((y - middle - spreadHeight / 2) / rowHeight) }
  return undefined
}

/** When each price last changed its quantity; asked per frame. */
export interface Flashes {
  readonly quantities: Map<number, number>
  readonly since: Map<number, number>
}

export const noFlashes = (): Flashes => ({ quantities: new Map(), since: new Map() })

export function noteChanges({ quantities, since }: Flashes, ladder: Ladder, now: number): void {
  const isFirst = quantities.size === 0
  const seen = new Map<number, number>()
  for (const { price, quantity } of [...ladder.bids, ...ladder.asks]) {
    seen.set(price, quantity)
    if (!isFirst && quantities.get(price) !== quantity) since.set(price, now)
  }
  quantities.clear()
  for (const [price, quantity] of seen) quantities.set(price, quantity)
  for (const [price, at] of since) if (now - at > flashMs || !seen.has(price)) since.delete(price)
}

export interface LadderOptions {
  readonly decimals: number
  readonly quantityDecimals: number
  readonly picked: Picked | undefined
  readonly flashes: Flashes
  /** Price of the last trade, in the middle. */
  readonly last: number | null
}

/** Returns after how many ms it should be drawn again: something fades. Not every frame: the book itself comes ten times a second. */
export function paintLadder(scene: Scene, ladder: Ladder, options: LadderOptions): number | undefined {
  const { context, width, height, paint, now, isCalm } = scene
  const rows = rowsThatFit(height)
  const asks = ladder.asks.slice(0, rows)
  const bids = ladder.bids.slice(0, rows)
  const most = Math.max(asks.at(-1)?.sum ?? 0, bids.at(-1)?.sum ?? 0)
  const single = Math.max(...asks.map(({ quantity }) => quantity), ...bids.map(({ quantity }) => quantity), 0)
  const columns = { price: 10, quantity: Math.round(width * 0.68), sum: width - 10 }
  const { picked, flashes } = options
  let fades = false
  context.textBaseline = 'middle'
  context.font = `12px ${paint.family}`

  const row = (level: LadderLevel, index: number, side: BookSide) => {
    const top = side === 'ask' ? height / 2 - spreadHeight / 2 - (index + 1) * rowHeight : height / 2 + spreadHeight / 2 + index * rowHeight
    const color = side === 'ask' ? paint.down : paint.up
    const middle = top + rowHeight / 2 + 0.5
    context.fillStyle = color
    context.globalAlpha = 0.12
    const sum = most === 0 ? 0 : (level.sum / most) * width
    context.fillRect(width - sum, top, sum, rowHeight)
    context.globalAlpha = 0.75
    const own = single === 0 ? 0 : (level.quantity / single) * width
    context.fillRect(width - own, top + rowHeight - 2, own, 2)
    const since = flashes.since.get(level.price)
    if (!isCalm && since !== undefined && now - since < flashMs) {
      fades = true
      context.globalAlpha = 0.22 * (1 - (now - since) / flashMs)
      context.fillRect(0, top, width, rowHeight)
    }
    context.globalAlpha = 1
    if (picked?.side === side && index <= picked.index) {
      context.fillStyle = paint.hover
      context.globalAlpha = index === picked.index ? 1 : 0.55
      context.fillRect(0, top, width, rowHeight)
      context.globalAlpha = 1
    }
    context.textAlign = 'left'
    context.fillStyle = color
    context.fillText(formatFixed(level.price, options.decimals), columns.price, middle)
    context.textAlign = 'right'
    context.fillStyle = paint.ink
    context.fillText(formatFixed(level.quantity, options.quantityDecimals), columns.quantity, middle)
    context.fillStyle = paint.soft
    context.fillText(formatFixed(level.sum, options.quantityDecimals), columns.sum, middle)
  }
  asks.forEach((level, index) => row(level, index, 'ask'))
  bids.forEach((level, index) => row(level, index, 'bid'))

  // The middle: last price and the distance of the sides.
  const spread = spreadOf(bids[0]?.price, asks[0]?.price)
  context.fillStyle = paint.line
  context.fillRect(0, height / 2 - spreadHeight / 2, width, 1)
  context.fillRect(0, height / 2 + spreadHeight / 2 - 1, width, 1)
  context.textAlign = 'left'
  context.fillStyle = paint.ink
  context.font = `600 14px ${paint.family}`
  context.fillText(options.last === null ? '–' : formatFixed(options.last, options.decimals), columns.price, height / 2 + 0.5)
  context.font = `11px ${paint.family}`
  context.textAlign = 'right'
  context.fillStyle = paint.soft
  const words =
    spread === undefined
      ? 'one side is empty'
      : `spread ${formatFixed(spread.absolute, options.decimals)} · ${formatNumber(Number(spread.bps.toFixed(2)))} bps`
  context.fillText(words, columns.sum, height / 2 + 0.5)
  return fades ? fadeStepMs : undefined
}
