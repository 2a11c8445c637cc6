import type { OutputKey, Plan, ShownValue } from '@strategraph/strategy-core'
import type { JournalEvent, JournalEventType } from '@strategraph/trading-engine'

/** Events that say what a reactive output was. */
export const reactiveEventTypes: readonly JournalEventType[] = ['decision', 'proposal', 'approved']

/** What reactive outputs were, by key: each value from its time on, until the next one. */
export type ReactiveHistory = ReadonlyMap<OutputKey, { readonly time: number[]; readonly value: ShownValue[] }>

/** From the journal alone: decisions, proposals and approved orders, held as the canvas holds them. */
export function reactiveHistory(plan: Plan, events: readonly JournalEvent[]): ReactiveHistory {
  const history = new Map<OutputKey, { readonly time: number[]; readonly value: ShownValue[] }>()
  const put = (key: OutputKey, time: number, value: ShownValue) => {
    const column = history.get(key) ?? { time: [], value: [] }
    history.set(key, column)
    column.time.push(time)
    column.value.push(value)
  }
  for (const event of events) {
    switch (event.type) {
      case 'decision':
        put(`${event.payload.nodeId}.${event.payload.port}`, event.time, event.payload.decision)
        break
      case 'proposal':
        put(`${event.payload.nodeId}.${event.payload.port}`, event.time, event.payload.proposal)
        break
      case 'approved': {
        const port = orderPort(plan, event.payload.nodeId)
        if (port !== undefined) put(`${event.payload.nodeId}.${port}`, event.time, event.payload.order)
        break
      }
      default:
    }
  }
  return history
}

function orderPort(plan: Plan, nodeId: string): string | undefined {
  return Object.entries(plan.nodes.get(nodeId)?.outputs ?? {}).find(([, kind]) => kind === 'order')?.[0]
}
