import type { JournalEvent } from '@strategraph/trading-engine'
import { formatNumber } from '../ui/format.ts'

/** What a node did last, in a few words. */
export interface Activity {
  readonly text: string
  readonly tone: 'plain' | 'up' | 'down' | 'warn'
  readonly time: number
}

/** The node and the words of an event; undefined for events that no node did. */
export function activityOf(event: JournalEvent): { readonly nodeId: string; readonly activity: Activity } | undefined {
  const at = (nodeId: string, text: string, tone: Activity['tone']) => ({ nodeId, activity: { text, tone, time: event.time } })
  switch (event.type) {
    case 'decision':
      return at(event.payload.nodeId, event.payload.decision.action, toneOf(event.payload.decision.action))
    case 'denied':
      return at(event.payload.nodeId, `refused: ${plainCode(event.payload.denial.code)}`, 'warn')
    case 'approved':
      return at(event.payload.nodeId, 'approved', 'plain')
    case 'order': {
      const { order } = event.payload
      const size = order.quantity === undefined ? '' : ` ${formatNumber(order.quantity)}`
      return at(
        order.nodeId,
        `${order.side}${size}${order.price === undefined ? '' : ` @ ${formatNumber(order.price)}`}`,
        toneOf(order.side),
      )
    }
    case 'fill': {
      const { fill } = event.payload
      const nodeId = fill.orderId.split('#')[0] ?? ''
      return at(
        nodeId,
        `${fill.side === 'buy' ? 'bought' : 'sold'} ${formatNumber(fill.quantity)} @ ${formatNumber(fill.price)}`,
        toneOf(fill.side),
      )
    }
    case 'ask':
      return at(event.payload.nodeId, 'asking the model …', 'plain')
    case 'log':
      return at(event.payload.nodeId, event.payload.text, event.payload.level === 'warning' ? 'warn' : 'plain')
    case 'alert':
      return at(event.payload.nodeId, event.payload.text, event.payload.severity === 'info' ? 'plain' : 'warn')
    default:
      return undefined
  }
}

/** `MAX_POSITION` reads "max position". */
export const plainCode = (code: string): string => code.toLowerCase().replaceAll('_', ' ')

const toneOf = (action: string): Activity['tone'] => (action === 'buy' ? 'up' : action === 'sell' || action === 'close' ? 'down' : 'plain')

/** What each node had done last at a moment; events in order. */
export function activityAt(events: readonly JournalEvent[], time: number): ReadonlyMap<string, Activity> {
  const found = new Map<string, Activity>()
  for (const event of events) {
    if (event.time > time) break
    const entry = activityOf(event)
    if (entry !== undefined) found.set(entry.nodeId, entry.activity)
  }
  return found
}
