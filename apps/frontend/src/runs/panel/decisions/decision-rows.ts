import type { JournalEvent } from '@strategraph/trading-engine'

type EventOf<Type extends JournalEvent['type']> = Extract<JournalEvent, { type: Type }>

export interface DecisionRow {
  readonly seq: number
  readonly time: number
  /** Nodes that passed the same wish on in that moment, first to last. */
  readonly nodeIds: readonly string[]
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
      const { seq, time } = event
      const { nodeId } = event.payload
      // A bracket or a filter passes a decision on: that is the same decision, not one more.
      const same = findLastOf(rows, time, (row) => row.kind === action && row.reason === reason)
      const known = rows[same]
      if (known === undefined) rows.push({ seq, time, nodeIds: [nodeId], kind: action, reason, confidence, denial: undefined })
      else rows[same] = { ...known, nodeIds: [...known.nodeIds, nodeId] }
    }
    if (event.type === 'denied') {
      const { denial, proposal, nodeId } = event.payload
      const reason = typeof proposal?.['reason'] === 'string' ? proposal['reason'] : ''
      rows.push({ seq: event.seq, time: event.time, nodeIds: [nodeId], kind: 'refused', reason, confidence: undefined, denial })
    }
  }
  return rows.reverse()
}

/** Index of the last row of a moment that fits; only rows of that moment are looked at. */
function findLastOf(rows: readonly DecisionRow[], time: number, fits: (row: DecisionRow) => boolean): number {
  for (let index = rows.length - 1; index >= 0 && rows[index]?.time === time; index -= 1) {
    const row = rows[index]
    if (row !== undefined && fits(row)) return index
  }
  return -1
}
