import type { ColumnMapping } from './column-mapping.ts'
import { done, refuse, type Step } from './file-problem.ts'
import type { ImportOptions } from './import-options.ts'
import { mostCommon, type RawTable } from './raw-table.ts'
import type { Cell } from './read-number.ts'
import { dateParts, type EpochUnit, epochOf, epochToMs, epochUnit, readDate, type TimeFormat } from './read-time.ts'

export interface DetectedTime {
  readonly format: TimeFormat
  readonly text: string
  readonly reason: string
  /** Dates carry no zone and are read as UTC. */
  readonly zoneAssumed: boolean
}

const unitNames: Record<EpochUnit, string> = { s: 'seconds', ms: 'milliseconds', us: 'microseconds', ns: 'nanoseconds' }

/** Says how the time column is written; refuses where days and months cannot be told apart. */
export function detectTime(table: RawTable, mapping: ColumnMapping, options: ImportOptions): Step<DetectedTime> {
  const index = mapping.at.time ?? 0
  const cells = table.sample.map((row) => row[index])
  const units = mostCommon(cells.flatMap((cell) => epochUnitOf(cell)))
  if (units !== undefined && units.count > cells.length / 2) {
    const text = `${unitNames[units.value]} since 1970`
    const reason = `${units.count} of ${cells.length} sampled stamps have the size of ${unitNames[units.value]}, e.g. ${String(cells[0])}`
    return done({ format: { kind: 'epoch', unit: units.value }, text, reason, zoneAssumed: false })
  }
  const dates = cells.flatMap((cell) => (typeof cell === 'string' ? [dateParts(cell.trim())] : [])).filter((parts) => parts !== undefined)
  if (dates.length <= cells.length / 2) {
    return refuse('TIME_FORMAT_UNKNOWN', 'The time column is in a form that is not understood.', {
      option: 'columns',
      expected: 'ISO dates, "2024-01-31 09-AM", or seconds, ms, us since 1970',
      received: String(cells[0]),
    })
  }
  const hasZone = dates.every(({ zone }) => zone)
  const offset = options.utcOffsetMinutes
  const zoneAssumed = !hasZone && offset === undefined
  const zone = hasZone
    ? 'with its time zone'
    : zoneAssumed
      ? 'it names no time zone, so it is read as UTC'
      : `${offset} minutes east of UTC, as you said`
  const reason = `e.g. ${String(cells[0])}; ${zone}`
  const offsetMs = (offset ?? 0) * 60_000
  if (dates.every(({ yearFirst }) => yearFirst))
    return done({ format: { kind: 'text', order: 'ymd', offsetMs }, text: 'year-month-day', reason, zoneAssumed })
  return dayOrMonthFirst(table, index, options, { reason, zoneAssumed, offsetMs })
}

function epochUnitOf(cell: Cell | undefined): EpochUnit[] {
  const value = epochOf(cell)
  const unit = value === undefined ? undefined : epochUnit(value)
  return unit === undefined ? [] : [unit]
}

interface ZoneReading {
  readonly reason: string
  readonly zoneAssumed: boolean
  readonly offsetMs: number
}

function dayOrMonthFirst(table: RawTable, index: number, options: ImportOptions, zone: ZoneReading): Step<DetectedTime> {
  const { reason, zoneAssumed, offsetMs } = zone
  let firstAbove12 = false
  let secondAbove12 = false
  table.visit({
    row(cells) {
      const cell = cells[index]
      const parts = typeof cell === 'string' ? dateParts(cell.trim()) : undefined
      if (parts === undefined || parts.yearFirst) return
      firstAbove12 ||= parts.first > 12
      secondAbove12 ||= parts.second > 12
    },
    blank() {},
    broken() {},
  })
  const order = options.dateOrder ?? (firstAbove12 === secondAbove12 ? undefined : firstAbove12 ? 'dmy' : 'mdy')
  if (order === undefined) {
    return refuse('DATE_ORDER_AMBIGUOUS', 'The dates do not tell whether the day or the month comes first; choose one.', {
      option: 'dateOrder',
      expected: 'dmy or mdy',
      received: String(table.sample[0]?.[index]),
    })
  }
  const why = options.dateOrder === undefined ? `a number above 12 stands ${firstAbove12 ? 'first' : 'second'} somewhere` : 'chosen by you'
  return done({
    format: { kind: 'text', order, offsetMs },
    text: order === 'dmy' ? 'day-month-year' : 'month-day-year',
    reason: `${reason}; ${why}`,
    zoneAssumed,
  })
}

/** Stamp in ms UTC and whether it was written in another unit than the file; undefined where it cannot be read. */
export function readStamp(
  cell: Cell | undefined,
  clock: Cell | undefined,
  format: TimeFormat,
): { readonly ms: number; readonly otherUnit: boolean } | undefined {
  if (format.kind === 'epoch') {
    const value = typeof cell === 'number' ? cell : typeof cell === 'string' && cell.length > 0 ? Number(cell) : Number.NaN
    const unit = epochUnit(value)
    return unit === undefined ? undefined : { ms: epochToMs(value, unit), otherUnit: unit !== format.unit }
  }
  if (typeof cell !== 'string') return undefined
  const clockText = typeof clock === 'string' ? ` ${clock.trim()}` : ''
  const ms = readDate(cell.trim() + clockText, format.order, format.offsetMs)
  return ms === undefined ? undefined : { ms, otherUnit: false }
}
