import { done, refuse, type Step } from './file-problem.ts'
import type { Cell } from './read-number.ts'
import { mostCommon, type RawTable, sampleSize } from './raw-table.ts'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isRows = (value: unknown): value is readonly (readonly unknown[])[] =>
  Array.isArray(value) && value.length > 0 && value.every((row) => Array.isArray(row))
const expected = '[[time, open, high, low, close, volume], ...] or an array of objects with these names'

/** freqtrade, Bitfinex, Coinbase and Binance arrays, Kraken's OHLC answer, and arrays of objects. */
export function jsonTable(text: string): Step<RawTable> {
  const value = parseJson(text)
  if (value === undefined) return refuse('FILE_DAMAGED', 'The file begins like JSON but is cut or damaged.', { expected })
  if (isRows(value)) return rowsTable(value)
  if (Array.isArray(value) && value.length > 0 && value.every(isRecord)) return done(objectsTable(value))
  if (isRecord(value) && isRecord(value['result'])) return krakenTable(value['result'])
  if (Array.isArray(value) && value.length === 0) return refuse('NO_BARS', 'The file holds an empty list.', { expected, received: '[]' })
  return refuse('LAYOUT_UNKNOWN', 'This JSON is none of the known candle layouts.', { expected, received: text.slice(0, 60) })
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'number' || typeof value === 'string' || value === null) return value
  return value === undefined ? null : JSON.stringify(value)
}

function tableOf(rows: readonly (readonly unknown[])[], more: Partial<RawTable>): RawTable {
  const cells = (row: readonly unknown[]): Cell[] => row.map(cellOf)
  const sample = rows.slice(0, sampleSize).map(cells)
  return {
    width: mostCommon(sample.map((row) => row.length))?.value ?? 0,
    sample,
    notes: [],
    visit: (visitor) => rows.forEach((row, index) => visitor.row(cells(row), index + 1)),
    ...more,
  }
}

const isTradeRow = (row: readonly unknown[]) => row.some((cell) => cell === 'buy' || cell === 'sell' || cell === 'b' || cell === 's')

function rowsTable(rows: readonly (readonly unknown[])[]): Step<RawTable> {
  if (rows.slice(0, 20).every(isTradeRow)) return holdsTrades()
  return done(tableOf(rows, {}))
}

function holdsTrades(): Step<RawTable> {
  return refuse('FILE_HOLDS_TRADES', 'The file holds single trades, not candles; export candles, or build them from the trades first.', {
    expected: 'candles',
    received: 'trades',
  })
}

function objectsTable(objects: readonly Readonly<Record<string, unknown>>[]): RawTable {
  const header = Object.keys(objects[0] ?? {})
  return tableOf(
    objects.map((object) => header.map((name) => object[name])),
    { header },
  )
}

const krakenColumns = ['time', 'open', 'high', 'low', 'close', 'vwap', 'volume', 'count']

function krakenTable(result: Readonly<Record<string, unknown>>): Step<RawTable> {
  const pairs = Object.entries(result).filter(([name]) => name !== 'last')
  const [name, rows] = pairs[0] ?? []
  if (name === undefined || !isRows(rows) || pairs.length > 1) {
    return refuse('LAYOUT_UNKNOWN', 'This looks like an answer of Kraken, but not of its OHLC call for one pair.', {
      expected: 'result: { PAIR: rows, last }',
    })
  }
  if (rows.slice(0, 20).every(isTradeRow)) return holdsTrades()
  const last = result['last']
  return done(
    tableOf(rows, {
      known: {
        layout: 'Kraken REST OHLC',
        reason: `an answer of Kraken's OHLC call for ${name}: its columns are fixed by Kraken`,
        columns: krakenColumns,
      },
      notes: [`Pair in the file: ${name}`],
      ...(typeof last === 'number' ? { lastFinishedSecond: last } : {}),
    }),
  )
}
