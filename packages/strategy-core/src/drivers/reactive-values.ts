import type { Bar, Decision } from '@strategraph/market-model'
import type { PortKind, PortValues } from '../node/port.ts'
import type { OutputKey, Plan, PlannedInput } from '../plan/plan.ts'
import { isImpulse } from '../plan/wake.ts'
import type { Column, FeedColumnSet, PureRegion } from './pure-region.ts'

export type PortValueOf = PortValues[PortKind]

/** The last value of a reactive output (or of a live ticker), and the moment in which it was made. */
export interface Cell {
  readonly kind: PortKind
  value: PortValueOf | undefined
  moment: number
}

/** What the reactive region can see: the pure region at the present row, and what reactive nodes made. */
export interface ReactiveValues {
  readonly pure: PureRegion
  /** Present row of each domain within the block; -1 = the carried value. Set by the driver. */
  readonly at: Int32Array
  readonly cells: ReadonlyMap<OutputKey, Cell>
  /** Counts evaluations; a value made in the present one has this number. */
  moment: number
}

export function createReactiveValues(plan: Plan, pure: PureRegion): ReactiveValues {
  const cells = new Map<OutputKey, Cell>()
  for (const { id, region, outputs } of plan.nodes.values()) {
    for (const [port, kind] of Object.entries(outputs)) {
      if (region === 'reactive' || kind === 'quote') cells.set(`${id}.${port}`, { kind, value: undefined, moment: 0 })
    }
  }
  return { pure, at: new Int32Array(plan.domains.length).fill(-1), cells, moment: 0 }
}

/** Present number of a column; NaN where there is none. */
export function presentNumber(column: Column, at: Int32Array): number {
  const row = at[column.domain] ?? -1
  return row >= 0 ? (column.data[row] ?? Number.NaN) : column.carry
}

/** Present bar of a feed; undefined before its first. */
export function presentBar(feed: FeedColumnSet, at: Int32Array): Bar | undefined {
  const time = presentNumber(feed.time, at)
  if (Number.isNaN(time)) return undefined
  return {
    time,
    open: presentNumber(feed.open, at),
    high: presentNumber(feed.high, at),
    low: presentNumber(feed.low, at),
    close: presentNumber(feed.close, at),
    volume: presentNumber(feed.volume, at),
  }
}

/** One edge into a reactive node. */
export interface SourceReader {
  /** The value, converted; undefined where there is none (an unknown flag, an impulse of another moment). */
  read(): PortValueOf | undefined
  /** Whether a reactive node made the value in the present moment. */
  madeNow(): boolean
  readonly isReactive: boolean
}

export function sourceReader(
  values: ReactiveValues,
  plan: Plan,
  source: PlannedInput['sources'][number],
  to: PortKind,
  domain: number,
): SourceReader {
  const { output, from } = source
  const convert = converter(from, to)
  const cell = values.cells.get(output)
  if (cell !== undefined) {
    const madeNow = () => cell.moment === values.moment
    const read = isImpulse(from) ? () => (madeNow() ? convert(cell.value) : undefined) : () => convert(cell.value)
    return { read, madeNow, isReactive: true }
  }
  const never = () => false
  if (from === 'candles') {
    const feeder = plan.nodes.get(output.slice(0, output.indexOf('.')))
    const feed = values.pure.feeds[feeder?.domain ?? -1]
    if (feed === undefined) throw new Error(`the plan reads candles of "${output}", which is no feed`)
    return { read: () => convert(presentBar(feed, values.at)), madeNow: never, isReactive: false }
  }
  const column = values.pure.column(output, domain)
  if (column === undefined) throw new Error(`the plan reads "${output}", which nothing stores`)
  const read = () => {
    const value = presentNumber(column, values.at)
    if (Number.isNaN(value)) return undefined
    return convert(from === 'flag' ? value !== 0 : value)
  }
  return { read, madeNow: never, isReactive: false }
}

/** A column of one row for a kernel behind reactive nodes. */
export interface NumberReader {
  read(): number
  madeNow(): boolean
}

export function numberReader(values: ReactiveValues, name: string, domain: number): NumberReader {
  const column = values.pure.column(name, domain)
  if (column !== undefined) return { read: () => presentNumber(column, values.at), madeNow: () => false }
  const cell = values.cells.get(name)
  if (cell === undefined) throw new Error(`the plan reads "${name}", which nothing makes`)
  return { read: () => toNumber(cell.value), madeNow: () => cell.moment === values.moment }
}

function toNumber(value: PortValueOf | undefined): number {
  if (typeof value === 'number') return value
  return typeof value === 'boolean' ? Number(value) : Number.NaN
}

/** The conversions of node/conversion.ts, for values that are there. */
function converter(from: PortKind, to: PortKind): (value: PortValueOf | undefined) => PortValueOf | undefined {
  if (from === to) return (value) => value
  if (to === 'text') return (value) => (value === undefined ? undefined : asText(value))
  if (from === 'candles') return (value) => (isBar(value) ? value.close : undefined)
  throw new Error(`no conversion from ${from} to ${to}`)
}

/** Ten digits are enough to read, and free of the noise of binary fractions. */
function asText(value: PortValueOf): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(10)))
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value
  return isDecision(value) ? value.reason : ''
}

function isBar(value: PortValueOf | undefined): value is Bar {
  return typeof value === 'object' && 'close' in value
}

function isDecision(value: PortValueOf): value is Decision {
  return typeof value === 'object' && 'reason' in value
}
