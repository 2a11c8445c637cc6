import { invalidArgument, type KrakenError } from '../kraken-error.ts'
import { type Params, textOf } from '../wire/params.ts'

const pageSize = 50

/**
 * The newest page of what lies between `start` (exclusive) and `end` (inclusive), after `ofs` newer ones. Both bounds are seconds or the
 * id of a record, whose time is meant. `records` are newest first.
 */
export function pageOf<T extends { readonly id: string }>(
  records: Iterable<T>,
  params: Params,
  timesOf: (record: T) => readonly number[],
  timeOfId: (id: string) => number | undefined,
): { readonly page: readonly T[]; readonly count: number } | KrakenError {
  const start = bound(textOf(params, 'start'), timeOfId)
  const end = bound(textOf(params, 'end'), timeOfId)
  const offset = Number(textOf(params, 'ofs') ?? '0')
  if (Number.isNaN(start)) return invalidArgument('start')
  if (Number.isNaN(end)) return invalidArgument('end')
  if (!Number.isInteger(offset) || offset < 0) return invalidArgument('ofs')
  const found: T[] = []
  for (const record of records) {
    if (timesOf(record).some((time) => (start === undefined || time > start) && (end === undefined || time <= end))) found.push(record)
  }
  return { page: found.slice(offset, offset + pageSize), count: found.length }
}

function bound(text: string | undefined, timeOfId: (id: string) => number | undefined): number | undefined {
  if (text === undefined) return undefined
  return /^\d{1,12}(\.\d+)?$/.test(text) ? Number(text) * 1_000_000 : (timeOfId(text) ?? Number.NaN)
}
