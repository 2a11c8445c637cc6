import type { OutputKey, Plan, ShownValue } from '@strategraph/strategy-core'
import { lowerBound } from '../feeds/feed-ranges.ts'
import type { JournalEvent, JournalEventType } from '@strategraph/trading-engine'

/** Events that say what a reactive output was. */
export const reactiveEventTypes: readonly JournalEventType[] = ['decision', 'proposal', 'approved']

/** What reactive outputs were, by key: each value from its time on, until the next one. */
export type ReactiveHistory = ReadonlyMap<OutputKey, { readonly time: number[]; readonly value: ShownValue[] }>

/** From the journal alone: decisions, proposals and approved orders, held as the canvas holds them. Grows with `add`. */
export interface ReactiveMemory {
  readonly history: ReactiveHistory
  add(events: readonly JournalEvent[]): void
}

export function createReactiveMemory(plan: Plan): ReactiveMemory {
  const history = new Map<OutputKey, { readonly time: number[]; readonly value: ShownValue[] }>()
  const put = (key: OutputKey, time: number, value: ShownValue) => {
    const column = history.get(key) ?? { time: [], value: [] }
    history.set(key, column)
    column.time.push(time)
    column.value.push(value)
  }
  const addOne = (event: JournalEvent) => {
    switch (event.type) {
      case 'decision':
        return put(`${event.payload.nodeId}.${event.payload.port}`, event.time, event.payload.decision)
      case 'proposal':
        return put(`${event.payload.nodeId}.${event.payload.port}`, event.time, event.payload.proposal)
      case 'approved': {
        const port = orderPort(plan, event.payload.nodeId)
        return port === undefined ? undefined : put(`${event.payload.nodeId}.${port}`, event.time, event.payload.order)
      }
      default:
        return undefined
    }
  }
  return {
    history,
    add(events) {
      for (const event of events) addOne(event)
    },
  }
}

/** What is needed for rows from `from` to `to`: the values of that time, and the one before it. */
export function historyWithin(history: ReactiveHistory, keys: readonly OutputKey[], from: number, to: number): ReactiveHistory {
  return new Map(
    keys.flatMap((key) => {
      const known = history.get(key)
      if (known === undefined) return []
      const first = Math.max(0, lowerBound(known.time, from + 1) - 1)
      const end = lowerBound(known.time, to + 1)
      return [[key, { time: known.time.slice(first, end), value: known.value.slice(first, end) }] as const]
    }),
  )
}

function orderPort(plan: Plan, nodeId: string): string | undefined {
  return Object.entries(plan.nodes.get(nodeId)?.outputs ?? {}).find(([, kind]) => kind === 'order')?.[0]
}
