import type { MarketTrade } from '@strategraph/protocol'
import { formatFixed } from '../../ui/format.ts'
import type { Scene } from '../feed/use-canvas.ts'
import { formatTimeOfDay } from '../market-words.ts'

export const tapeRowHeight = 20

/** Of the sizes seen lately only about one in fifty is larger; too few trades: nothing stands out. */
export function bigFrom(trades: readonly MarketTrade[]): number {
  if (trades.length < 50) return Number.POSITIVE_INFINITY
  const sizes = trades.slice(-500).map(({ quantity }) => quantity)
  return sizes.toSorted((a, b) => a - b)[Math.floor(sizes.length * 0.98)] ?? Number.POSITIVE_INFINITY
}

export interface TapeOptions {
  readonly decimals: number
  readonly quantityDecimals: number
  readonly bigFrom: number
  /** Pixels scrolled down from the newest. */
  readonly scrolled: number
}

/** Newest on top. */
export function paintTape({ context, width, height, paint }: Scene, trades: readonly MarketTrade[], options: TapeOptions): void {
  const columns = { time: 10, price: Math.round(width * 0.64), quantity: width - 10 }
  context.textBaseline = 'middle'
  const first = Math.floor(options.scrolled / tapeRowHeight)
  const most = Math.ceil(height / tapeRowHeight) + 1
  for (let row = 0; row < most; row += 1) {
    const trade = trades[trades.length - 1 - first - row]
    if (trade === undefined) return
    const top = (first + row) * tapeRowHeight - options.scrolled
    const middle = top + tapeRowHeight / 2 + 0.5
    const isBig = trade.quantity >= options.bigFrom
    const color = trade.side === 'buy' ? paint.up : paint.down
    if (isBig) {
      context.globalAlpha = 0.2
      context.fillStyle = color
      context.fillRect(0, top, width, tapeRowHeight)
      context.globalAlpha = 1
      context.fillRect(0, top, 3, tapeRowHeight)
    }
    context.font = `${isBig ? 600 : 400} 12px ${paint.family}`
    context.textAlign = 'left'
    context.fillStyle = isBig ? paint.ink : paint.faint
    context.fillText(formatTimeOfDay(trade.time), columns.time, middle)
    context.textAlign = 'right'
    context.fillStyle = color
    context.fillText(`${trade.side === 'buy' ? '▲' : '▼'} ${formatFixed(trade.price, options.decimals)}`, columns.price, middle)
    context.fillStyle = isBig ? paint.ink : paint.soft
    context.fillText(formatFixed(trade.quantity, options.quantityDecimals), columns.quantity, middle)
  }
}
