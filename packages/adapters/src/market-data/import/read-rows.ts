import type { BarField } from '@strategraph/market-model'
import { type ColumnMapping, priceFields } from './column-mapping.ts'
import type { RowFault } from './import-report.ts'
import type { ProblemList } from './problem-list.ts'
import type { RawTable } from './raw-table.ts'
import { type Cell, decimalsOf, type NumberFault, readNumber } from './read-number.ts'
import type { TimeFormat } from './read-time.ts'
import { readStamp } from './time-format.ts'

/** Rows that could be read, in the order of the file; all arrays have `length` used entries. */
export interface RowStore {
  readonly length: number
  readonly line: Float64Array
  readonly stamp: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

export interface RowsRead {
  readonly rows: RowStore
  readonly rowsRead: number
  /** How many prices need n decimals. */
  readonly decimals: readonly number[]
}

const storeFields = ['line', 'stamp', 'open', 'high', 'low', 'close', 'volume'] as const
const mostDecimals = 30
const faultText: Record<NumberFault, string> = {
  EMPTY_FIELD: 'is empty',
  NOT_A_NUMBER: 'is not a finite number',
  TEXT_IN_NUMBER: 'is no number',
}

/** Reads every row; what is wrong goes to `problems` with its line, and the row is left out. */
export function readRows(table: RawTable, mapping: ColumnMapping, format: TimeFormat, decimal: '.' | ',', problems: ProblemList): RowsRead {
  const { at, clock } = mapping
  const timeAt = at.time ?? 0
  const priceAt = priceFields.map((field) => at[field] ?? -1)
  const volumeAt = at.volume ?? -1
  const decimals = Array.from({ length: mostDecimals + 1 }, () => 0)
  let store = newStore(table.rowsAtMost ?? 4096)
  let length = 0
  let rowsRead = 0

  const fault = (line: number, code: RowFault, message: string, expected: string, received: unknown, stamp?: number): void =>
    problems.add({ line, code, message, expected, received: String(received).slice(0, 60), ...(stamp === undefined ? {} : { stamp }) })

  const row = (cells: readonly Cell[], line: number): void => {
    rowsRead += 1
    if (cells.length !== table.width && !isOnlyPadded(cells, table.width)) {
      const code = cells.length > table.width ? 'EXTRA_COLUMN' : 'MISSING_COLUMN'
      fault(line, code, `The row has ${cells.length} fields, the others ${table.width}.`, `${table.width} fields`, `${cells.length} fields`)
      return
    }
    const time = readStamp(cells[timeAt], clock === undefined ? undefined : cells[clock], format)
    if (time === undefined) {
      fault(
        line,
        'TIME_UNREADABLE',
        'The time cannot be read.',
        format.kind === 'epoch' ? `a number of ${format.unit}` : 'a date',
        cells[timeAt],
      )
      return
    }
    const stamp = time.ms
    if (!(stamp > -2.3e12 && stamp < 5e12))
      return fault(line, 'TIME_OUT_OF_RANGE', 'The time lies far outside of any market.', '1900 to 2128', cells[timeAt])
    const open = readNumber(cells[priceAt[0] ?? -1], decimal)
    const high = readNumber(cells[priceAt[1] ?? -1], decimal)
    const low = readNumber(cells[priceAt[2] ?? -1], decimal)
    const close = readNumber(cells[priceAt[3] ?? -1], decimal)
    const volume = volumeAt < 0 ? 0 : readNumber(cells[volumeAt], decimal)
    if (
      typeof open !== 'number' ||
      typeof high !== 'number' ||
      typeof low !== 'number' ||
      typeof close !== 'number' ||
      typeof volume !== 'number'
    ) {
      reportNumbers({ open, high, low, close, volume }, at, cells, line, stamp, fault)
      return
    }
    if (time.otherUnit)
      fault(line, 'TIME_UNIT', 'The stamp is in another unit than the others; it was converted.', formatUnit(format), cells[timeAt], stamp)
    const wrong = checkBar(open, high, low, close, volume)
    if (wrong !== undefined) return fault(line, wrong.code, wrong.message, wrong.expected, wrong.received, stamp)
    for (const [index, value] of [open, high, low, close].entries()) {
      const places = decimalsOf(cells[priceAt[index] ?? -1] ?? null, value)
      decimals[Math.min(places, mostDecimals)] = (decimals[Math.min(places, mostDecimals)] ?? 0) + 1
    }
    if (length === store.line.length) store = grown(store)
    store.line[length] = line
    store.stamp[length] = stamp
    store.open[length] = open
    store.high[length] = high
    store.low[length] = low
    store.close[length] = close
    store.volume[length] = volume
    length += 1
  }

  table.visit({
    row,
    blank: (line) => fault(line, 'BLANK_LINE', 'A blank line; skipped.', 'a row', ''),
    broken: (line, text) => {
      rowsRead += 1
      fault(line, 'QUOTE_BROKEN', 'The quotes of this line do not match.', 'closed quotes', text)
    },
  })
  return { rows: { ...store, length }, rowsRead, decimals }
}

const formatUnit = (format: TimeFormat) => (format.kind === 'epoch' ? format.unit : 'a date')
const isOnlyPadded = (cells: readonly Cell[], width: number) =>
  cells.length > width && cells.slice(width).every((cell) => cell === '' || cell === null)

type Fault = (line: number, code: RowFault, message: string, expected: string, received: unknown, stamp?: number) => void

function reportNumbers(
  values: Record<Exclude<BarField, 'time'>, number | NumberFault>,
  at: ColumnMapping['at'],
  cells: readonly Cell[],
  line: number,
  stamp: number,
  fault: Fault,
): void {
  if (priceFields.every((field) => values[field] === 'EMPTY_FIELD')) {
    return fault(line, 'NO_VALUES', 'The row has a time but no prices; left out.', 'four prices', '', stamp)
  }
  for (const field of [...priceFields, 'volume'] as const) {
    const value = values[field]
    if (typeof value === 'number') continue
    return fault(line, value, `The field ${field} ${faultText[value]}.`, 'a number', cells[at[field] ?? -1] ?? '', stamp)
  }
}

function checkBar(
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
): { code: RowFault; message: string; expected: string; received: number } | undefined {
  if (!(open > 0 && high > 0 && low > 0 && close > 0)) {
    return {
      code: 'PRICE_NOT_POSITIVE',
      message: 'A price is zero or negative.',
      expected: 'prices above 0',
      received: Math.min(open, high, low, close),
    }
  }
  const top = Math.max(open, close, low)
  if (high < top)
    return { code: 'HIGH_TOO_LOW', message: 'The high is below another price of the bar.', expected: `high >= ${top}`, received: high }
  const bottom = Math.min(open, close)
  if (low > bottom)
    return { code: 'LOW_TOO_HIGH', message: 'The low is above another price of the bar.', expected: `low <= ${bottom}`, received: low }
  if (volume < 0) return { code: 'NEGATIVE_VOLUME', message: 'The volume is negative.', expected: 'volume >= 0', received: volume }
  return undefined
}

function newStore(size: number): Omit<RowStore, 'length'> {
  const column = () => new Float64Array(size)
  return { line: column(), stamp: column(), open: column(), high: column(), low: column(), close: column(), volume: column() }
}

function grown(store: Omit<RowStore, 'length'>): Omit<RowStore, 'length'> {
  const larger = newStore(Math.max(4096, store.line.length * 2))
  for (const field of storeFields) larger[field].set(store[field])
  return larger
}
