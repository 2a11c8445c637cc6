import type { JournalEvent } from '@strategraph/trading-engine'

type EventOf<Type extends JournalEvent['type']> = Extract<JournalEvent, { type: Type }>

export interface DecisionRow {
  readonly seq: number
  readonly time: number
  readonly nodeId: string
  readonly kind: 'buy' | 'sell' | 'close' | 'hold' | 'refused'
  readonly reason: string
  readonly confidence: number | undefined
  readonly denial: EventOf<'denied'>['payload']['denial'] | undefined
}

export type DecisionFilter = 'all' | 'wishes' | 'refused'

/** Decisions and refusals as a person reads them, newest first. */
export function decisionRows(events: readonly JournalEvent[], filter: DecisionFilter): readonly DecisionRow[] {
  const rows: DecisionRow[] = []
  for (const event of events) {
    if (event.type === 'decision' && filter !== 'refused') {
      const { action, reason, confidence } = event.payload.decision
      if (filter === 'wishes' && action === 'hold') continue
      rows.push({ seq: event.seq, time: event.time, nodeId: event.payload.nodeId, kind: action, reason, confidence, denial: undefined })
    }
    if (event.type === 'denied') {
      const { denial, proposal, nodeId } = event.payload
      const reason = typeof proposal?.['reason'] === 'string' ? proposal['reason'] : ''
      rows.push({ seq: event.seq, time: event.time, nodeId, kind: 'refused', reason, confidence: undefined, denial })
    }
  }
  return rows.reverse()
}
