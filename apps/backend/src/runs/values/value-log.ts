import type { Time } from '@strategraph/market-model'
import type { OutputKey, PortKind, ShownValue } from '@strategraph/strategy-core'
import { lowerBound } from '../feeds/feed-ranges.ts'

/** What outputs showed moment by moment, kept as changes: most of them change seldom. */
export interface ValueLog {
  /** Everything before this moment is forgotten. */
  readonly since: Time
  /** Values as of the moment `time`, the present one (again) or a later one. */
  put(time: Time, values: Readonly<Record<OutputKey, ShownValue>>): void
  /** Newest value of an output. */
  newest(key: OutputKey): ShownValue
  /** Values of an output as of each of these moments, which ascend and are none of the forgotten ones. */
  read(key: OutputKey, times: Float64Array): ShownValue[]
}

/** `maxChanges`: beyond, all but the present values are forgotten. A number takes 16 bytes. */
export function createValueLog(kinds: ReadonlyMap<OutputKey, PortKind>, maxChanges: number): ValueLog {
  const columns = new Map(
    [...kinds].map(([key, kind]) => [key, kind === 'number' || kind === 'flag' ? numberColumn(kind) : objectColumn()]),
  )
  let since = Number.NEGATIVE_INFINITY
  let changes = 0
  return {
    get since() {
      return since
    },
    put(time, values) {
      if (changes > maxChanges) {
        for (const column of columns.values()) column.forget()
        changes = 0
        since = time
      }
      for (const [key, column] of columns) if (column.put(time, values[key] ?? null)) changes += 1
    },
    newest: (key) => columns.get(key)?.at(-1) ?? null,
    read: (key, times) => {
      const column = columns.get(key)
      return column === undefined ? Array.from(times, () => null) : readColumn(column, times)
    },
  }
}

interface ValueColumn {
  /** Moments of changes, `length` of them. */
  readonly times: Float64Array
  readonly length: number
  /** True where a change was added. */
  put(time: Time, value: ShownValue): boolean
  /** Value of a change, -1 = the last; null where there is none. */
  at(index: number): ShownValue
  forget(): void
}

function readColumn(column: ValueColumn, times: Float64Array): ShownValue[] {
  const known = column.times.subarray(0, column.length)
  let next = lowerBound(known, (times[0] ?? 0) + 1)
  return Array.from(times, (time) => {
    while ((known[next] ?? Number.POSITIVE_INFINITY) <= time) next += 1
    return next === 0 ? null : column.at(next - 1)
  })
}

/** NaN = no value; infinities are shown as text, as everywhere. */
function numberColumn(kind: 'number' | 'flag'): ValueColumn {
  let times = new Float64Array(256)
  let values = new Float64Array(256)
  let length = 0
  const shown = (value: number): ShownValue => {
    if (Number.isNaN(value)) return null
    if (kind === 'flag') return value !== 0
    return Number.isFinite(value) ? value : String(value)
  }
  return {
    get times() {
      return times
    },
    get length() {
      return length
    },
    put(time, given) {
      const value = given === null ? Number.NaN : Number(given)
      if (length > 0 && times[length - 1] === time) {
        values[length - 1] = value
        return false
      }
      if (Object.is(length === 0 ? Number.NaN : values[length - 1], value)) return false
      if (length === times.length) {
        times = doubled(times)
        values = doubled(values)
      }
      times[length] = time
      values[length] = value
      length += 1
      return true
    },
    at: (index) => shown(values[index < 0 ? length + index : index] ?? Number.NaN),
    forget() {
      const last = Math.max(0, length - 1)
      const [time, value] = [times[last] ?? Number.NaN, values[last] ?? Number.NaN]
      if (length === 0) return
      times = new Float64Array(256)
      values = new Float64Array(256)
      times[0] = time
      values[0] = value
      length = 1
    },
  }
}

function objectColumn(): ValueColumn {
  let times = new Float64Array(256)
  let values: ShownValue[] = []
  return {
    get times() {
      return times
    },
    get length() {
      return values.length
    },
    put(time, value) {
      if (values.length > 0 && times[values.length - 1] === time) {
        values[values.length - 1] = value
        return false
      }
      if (value === (values.at(-1) ?? null)) return false
      if (values.length === times.length) times = doubled(times)
      times[values.length] = time
      values.push(value)
      return true
    },
    at: (index) => values.at(index) ?? null,
    forget() {
      if (values.length === 0) return
      const [time = Number.NaN, value = null] = [times[values.length - 1], values.at(-1)]
      times = new Float64Array(256)
      times[0] = time
      values = [value]
    },
  }
}

function doubled(column: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(column.length * 2)
  larger.set(column)
  return larger
}
