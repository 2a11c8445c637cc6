import type { JournalEvent } from '@strategraph/trading-engine'
import { describe, expect, it } from 'vitest'
import { logLines } from './log-lines.ts'

const events: readonly JournalEvent[] = [
  { runId: 'r', seq: 1, time: 1, type: 'log', payload: { nodeId: 'log', level: 'info', text: 'hello' } },
  {
    runId: 'r',
    seq: 2,
    time: 2,
    type: 'denied',
    payload: { nodeId: 'gate', denial: { code: 'MAX_DRAWDOWN', message: 'm', limit: 0.08, actual: 0.1 } },
  },
  { runId: 'r', seq: 3, time: 3, type: 'status', payload: { status: 'finished', code: 'RUN_FINISHED' } },
]

describe('the log', () => {
  it('has words for codes, newest first', () => {
    expect(logLines(events, 'all').map(({ text }) => text)).toEqual([
      'The run is finished',
      'Refused: Drawdown limit reached (10.0 % below the peak, limit 8.0 %)',
      'hello',
    ])
  })

  it('can show warnings only', () => {
    expect(logLines(events, 'warnings').map(({ seq }) => seq)).toEqual([2])
  })
})
