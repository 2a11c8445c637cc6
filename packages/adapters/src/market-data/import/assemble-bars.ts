import { type BarColumns, barColumns, type Interval } from '@strategraph/market-model'
import type { Step } from './file-problem.ts'
import { type FoundInterval, findInterval } from './find-interval.ts'
import { type Gap, largestGapsShown } from './import-report.ts'
import type { ProblemList } from './problem-list.ts'
import { mostCommon } from './raw-table.ts'
import type { RowStore } from './read-rows.ts'
import { isDescending, outOfOrder } from './row-order.ts'

export interface AssembledBars {
  readonly columns: BarColumns
  readonly found: FoundInterval
  readonly order: 'ascending' | 'descending'
  readonly gaps: { readonly count: number; readonly missingBars: number; readonly largest: readonly Gap[] }
}

interface AssembleOptions {
  readonly interval?: Interval
  readonly stampsAreBarEnd: boolean
  /** False where volume was written as 0 because the file has none. */
  readonly hasVolume: boolean
}

const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z')

/** Sorts rows into one ascending series on the grid of the interval, without duplicates, and says what was done. */
export function assembleBars(rows: RowStore, problems: ProblemList, options: AssembleOptions): Step<AssembledBars> {
  const isNewestFirst = isDescending(rows.stamp.subarray(0, rows.length))
  const positions = new Int32Array(rows.length).map((_, index) => (isNewestFirst ? rows.length - 1 - index : index))
  const stamps = new Float64Array(rows.length)
  positions.forEach((position, index) => {
    stamps[index] = rows.stamp[position] ?? Number.NaN
  })
  const moved = outOfOrder(stamps)
  if (moved.length > 0) sortByStamp(positions, stamps, rows)
  const found = findInterval(stamps, options.interval)
  if (!found.ok) return found
  const { ms } = found.value
  const residue = mostCommon(residues(stamps, ms))?.value ?? 0
  const kept = keepRows(positions, rows, ms, residue, problems)
  if (moved.length > 0) reportMoved(moved, isNewestFirst, rows, new Set(kept), problems)
  reportValues(kept, rows, problems, options.hasVolume)
  const columns = toColumns(kept, rows, stamps, options.stampsAreBarEnd ? 0 : ms)
  return {
    ok: true,
    value: { columns, found: found.value, order: isNewestFirst ? 'descending' : 'ascending', gaps: findGaps(columns, ms) },
  }
}

function sortByStamp(positions: Int32Array, stamps: Float64Array, rows: RowStore): void {
  const stampOf = (position: number) => rows.stamp[position] ?? 0
  // Of equal stamps the one that comes first in the file stays first, so that it is the one that is kept.
  positions.sort((a, b) => stampOf(a) - stampOf(b) || a - b)
  positions.forEach((position, index) => {
    stamps[index] = stampOf(position)
  })
}

function* residues(stamps: Float64Array, ms: number): Iterable<number> {
  for (const stamp of stamps) yield ((stamp % ms) + ms) % ms
}

/** Positions of the rows that become bars: on the grid and the first of their time; they are moved to the front of `positions`. */
function keepRows(positions: Int32Array, rows: RowStore, ms: number, residue: number, problems: ProblemList): Int32Array {
  let count = 0
  for (const position of positions) {
    const stamp = rows.stamp[position] ?? 0
    const line = rows.line[position] ?? 0
    const off = (((stamp - residue) % ms) + ms) % ms
    if (off !== 0) {
      const expected = `${iso(stamp - off)} or ${iso(stamp - off + ms)}`
      problems.add({
        line,
        code: 'OFF_GRID',
        message: `The stamp lies ${off / 1000} s off the grid of the other bars.`,
        expected,
        received: iso(stamp),
        stamp,
      })
      continue
    }
    const last = count === 0 ? undefined : positions[count - 1]
    if (last === undefined || rows.stamp[last] !== stamp) {
      positions[count] = position
      count += 1
      continue
    }
    // In a file that is newest first equal stamps arrive here in reverse.
    const [first, second] = last < position ? [last, position] : [position, last]
    positions[count - 1] = first
    reportDuplicate(first, second, rows, problems)
  }
  return positions.subarray(0, count)
}

const valuesOf = (rows: RowStore, position: number) =>
  [rows.open, rows.high, rows.low, rows.close, rows.volume].map((column) => column[position] ?? Number.NaN)

