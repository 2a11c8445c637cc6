import type { Column } from './statistics.ts'

/** What a recorder hears of one market: trades and best quotes, as columns, ascending in time. Times are microseconds from any moment. */
export interface TickTape {
  /** Smallest price step, quote currency. */
  readonly tickSize: number
  readonly trades: {
    readonly time: Column
    /** The venue's own time in whole ms: trades in a row with the same one and the same side are fills of one aggressive order. */
    readonly stamp: Column
    readonly price: Column
    readonly quantity: Column
    /** Side of the aggressor: 1 buys, -1 sells. */
    readonly sign: Column
  }
  /** One row per change of the best bid or ask, price or quantity. */
  readonly quotes: {
    readonly time: Column
    readonly bid: Column
    readonly bidQuantity: Column
    readonly ask: Column
    readonly askQuantity: Column
  }
}

/** One fill; times in microseconds. */
export interface TapeTrade {
  readonly time: number
  readonly price: number
  readonly quantity: number
  readonly sign: 1 | -1
}

export interface TapeQuote {
  readonly time: number
  readonly bid: number
  readonly bidQuantity: number
  readonly ask: number
  readonly askQuantity: number
}

/** Of a venue whose clock is the recorder's. */
export function tickTape(tickSize: number, trades: readonly TapeTrade[], quotes: readonly TapeQuote[]): TickTape {
  const trade = (value: (trade: TapeTrade) => number) => Float64Array.from(trades, value)
  const quote = (value: (quote: TapeQuote) => number) => Float64Array.from(quotes, value)
  return {
    tickSize,
    trades: {
      time: trade(({ time }) => time),
      stamp: trade(({ time }) => Math.floor(time / 1000)),
      price: trade(({ price }) => price),
      quantity: trade(({ quantity }) => quantity),
      sign: trade(({ sign }) => sign),
    },
    quotes: {
      time: quote(({ time }) => time),
      bid: quote(({ bid }) => bid),
      bidQuantity: quote(({ bidQuantity }) => bidQuantity),
      ask: quote(({ ask }) => ask),
      askQuantity: quote(({ askQuantity }) => askQuantity),
    },
  }
}

/** Adds a quote to the others unless it says what the last one says; one of the same time replaces the last one. */
export function noteQuote(quotes: TapeQuote[], quote: TapeQuote): void {
  const last = quotes.at(-1)
  const isSame =
    last?.bid === quote.bid && last.ask === quote.ask && last.bidQuantity === quote.bidQuantity && last.askQuantity === quote.askQuantity
  if (isSame) return
  // One command can change many levels; what it leaves behind is one quote.
  if (last?.time === quote.time) quotes.pop()
  quotes.push(quote)
}

/** Row of the last time at or before a moment; -1 where there is none. */
export function rowAt(times: Column, moment: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? 0) <= moment) low = middle + 1
    else high = middle
  }
  return low - 1
}

export function midPrices({ quotes }: TickTape): Column {
  return quotes.bid.map((bid, row) => (bid + (quotes.ask[row] ?? Number.NaN)) / 2)
}

/** From the first to the last thing heard, microseconds. */
export function tapeSpan({ trades, quotes }: TickTape): { readonly from: number; readonly to: number } {
  const first = (times: Column) => times[0] ?? Number.POSITIVE_INFINITY
  const last = (times: Column) => times.at(-1) ?? Number.NEGATIVE_INFINITY
  return { from: Math.min(first(trades.time), first(quotes.time)), to: Math.max(last(trades.time), last(quotes.time)) }
}

/** Aggressive orders, made of their fills. */
export interface AggressiveOrders {
  /** Of the first fill. */
  readonly time: Column
  readonly firstPrice: Column
  readonly sign: Column
  /** Of all fills. */
  readonly quantity: Column
}

export function aggressiveOrders({ trades }: TickTape): AggressiveOrders {
  const { time, stamp, price, quantity, sign } = trades
  const starts = Uint32Array.from(time.keys()).filter((row) => row === 0 || stamp[row] !== stamp[row - 1] || sign[row] !== sign[row - 1])
  const atStart = (column: Column) => Float64Array.from(starts, (row) => column[row] ?? Number.NaN)
  const sizes = Float64Array.from(starts, (from, order) => {
    let sum = 0
    for (let row = from; row < (starts[order + 1] ?? time.length); row += 1) sum += quantity[row] ?? Number.NaN
    return sum
  })
  return { time: atStart(time), firstPrice: atStart(price), sign: atStart(sign), quantity: sizes }
}
