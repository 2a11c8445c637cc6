import type { JournalEvent, Trade } from '@strategraph/trading-engine'
import { indexAtOrBefore } from './chart-rows.ts'

type Fill = Extract<JournalEvent, { type: 'fill' }>['payload']['fill']

/** An arrow at a candle: what was bought or sold there. */
export interface FillMark {
  /** Of the candle, seconds. */
  readonly time: number
  readonly side: 'buy' | 'sell'
  readonly text: string
}

/** A line from entry to exit. Indexes are those of the candles. */
export interface TradeLine {
  readonly fromIndex: number
  readonly toIndex: number
  readonly fromPrice: number
  readonly toPrice: number
  readonly isGain: boolean
}

/** Texts are left out above this many marks: they would cover the candles. */
const mostTexts = 120
const mostMarks = 1500

/** Marks of fills on candles; `times` = open times in seconds. Fills outside of them are left out; too many are thinned evenly. */
export function fillMarks(times: readonly number[], endTime: number, fills: readonly Fill[]): FillMark[] {
  const first = times[0]
  if (first === undefined) return []
  const inside = fills.filter((fill) => fill.time / 1000 >= first && fill.time / 1000 < endTime)
  const step = Math.max(1, Math.ceil(inside.length / mostMarks))
  const shown = inside.filter((_, index) => index % step === 0)
  const withText = shown.length <= mostTexts
  return shown.map((fill) => ({
    time: times[indexAtOrBefore(times, fill.time / 1000)] ?? first,
    side: fill.side,
    text: withText ? (fill.side === 'buy' ? 'Buy' : 'Sell') : '',
  }))
}

export function tradeLines(times: readonly number[], trades: readonly Trade[]): TradeLine[] {
  const first = times[0]
  const last = times.at(-1)
  if (first === undefined || last === undefined) return []
  return trades
    .filter((trade) => trade.exitTime / 1000 >= first && trade.entryTime / 1000 <= last)
    .slice(-mostMarks)
    .map((trade) => ({
      fromIndex: Math.max(0, indexAtOrBefore(times, trade.entryTime / 1000)),
      toIndex: indexAtOrBefore(times, trade.exitTime / 1000),
      fromPrice: trade.entryPrice,
      toPrice: trade.exitPrice,
      isGain: trade.netPnl >= 0,
    }))
}
