/** What was traded in a stretch of time. Prices in ticks, quantities in lots. */
export interface CandleSum {
  open: number
  high: number
  low: number
  close: number
  volume: number
  /** Sum of price x quantity, for the average price. */
  notional: number
  trades: number
}

export const candleFields = ['open', 'high', 'low', 'close', 'volume', 'notional', 'trades'] as const

/** A stretch without a trade yet: everybody sees the last price, with volume 0, because a live feed must tick. */
export function quietCandle(price: number): CandleSum {
  return { open: price, high: price, low: price, close: price, volume: 0, notional: 0, trades: 0 }
}

export function addTrade(candle: CandleSum, price: number, quantity: number): void {
  if (candle.trades === 0 && candle.volume === 0) candle.open = price
  if (candle.trades === 0 || price > candle.high) candle.high = price
  if (candle.trades === 0 || price < candle.low) candle.low = price
  candle.close = price
  candle.volume += quantity
  candle.notional += price * quantity
  candle.trades += 1
}

/** `later` follows `earlier` without a hole. */
export function joinCandles(earlier: CandleSum, later: CandleSum): CandleSum {
  return {
    open: earlier.open,
    high: Math.max(earlier.high, later.high),
    low: Math.min(earlier.low, later.low),
    close: later.close,
    volume: earlier.volume + later.volume,
    notional: earlier.notional + later.notional,
    trades: earlier.trades + later.trades,
  }
}

/** The newest candles of one interval, columns, oldest forgotten beyond the capacity. They follow each other without holes, so times are not kept. */
export interface CandleRing {
  readonly length: number
  push(candle: CandleSum): void
  /** 0 = newest. Undefined beyond what is kept. */
  fromEnd(back: number): CandleSum | undefined
  snapshot(): CandleRingSnapshot
}

/** Oldest first. */
export type CandleRingSnapshot = Readonly<Record<(typeof candleFields)[number], readonly number[]>>

const width = candleFields.length

export function createCandleRing(capacity: number, saved?: CandleRingSnapshot): CandleRing {
  // Rows side by side; grows by doubling up to the capacity: most intervals never fill it.
  let rows = new Float64Array(width * Math.min(capacity, 64))
  let length = 0
  let start = 0
  const rowCount = () => rows.length / width
  const read = (row: number): CandleSum => {
    const at = (column: number) => rows[row * width + column] ?? 0
    return { open: at(0), high: at(1), low: at(2), close: at(3), volume: at(4), notional: at(5), trades: at(6) }
  }
  const push = (candle: CandleSum) => {
    if (length === rowCount() && length < capacity) {
      const larger = new Float64Array(width * Math.min(capacity, 2 * length))
      larger.set(rows)
      rows = larger
    }
    const row = (start + length) % rowCount()
    for (let column = 0; column < width; column += 1) rows[row * width + column] = candle[candleFields[column] ?? 'open']
    if (length < rowCount()) length += 1
    else start = (start + 1) % rowCount()
  }
  for (let row = 0; saved !== undefined && row < saved.open.length; row += 1) {
    const at = (field: (typeof candleFields)[number]) => saved[field][row] ?? 0
    push({
      open: at('open'),
      high: at('high'),
      low: at('low'),
      close: at('close'),
      volume: at('volume'),
      notional: at('notional'),
      trades: at('trades'),
    })
  }
  const fromEnd = (back: number) => (back < length ? read((start + length - 1 - back) % rowCount()) : undefined)
  return {
    get length() {
      return length
    },
    push,
    fromEnd,
    snapshot: () => {
      const column = (index: number) => Array.from({ length }, (_, row) => rows[((start + row) % rowCount()) * width + index] ?? 0)
      return {
        open: column(0),
        high: column(1),
        low: column(2),
        close: column(3),
        volume: column(4),
        notional: column(5),
        trades: column(6),
      }
    },
  }
}
