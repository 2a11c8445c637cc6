import type { MarketEventNote } from '@strategraph/protocol'
import { openOf } from './candle-fold.ts'

/** Something that happened to the market, drawn above its candle. */
export interface ChartNote {
  readonly openTime: number
  readonly text: string
}

const marked: ReadonlySet<MarketEventNote['kind']> = new Set(['scenario', 'mode', 'feed'])
const mostNotes = 40
const mostLetters = 22
/** Candles between two titles: closer ones would lie over each other. */
const roomForText = 14

/**
 * Scenarios and halts of a market (or of all) by candle, oldest first: the first by its title, the rest of the same candle as a number.
 * Where there is no room for words, a mark without any.
 */
export function chartNotes(events: readonly MarketEventNote[], symbol: string, intervalMs: number): ChartNote[] {
  const byCandle = new Map<number, { readonly title: string; more: number }>()
  for (const { kind, time, title, symbol: of } of events) {
    if (!marked.has(kind) || (of !== null && of !== symbol)) continue
    const openTime = openOf(time, intervalMs)
    const known = byCandle.get(openTime)
    if (known === undefined) byCandle.set(openTime, { title, more: 0 })
    else known.more += 1
  }
  let spoken = Number.NEGATIVE_INFINITY
  return [...byCandle].slice(-mostNotes).map(([openTime, { title, more }]) => {
    if (openTime - spoken < roomForText * intervalMs) return { openTime, text: '' }
    spoken = openTime
    const short = title.length > mostLetters ? `${title.slice(0, mostLetters - 1)}…` : title
    return { openTime, text: more === 0 ? short : `${short} +${more}` }
  })
}
