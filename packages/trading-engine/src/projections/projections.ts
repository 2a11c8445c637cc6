import type { JournalEvent, JournalEventType, Trade } from '../journal/event.ts'
import type { FillRecord, OrderRecord } from '../journal/order-record.ts'
import type { OrderSummary } from '../run/order-summaries.ts'

type EventOf<Type extends JournalEventType> = Extract<JournalEvent, { type: Type }>

function isEventOf<Type extends JournalEventType>(event: JournalEvent, type: Type): event is EventOf<Type> {
  return event.type === type
}

/** The events of one type, in order. */
export function eventsOf<Type extends JournalEventType>(events: readonly JournalEvent[], type: Type): readonly EventOf<Type>[] {
  return events.filter((event) => isEventOf(event, type))
}

export function tradesOf(events: readonly JournalEvent[]): readonly Trade[] {
  return eventsOf(events, 'trade').map(({ payload }) => payload.trade)
}

export function fillsOf(events: readonly JournalEvent[]): readonly FillRecord[] {
  return eventsOf(events, 'fill').map(({ payload }) => payload.fill)
}

/** Every order with its last known state. */
export function ordersOf(events: readonly JournalEvent[]): readonly OrderSummary[] {
  const orders = new Map<string, { order: OrderRecord } & Omit<OrderSummary, 'order'>>()
  for (const event of events) {
    if (event.type === 'order') orders.set(event.payload.order.id, { order: event.payload.order, status: 'pending', filled: 0 })
    if (event.type !== 'order.state') continue
    const { orderId, status, filled, reason, code } = event.payload
    const known = orders.get(orderId)
    if (known === undefined) continue
    orders.set(orderId, {
      order: known.order,
      status,
      filled: filled ?? known.filled,
      ...(reason === undefined ? {} : { reason }),
      ...(code === undefined ? {} : { code }),
    })
  }
  return [...orders.values()]
}

export interface EquityPoint {
  readonly time: number
  readonly equity: number
}

/** Equity after each fill; between fills it follows the market, which the journal of a backtest does not hold. */
export function equityAtFills(events: readonly JournalEvent[]): readonly EquityPoint[] {
  return eventsOf(events, 'ledger').map(({ time, payload }) => ({ time, equity: payload.equity }))
}

export interface LogLine {
  readonly seq: number
  readonly time: number
  readonly level: 'info' | 'warning' | 'critical'
  readonly nodeId: string | undefined
  readonly text: string
}

/** What a person reads as the log of a run: logs, alerts, refusals, order endings, changes of status. */
export function logOf(events: readonly JournalEvent[]): readonly LogLine[] {
  return events.flatMap((event) => {
    const line = logLine(event)
    return line === undefined ? [] : [{ seq: event.seq, time: event.time, ...line }]
  })
}

function logLine(event: JournalEvent): Omit<LogLine, 'seq' | 'time'> | undefined {
  switch (event.type) {
    case 'log':
      return { level: event.payload.level, nodeId: event.payload.nodeId, text: event.payload.text }
    case 'alert':
      return { level: event.payload.severity, nodeId: event.payload.nodeId, text: event.payload.text }
    case 'denied':
      return { level: 'warning', nodeId: event.payload.nodeId, text: `${event.payload.denial.code}: ${event.payload.denial.message}` }
    case 'status': {
      const { status, code, reason } = event.payload
      const level = code === 'LEDGER_MISMATCH' || status === 'failed' ? 'critical' : 'info'
      return { level, nodeId: undefined, text: [status, code, reason].filter((part) => part !== undefined).join(': ') }
    }
    case 'order.state': {
      const { orderId, status, reason, code } = event.payload
      if (status !== 'rejected' && status !== 'canceled' && status !== 'expired') return undefined
      return {
        level: status === 'rejected' ? 'warning' : 'info',
        nodeId: orderId.split('#')[0],
        text: [`${orderId} ${status}`, code, reason].filter((part) => part !== undefined).join(': '),
      }
    }
    default:
      return undefined
  }
}
