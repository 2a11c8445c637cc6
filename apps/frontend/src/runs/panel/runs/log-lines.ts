import { type JournalEvent, type LogLine, logOf } from '@strategraph/trading-engine'
import { denialNumbers, denialTitle } from '../decisions/denial-words.ts'
import { statusWords } from './status-words.ts'

/** The log of a run in plain words, newest first. */
export function logLines(events: readonly JournalEvent[], filter: 'all' | 'warnings'): readonly LogLine[] {
  const bySeq = new Map(events.map((event) => [event.seq, event]))
  return logOf(events)
    .filter((line) => filter === 'all' || line.level !== 'info')
    .map((line) => ({ ...line, text: plainText(bySeq.get(line.seq)) ?? line.text }))
    .toReversed()
}

/** Words for what the engine writes as codes; undefined where its own text is plain already. */
function plainText(event: JournalEvent | undefined): string | undefined {
  if (event?.type === 'denied') {
    const { denial } = event.payload
    const numbers = denialNumbers(denial)
    return `Refused: ${denialTitle(denial)}${numbers === undefined ? '' : ` (${numbers})`}`
  }
  if (event?.type === 'status') {
    const { status, reason, code } = event.payload
    const because = reason ?? (code === undefined || code.startsWith('RUN_') ? undefined : code.toLowerCase().replaceAll('_', ' '))
    return `The run is ${statusWords[status]}${because === undefined ? '' : `: ${because}`}`
  }
  if (event?.type === 'order.state') {
    const { orderId, status, reason } = event.payload
    return `Order ${orderId} ${status === 'canceled' ? 'was canceled' : status === 'expired' ? 'has expired' : 'was rejected by the market'}${reason === undefined ? '' : `: ${reason}`}`
  }
  return undefined
}
