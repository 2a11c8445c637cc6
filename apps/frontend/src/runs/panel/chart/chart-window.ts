/** Rows [from, to), `every` rows drawn as one candle. */
export interface ChartWindow {
  readonly from: number
  readonly to: number
  readonly every: number
}

export interface RowRange {
  readonly from: number
  readonly to: number
}

/** Candles that the chart holds at most: more are neither seen nor drawn at 60 frames a second. */
export const mostCandles = 6000
/** How much is loaded beyond what is seen, on each side, in widths of the view. */
const margin = 1

/** Smallest power of two that brings `rows` down to `mostCandles`: neighbouring windows then agree on their stretches. */
function everyFor(rows: number): number {
  let every = 1
  while (rows / every > mostCandles) every *= 2
  return every
}

/** What to load for a view of rows; without one, all of the run. */
export function wantedWindow(total: number, visible?: RowRange): ChartWindow {
  if (visible === undefined || total <= mostCandles) return { from: 0, to: total, every: everyFor(total) }
  const width = Math.max(1, visible.to - visible.from)
  const from = Math.max(0, Math.floor(visible.from - width * margin))
  const to = Math.min(total, Math.ceil(visible.to + width * margin))
  const every = everyFor(to - from)
  return { from: Math.floor(from / every) * every, to: Math.min(total, Math.ceil(to / every) * every), every }
}

/** Whether the loaded window still serves a view: nothing of it is missing, and it is neither too coarse nor far too fine. */
export function serves(loaded: ChartWindow, visible: RowRange, total: number): boolean {
  const from = Math.max(0, visible.from)
  const to = Math.min(total, visible.to)
  if (from < loaded.from || to > loaded.to) return false
  return loaded.every <= wantedWindow(total, visible).every
}

/** Where a row stands among the candles (a fraction inside a merged one). */
export const indexOfRow = ({ from, every }: ChartWindow, row: number): number => Math.floor((row - from) / every)

/** First row of a candle. */
export const rowOfIndex = ({ from, every }: ChartWindow, index: number): number => from + Math.round(index) * every

/** Last row of a candle: the row whose values a merged candle ends with. */
export const lastRowOfIndex = (window: ChartWindow, index: number): number =>
  Math.max(window.from, Math.min(window.to, rowOfIndex(window, index) + window.every) - 1)
