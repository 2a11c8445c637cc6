import type { JournalEvent, Trade } from '../journal/event.ts'
import type { OrderRecord } from '../journal/order-record.ts'

type Values = Extract<JournalEvent, { type: 'values' }>['payload']

/** Why an order exists: what the nodes saw, what they decided, what the gate said, in the tick that sent it. */
export interface OrderExplanation {
  readonly order: OrderRecord
  readonly time: number
  readonly values: Values['values'] | undefined
  /** Decisions, proposals, approvals, denials, asks and answers of the same moment, in order. */
  readonly causes: readonly JournalEvent[]
  /** What became of it: states and fills. */
  readonly effects: readonly JournalEvent[]
}

export interface TradeExplanation {
  readonly trade: Trade
  readonly entry: OrderExplanation | undefined
  readonly exit: OrderExplanation | undefined
}

const causeTypes: ReadonlySet<JournalEvent['type']> = new Set(['decision', 'proposal', 'approved', 'denied', 'answer', 'ask'])

/** From the journal alone; undefined parts where the events are not (yet) there. */
export function explainTrade(events: readonly JournalEvent[], trade: Trade): TradeExplanation {
  return { trade, entry: explainOrder(events, trade.entryOrderId), exit: explainOrder(events, trade.exitOrderId) }
}

export function explainOrder(events: readonly JournalEvent[], orderId: string): OrderExplanation | undefined {
  const position = events.findIndex((event) => event.type === 'order' && event.payload.order.id === orderId)
  const event = events[position]
  if (event?.type !== 'order') return undefined
  const { start, values } = momentBefore(events, position)
  return {
    order: event.payload.order,
    time: event.time,
    values,
    causes: events.slice(start, position).filter(({ type }) => causeTypes.has(type)),
    effects: events.filter(
      (candidate) =>
        (candidate.type === 'order.state' && candidate.payload.orderId === orderId) ||
        (candidate.type === 'fill' && candidate.payload.fill.orderId === orderId),
    ),
  }
}

/** A moment's decisions are led by their values event; protection is sent by a fill and has no values of its own. */
function momentBefore(
  events: readonly JournalEvent[],
  position: number,
): { readonly start: number; readonly values: Values['values'] | undefined } {
  const time = events[position]?.time
  for (let index = position - 1; index >= 0; index--) {
    const event = events[index]
    if (event === undefined || event.time !== time || event.type === 'fill') return { start: index + 1, values: undefined }
    if (event.type === 'values') return { start: index, values: event.payload.values }
  }
  return { start: 0, values: undefined }
}
