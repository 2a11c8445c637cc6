import type { BarField } from '@strategraph/market-model'
import type { ColumnMapping } from './column-mapping.ts'
import { done, refuse, type Step } from './file-problem.ts'
import type { ImportOptions } from './import-options.ts'
import type { RawTable } from './raw-table.ts'
import { readNumber } from './read-number.ts'
import { dateParts, epochOf, isClock, isCompactClock } from './read-time.ts'

/** Orders of the four prices in files without a header, told apart by which column is always highest and lowest. */
const orders = [
  { order: ['open', 'high', 'low', 'close'], who: 'open, high, low, close', json: 'JSON rows as of freqtrade' },
  { order: ['open', 'close', 'high', 'low'], who: 'open, CLOSE, HIGH, LOW (Bitfinex, KuCoin)', json: 'JSON rows as of Bitfinex' },
  { order: ['low', 'high', 'open', 'close'], who: 'LOW, HIGH, open, close (Coinbase)', json: 'JSON rows as of Coinbase' },
] as const satisfies readonly { order: readonly BarField[]; who: string; json: string }[]

/** Columns of rows without names: time first, then four prices, then volume. */
export function columnsByShape(table: RawTable, options: ImportOptions): Step<ColumnMapping> {
  const first = table.sample[0] ?? []
  const isTime = (index: number) =>
    epochOf(first[index]) !== undefined || (typeof first[index] === 'string' && dateParts(first[index].trim()) !== undefined)
  const names = Array.from({ length: table.width }, () => '')
  const unknown = (message: string) =>
    refuse('LAYOUT_UNKNOWN', message, {
      option: 'columns',
      expected: 'a header line, or time, open, high, low, close, volume',
      received: String(first).slice(0, 80),
    })
  if (options.columns?.time !== undefined && options.columns.open !== undefined) {
    return done({ layout: 'Columns chosen by you', layoutReason: 'there is no header', names, at: {}, reasons: new Map() })
  }
  if (table.width === 3 && isTime(0)) {
    return refuse('FILE_HOLDS_TRADES', 'Three columns without a header (time, price, volume) are single trades, not candles.', {
      expected: 'candles',
      received: 'trades',
    })
  }
  if (!isTime(0))
    return unknown('There is no header line and the first column is no time; this is not a candle file, or its columns must be named.')
  const clock = hasClock(table) ? 1 : undefined
  const offset = clock === undefined ? 1 : 2
  if (table.width < offset + 4) return unknown('There is no header line, and there are too few columns for candles.')
  const only = decideOrder(table, offset)
  if (only === undefined) {
    return refuse('PRICE_ORDER_UNKNOWN', 'There is no header line, and the rows do not tell which price is which; name the columns.', {
      option: 'columns',
      expected: 'one column that is always the highest and one that is always the lowest',
      received: `${table.sample.length} sampled rows, in which no order fits, or several`,
    })
  }
  const at: { [Field in BarField]?: number } = { time: 0 }
  const reasons = new Map<number, string>([[0, 'first column, holds times']])
  const evidence = `in ${table.sample.length} sampled rows the highest and lowest column fit only this order`
  only.order.forEach((field, index) => {
    at[field] = offset + index
    reasons.set(offset + index, evidence)
  })
  if (clock !== undefined) reasons.set(clock, 'time of day, added to the date')
  const { volume, layout, reason } = volumeByWidth(table.width - offset - 4, offset)
  if (volume !== undefined) {
    at.volume = volume
    reasons.set(volume, reason)
  }
  const layoutReason = `no header; price order ${only.who}: ${evidence}`
  const shown = table.separator === undefined ? only.json : only === orders[0] ? layout : 'Rows without header'
  return done({ layout: shown, layoutReason, names, at, ...(clock === undefined ? {} : { clock }), reasons })
}

/** Whether a time of day follows the date. A price of six digits is none: a stamp needs no other, and beside a date four prices speak for themselves. */
function hasClock(table: RawTable): boolean {
  const [time, next] = table.sample[0] ?? []
  if (epochOf(time) !== undefined) return false
  return isClock(next) || (isCompactClock(next) && decideOrder(table, 1) === undefined)
}

/**
 * The order that the rows speak for. Flat bars fit every order, so what counts is how many rows contradict one: nearly none
 * for the right order (a few rows may be wrong), and clearly more, at least three, for each of the others.
 */
function decideOrder(table: RawTable, offset: number): (typeof orders)[number] | undefined {
  const rows = table.sample
    .map((row) => [0, 1, 2, 3].map((index) => readNumber(row[offset + index], '.')).filter((value) => typeof value === 'number'))
    .filter((prices) => prices.length === 4)
  const contradicts = (prices: readonly number[], order: readonly BarField[]) =>
    prices[order.indexOf('high')] !== Math.max(...prices) || prices[order.indexOf('low')] !== Math.min(...prices)
  const ranked = orders
    .map((each) => ({ each, against: rows.filter((prices) => contradicts(prices, each.order)).length }))
    .toSorted((a, b) => a.against - b.against)
  const [best, second] = ranked
  if (best === undefined || second === undefined || best.against > rows.length * 0.03) return undefined
  return second.against > best.against * 5 + 2 ? best.each : undefined
}

function volumeByWidth(more: number, offset: number): { layout: string; volume?: number; reason: string } {
  const after = offset + 4
  if (more === 0) return { layout: 'Rows without header', reason: '' }
  if (more === 2) return { layout: 'Kraken OHLCVT', volume: after, reason: 'column after the prices; the next one is the number of trades' }
  if (more === 3)
    return {
      layout: 'Kraken OHLC with vwap',
      volume: after + 1,
      reason: 'second after the prices; the first is the average price, the last the number of trades',
    }
  if (more >= 6) return { layout: 'Binance klines without header', volume: after, reason: 'column after the prices, as in Binance klines' }
  return { layout: 'Rows without header', volume: after, reason: 'column after the prices' }
}
