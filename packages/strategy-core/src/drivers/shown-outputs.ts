import type { PortKind } from '../node/port.ts'
import type { OutputKey, Plan } from '../plan/plan.ts'
import type { ShownValue } from './driver.ts'
import { DriverError } from './driver-error.ts'
import type { ReactiveRegion } from './reactive-region.ts'
import { presentBar, presentNumber, type ReactiveValues } from './reactive-values.ts'
import { shownFlag, shownNumber, shownValue } from './shown-value.ts'

export interface ShownOutputs {
  /** Throws DriverError UNKNOWN_OUTPUT. */
  value(key: OutputKey): ShownValue
  values(keys?: readonly OutputKey[]): Record<OutputKey, ShownValue>
}

/** Present values of a running plan, for people and journals. */
export function createShownOutputs(plan: Plan, values: ReactiveValues, region: ReactiveRegion): ShownOutputs {
  const readers = new Map<OutputKey, () => ShownValue>()
  const reader = (key: OutputKey): (() => ShownValue) => {
    const known = readers.get(key) ?? makeReader(plan, values, region, key)
    readers.set(key, known)
    return known
  }
  const value = (key: OutputKey) => reader(key)()
  return {
    value,
    values: (keys = allKeys(plan)) => Object.fromEntries(keys.map((key) => [key, value(key)])),
  }
}

function allKeys(plan: Plan): readonly OutputKey[] {
  return [...plan.nodes.values()].flatMap(({ id, outputs }) => Object.keys(outputs).map((port) => `${id}.${port}`))
}

function makeReader(plan: Plan, values: ReactiveValues, region: ReactiveRegion, key: OutputKey): () => ShownValue {
  const dot = key.indexOf('.')
  const node = plan.nodes.get(key.slice(0, dot))
  const kind: PortKind | undefined = node?.outputs[key.slice(dot + 1)]
  if (node === undefined || kind === undefined) throw new DriverError('UNKNOWN_OUTPUT', `the plan has no output "${key}"`)
  if (values.cells.has(key)) return () => region.shown(key) ?? null
  if (kind === 'candles') {
    const feed = values.pure.feeds[node.domain]
    return () => shownValue(feed && presentBar(feed, values.at))
  }
  const column = values.pure.column(key, node.domain)
  if (column === undefined) throw new DriverError('UNKNOWN_OUTPUT', `"${key}" is not stored in this run`)
  return kind === 'flag' ? () => shownFlag(presentNumber(column, values.at)) : () => shownNumber(presentNumber(column, values.at))
}
