import { type BarColumns, barAt } from '@strategraph/market-model'
import { evaluateColumns, type FeedColumns, type OutputKey, type Plan, type ShownValue } from '@strategraph/strategy-core'
import { lowerBound } from '../feeds/feed-ranges.ts'
import { stretchEnds } from '../merge-bars.ts'

export interface RowsRequest {
  /** The feed whose rows are asked for. */
  readonly feed: string
  readonly from: number
  readonly to: number
  /** The last row of each stretch of so many. */
  readonly every: number
  readonly keys: readonly OutputKey[]
}

/** Values of outputs at rows of a feed, as columns; null = no value. */
export type ValueRows = Record<OutputKey, ShownValue[]>

/** Numbers held at once: forty outputs of a million rows would be 320 MB. */
const cellsAtOnce = 8_000_000

/**
 * Outputs that are functions of the bars and nothing else, computed from tick 0 on, since indicators remember; slower feeds
 * are held into the rows. Others are null here: they come from a replay of the run.
 */
export function evaluateRows(plan: Plan, feeds: FeedColumns, { feed, from, to, every, keys }: RowsRequest): ValueRows {
  const times = timesOf(feeds.get(feed)?.time ?? new Float64Array(0), from, to, every)
  const last = times.at(-1)
  const rows: ValueRows = {}
  if (last === undefined) return Object.fromEntries(keys.map((key) => [key, []]))
  // Later bars cannot change a value: they need not be looked at.
  const seen = new Map([...feeds].map(([id, columns]) => [id, upTo(columns, last)]))
  const pure = keys.filter((key) => isPure(plan, key))
  const longest = Math.max(1, ...[...seen.values()].map(({ time }) => time.length))
  const keysAtOnce = Math.max(1, Math.floor(cellsAtOnce / longest))
  for (let at = 0; at < pure.length; at += keysAtOnce) {
    const columns = evaluateColumns(plan, seen, pure.slice(at, at + keysAtOnce), { backEnd: 'wasm' })
    for (const [key, { domain, values }] of columns) {
      const isFlag = kindOf(plan, key) === 'flag'
      const domainTimes = seen.get(plan.domains[domain]?.feed ?? '')?.time ?? new Float64Array(0)
      rows[key] = asOf(times, domainTimes, (row) => shown(values[row], isFlag))
    }
  }
  for (const key of keys) rows[key] ??= otherValues(plan, key, seen, times)
  return rows
}

/** Close times of the rows that are asked for. */
export const timesOf = (time: Float64Array, from: number, to: number, every: number): Float64Array =>
  every === 1 ? time.subarray(from, to) : Float64Array.from(stretchEnds(from, Math.min(to, time.length), every), (row) => time[row] ?? 0)

function otherValues(plan: Plan, key: OutputKey, feeds: FeedColumns, times: Float64Array): ShownValue[] {
  const columns = kindOf(plan, key) === 'candles' ? feeds.get(nodeOf(key)) : undefined
  if (columns === undefined) return Array.from(times, () => null)
  return asOf(times, columns.time, (row) => ({ ...barAt(columns, row) }))
}

/** For each time the last value at or before it. */
function asOf(times: Float64Array, known: Float64Array, value: (row: number) => ShownValue): ShownValue[] {
  let row = lowerBound(known, (times[0] ?? 0) + 1) - 1
  return Array.from(times, (time) => {
    while ((known[row + 1] ?? Number.POSITIVE_INFINITY) <= time) row += 1
    return row < 0 ? null : value(row)
  })
}

function shown(value: number | undefined, isFlag: boolean): ShownValue {
  if (value === undefined || Number.isNaN(value)) return null
  if (isFlag) return value !== 0
  // JSON has no infinity; the canvas shows the same text.
  return Number.isFinite(value) ? value : String(value)
}

const nodeOf = (key: OutputKey): string => key.slice(0, key.indexOf('.'))
const kindOf = (plan: Plan, key: OutputKey) => plan.nodes.get(nodeOf(key))?.outputs[key.slice(key.indexOf('.') + 1)]

function isPure(plan: Plan, key: OutputKey): boolean {
  const kind = kindOf(plan, key)
  return plan.nodes.get(nodeOf(key))?.region === 'pure' && (kind === 'number' || kind === 'flag')
}

function upTo(columns: BarColumns, time: number): BarColumns {
  const end = lowerBound(columns.time, time + 1)
  const part = (column: Float64Array) => column.subarray(0, end)
  return {
    time: part(columns.time),
    open: part(columns.open),
    high: part(columns.high),
    low: part(columns.low),
    close: part(columns.close),
    volume: part(columns.volume),
  }
}

/** Every output of a plan, in document order. */
export const allOutputs = (plan: Plan): readonly OutputKey[] =>
  [...plan.nodes.values()].flatMap(({ id, outputs }) => Object.keys(outputs).map((port) => `${id}.${port}`))
