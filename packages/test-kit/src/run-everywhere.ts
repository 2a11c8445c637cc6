import type { Bar, BarColumns } from '@strategraph/market-model'
import {
  type BackEnd,
  createSession,
  evaluateColumns,
  type OutputKey,
  type Plan,
  runBatch,
  shownValue,
  type ShownValue,
} from '@strategraph/strategy-core'
import { barList } from './bars.ts'
import { type HostRecord, recordingHost, type RecordingHostOptions } from './recording-host.ts'

export type Feeds = ReadonlyMap<string, BarColumns>

/** Bars of all feeds by moment, in order of time: what a session is fed with. */
export function moments(feeds: Feeds): readonly (readonly { readonly feed: string; readonly bar: Bar }[])[] {
  const byTime = new Map<number, { readonly feed: string; readonly bar: Bar }[]>()
  for (const [feed, columns] of feeds) {
    for (const bar of barList(columns)) {
      const list = byTime.get(bar.time)
      if (list === undefined) byTime.set(bar.time, [{ feed, bar }])
      else list.push({ feed, bar })
    }
  }
  return [...byTime].toSorted(([a], [b]) => a - b).map(([, bars]) => bars)
}

export interface RunOptions extends RecordingHostOptions {
  readonly backEnd: BackEnd
  /** Go on in a new session of the other back end from these ticks on. */
  readonly restartAt?: readonly number[]
  /** Called after each tick of a session with all its values. */
  readonly onTick?: (tick: number, values: Readonly<Record<OutputKey, ShownValue>>) => void
}

/** Everything that a session tells its host while it is fed with the columns bar by bar. */
export function runSession(plan: Plan, feeds: Feeds, options: RunOptions): readonly HostRecord[] {
  const host = recordingHost({ explain: plan.explained, ...options })
  let backEnd = options.backEnd
  let session = createSession(plan, host, { backEnd })
  for (const [index, bars] of moments(feeds).entries()) {
    if (options.restartAt?.includes(index) === true) {
      const saved: unknown = structuredClone(session.snapshot())
      backEnd = backEnd === 'wasm' ? 'interpreter' : 'wasm'
      session = createSession(plan, host, { backEnd })
      session.restore(saved)
    }
    const tick = session.onBars(bars, (present) => host.beforeDecisions(present))
    if (session.decided) host.afterDecisions(tick, true, (keys) => session.values(keys))
    options.onTick?.(index, session.values())
  }
  return host.records
}

/** The same from the batch driver. */
export function runColumns(plan: Plan, feeds: Feeds, options: RunOptions): readonly HostRecord[] {
  const host = recordingHost({ explain: plan.explained, ...options })
  runBatch(plan, feeds, host, { backEnd: options.backEnd })
  return host.records
}

/** Runs a plan through both drivers and both back ends, with restarts; the first disagreement as text, undefined where there is none. */
export function disagreement(
  plan: Plan,
  feeds: Feeds,
  options: RecordingHostOptions & { readonly restartAt?: readonly number[] } = {},
): string | undefined {
  const keys = [...plan.nodes.values()].flatMap(({ id, region, outputs }) =>
    region === 'pure' ? Object.keys(outputs).map((port) => `${id}.${port}`) : [],
  )
  const shown: Readonly<Record<OutputKey, ShownValue>>[] = []
  const reference = runSession(plan, feeds, {
    ...options,
    restartAt: [],
    backEnd: 'interpreter',
    onTick: (_tick, values) => shown.push(values),
  })
  const others: readonly (readonly [string, readonly HostRecord[]])[] = [
    ['session on WebAssembly, restarted', runSession(plan, feeds, { ...options, backEnd: 'wasm' })],
    ['batch on the interpreter', runColumns(plan, feeds, { ...options, backEnd: 'interpreter' })],
    ['batch on WebAssembly', runColumns(plan, feeds, { ...options, backEnd: 'wasm' })],
  ]
  for (const [name, records] of others) {
    const at = firstOther(reference, records)
    if (at !== undefined) return `${name}: record ${at} is ${JSON.stringify(records[at])}, a session's is ${JSON.stringify(reference[at])}`
  }
  for (const backEnd of ['interpreter', 'wasm'] as const) {
    const fault = columnFault(plan, feeds, keys, shown, backEnd)
    if (fault !== undefined) return `columns on ${backEnd}: ${fault}`
  }
  return undefined
}

function firstOther(a: readonly HostRecord[], b: readonly HostRecord[]): number | undefined {
  for (let index = 0; index < Math.max(a.length, b.length); index++) if (exactText(a[index]) !== exactText(b[index])) return index
  return undefined
}

/** JSON writes -0 as 0; decisions that differ in that are different. */
function exactText(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) => (Object.is(field, -0) ? '-0' : field)) ?? 'none'
}

/** Compares whole columns with what the session showed at the ticks in which their rows closed. */
function columnFault(
  plan: Plan,
  feeds: Feeds,
  keys: readonly OutputKey[],
  shown: readonly Readonly<Record<OutputKey, ShownValue>>[],
  backEnd: BackEnd,
): string | undefined {
  const columns = evaluateColumns(plan, feeds, keys, { backEnd })
  const rows = plan.domains.map(() => 0)
  for (const [tick, bars] of moments(feeds).entries()) {
    const closed = new Set(bars.map(({ feed }) => feed))
    for (const [key, { domain, values }] of columns) {
      if (!closed.has(plan.domains[domain]?.feed ?? '')) continue
      const dot = key.indexOf('.')
      const isFlag = plan.nodes.get(key.slice(0, dot))?.outputs[key.slice(dot + 1)] === 'flag'
      const value = values[rows[domain] ?? -1] ?? Number.NaN
      const expected = isFlag && !Number.isNaN(value) ? value !== 0 : shownValue(value)
      if (!Object.is(shown[tick]?.[key], expected))
        return `${key} at tick ${tick}: ${exactText(expected)}, a session shows ${exactText(shown[tick]?.[key])}`
    }
    for (const [domain, { feed }] of plan.domains.entries()) if (closed.has(feed)) rows[domain] = (rows[domain] ?? 0) + 1
  }
  return undefined
}
