import type { Cell } from './read-number.ts'

export type EpochUnit = 's' | 'ms' | 'us' | 'ns'
export type DateOrder = 'ymd' | 'dmy' | 'mdy'
export type TimeFormat =
  | { readonly kind: 'epoch'; readonly unit: EpochUnit }
  | { readonly kind: 'text'; readonly order: DateOrder; readonly offsetMs: number }

const numeric = /^\d+(?:\.\d+)?$/
/** Date, optional clock ("09:01", "09:01:30.5", "09-AM"), optional zone. */
const dateText =
  /^(\d{1,4})([-./])(\d{1,2})\2(\d{1,4})(?:[T ,]+(\d{1,2})(?::(\d{2}))?(?::(\d{2})(?:\.(\d{1,9}))?)?(?:[- ]?(AM|PM))?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i
const compactDate = /^((?:19|20)\d{2})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?$/

/** Unit of an epoch number by its size: each unit covers 1973 to 2128, and these ranges do not meet. */
export function epochUnit(value: number): EpochUnit | undefined {
  if (value >= 1e8 && value < 5e9) return 's'
  if (value >= 1e11 && value < 5e12) return 'ms'
  if (value >= 1e14 && value < 5e15) return 'us'
  if (value >= 1e17 && value < 5e18) return 'ns'
  return undefined
}

export function epochToMs(value: number, unit: EpochUnit): number {
  if (unit === 'ms') return value
  if (unit === 's') return Math.round(value * 1000)
  return Math.round(value / (unit === 'us' ? 1e3 : 1e6))
}

/** Epoch number of a cell, or undefined where it is none. */
export function epochOf(cell: Cell | undefined): number | undefined {
  if (typeof cell === 'number') return epochUnit(cell) === undefined ? undefined : cell
  if (typeof cell !== 'string' || !numeric.test(cell)) return undefined
  const value = Number(cell)
  return epochUnit(value) === undefined || compactDate.test(cell) ? undefined : value
}

/** A date without zone lies `offsetMs` east of UTC. Undefined where the text is no date of that order. */
export function readDate(text: string, order: DateOrder, offsetMs: number): number | undefined {
  const match = dateText.exec(text)
  if (match === null) return readCompact(text, offsetMs)
  const [, first = '', , second = '', third = '', hour = '0', minute = '0', secondOf = '0', fraction = '', half, zone] = match
  const isYearFirst = first.length === 4
  if (isYearFirst !== (order === 'ymd') || (isYearFirst ? third.length > 2 : first.length > 2 || third.length !== 4)) return undefined
  const [year, month, day] = isYearFirst ? [first, second, third] : order === 'dmy' ? [third, second, first] : [third, first, second]
  const clock = hourOf(Number(hour), half)
  if (clock === undefined) return undefined
  const at = utc(Number(year), Number(month), Number(day), clock, Number(minute), Number(secondOf))
  return at === undefined
    ? undefined
    : at + Math.floor(Number(`0.${fraction || '0'}`) * 1000) - (zone === undefined ? offsetMs : zoneOffset(zone))
}

function readCompact(text: string, offsetMs: number): number | undefined {
  const match = compactDate.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = match
  const at = utc(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second))
  return at === undefined ? undefined : at - offsetMs
}

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour
  if (hour < 1 || hour > 12) return undefined
  return (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0)
}

function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || hour > 24 || minute > 59 || second > 60) return undefined
  // Day 0 of the next month is the last day of this one.
  if (day > 28 && day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

function zoneOffset(zone: string): number {
  if (/^[A-Z]/i.test(zone)) return 0
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}

/** Whether the text is a date in some order; `first` and `second` are its leading numbers where the year comes last. */
export function dateParts(
  text: string,
): { readonly yearFirst: boolean; readonly first: number; readonly second: number; readonly zone: boolean } | undefined {
  const match = dateText.exec(text)
  if (match === null) return readCompact(text, 0) === undefined ? undefined : { yearFirst: true, first: 0, second: 0, zone: false }
  const [, first = '', , second = ''] = match
  return { yearFirst: first.length === 4, first: Number(first), second: Number(second), zone: match[10] !== undefined }
}

export const isClock = (cell: Cell | undefined): boolean => typeof cell === 'string' && /^\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(cell.trim())
/** "093000" beside a compact date. */
export const isCompactClock = (cell: Cell | undefined): boolean => typeof cell === 'string' && /^\d{6}$/.test(cell.trim())