function reportDuplicate(first: number, second: number, rows: RowStore, problems: ProblemList): void {
  const [kept, other] = [valuesOf(rows, first), valuesOf(rows, second)]
  const same = kept.every((value, index) => value === other[index])
  const stamp = rows.stamp[first] ?? 0
  problems.add({
    line: rows.line[second] ?? 0,
    code: same ? 'DUPLICATE_EXACT' : 'DUPLICATE_DIFFERS',
    message: same
      ? `The same bar as in line ${rows.line[first]}.`
      : `Another bar of the same time as in line ${rows.line[first]}; that one is kept.`,
    expected: kept.join(', '),
    received: other.join(', '),
    stamp,
  })
}

function reportMoved(
  moved: readonly number[],
  isNewestFirst: boolean,
  rows: RowStore,
  kept: ReadonlySet<number>,
  problems: ProblemList,
): void {
  for (const index of moved) {
    const position = isNewestFirst ? rows.length - 1 - index : index
    if (!kept.has(position)) continue
    const stamp = rows.stamp[position] ?? 0
    const expected = isNewestFirst ? 'earlier than the row before' : 'later than the row before'
    problems.add({
      line: rows.line[position] ?? 0,
      code: 'OUT_OF_ORDER',
      message: 'The row is not in its place; it was sorted in.',
      expected,
      received: iso(stamp),
      stamp,
    })
  }
}

/** A price this many times above (below) both neighbours that comes back at once is hardly a real trade. */
const spikeRatio = 2.5

function reportValues(kept: Int32Array, rows: RowStore, problems: ProblemList, hasVolume: boolean): void {
  const at = (column: Float64Array, index: number) => column[kept[index] ?? -1]
  for (let index = 0; index < kept.length; index += 1) {
    const [high = 0, low = 0, stamp = 0, line = 0] = [
      at(rows.high, index),
      at(rows.low, index),
      at(rows.stamp, index),
      at(rows.line, index),
    ]
    if (hasVolume && at(rows.volume, index) === 0) {
      problems.add({ line, code: 'ZERO_VOLUME', message: 'No volume in this bar; kept.', expected: 'volume above 0', received: '0', stamp })
    }
    const before = at(rows.close, index - 1) ?? at(rows.open, index) ?? 0
    const after = at(rows.open, index + 1) ?? at(rows.close, index) ?? 0
    const [top, bottom] = [Math.max(before, after) * spikeRatio, Math.min(before, after) / spikeRatio]
    if (high <= top && low >= bottom) continue
    const received = high > top ? `high ${high}` : `low ${low}`
    const message = 'A price far from the bars before and after; kept as it is, look at it.'
    problems.add({ line, code: 'PRICE_SPIKE', message, expected: `${bottom} to ${top}`, received, stamp })
  }
}

/** Columns of the kept rows. Rows that lie in their place, as in nearly every file, are not copied; `stamps` then becomes the time. */
function toColumns(kept: Int32Array, rows: RowStore, stamps: Float64Array, toClose: number): BarColumns {
  if (kept.length === rows.length && kept.every((position, index) => position === index)) {
    const column = (values: Float64Array) => values.subarray(0, rows.length)
    const { open, high, low, close, volume } = rows
    for (let index = 0; index < stamps.length; index += 1) stamps[index] = (stamps[index] ?? 0) + toClose
    return { time: stamps, open: column(open), high: column(high), low: column(low), close: column(close), volume: column(volume) }
  }
  const columns = barColumns(kept.length)
  for (let index = 0; index < kept.length; index += 1) {
    const position = kept[index] ?? 0
    columns.time[index] = (rows.stamp[position] ?? 0) + toClose
    columns.open[index] = rows.open[position] ?? 0
    columns.high[index] = rows.high[position] ?? 0
    columns.low[index] = rows.low[position] ?? 0
    columns.close[index] = rows.close[position] ?? 0
    columns.volume[index] = rows.volume[position] ?? 0
  }
  return columns
}

function findGaps({ time }: BarColumns, ms: number): AssembledBars['gaps'] {
  const all: Gap[] = []
  let missingBars = 0
  for (let row = 1; row < time.length; row += 1) {
    const [before, after] = [time[row - 1] ?? 0, time[row] ?? 0]
    const missing = Math.round((after - before) / ms) - 1
    if (missing <= 0) continue
    missingBars += missing
    all.push({ from: before, to: after - 2 * ms, missing })
  }
  const largest = all.toSorted((a, b) => b.missing - a.missing || a.from - b.from).slice(0, largestGapsShown)
  return { count: all.length, missingBars, largest }
}
