import type { JournalEvent } from '@strategraph/trading-engine'
import { describe, expect, it } from 'vitest'
import { decisionRows } from './decision-rows.ts'
import { denialNumbers, denialTitle, excess } from './denial-words.ts'

const decision = (seq: number, time: number, nodeId: string, action: 'buy' | 'hold', reason: string): JournalEvent => ({
  runId: 'r',
  seq,
  time,
  type: 'decision',
  payload: { nodeId, port: 'decision', decision: { action, instrument: 'i', reason } },
})
const denial = { code: 'MAX_POSITION', message: 'too large', limit: 0.6, actual: 0.75 }
const events: readonly JournalEvent[] = [
  decision(1, 10, 'signal', 'buy', 'dip'),
  decision(2, 10, 'bracket', 'buy', 'dip'),
  { runId: 'r', seq: 3, time: 10, type: 'denied', payload: { nodeId: 'gate', denial, proposal: { reason: 'dip' } } },
  decision(4, 20, 'llm', 'hold', 'unsure'),
  decision(5, 30, 'signal', 'buy', 'dip'),
]

describe('the feed of decisions', () => {
  it('is newest first, and a decision that is passed on is one', () => {
    expect(decisionRows(events, 'all').map(({ time, kind, nodeIds }) => [time, kind, nodeIds])).toEqual([
      [30, 'buy', ['signal']],
      [20, 'hold', ['llm']],
      [10, 'refused', ['gate']],
      [10, 'buy', ['signal', 'bracket']],
    ])
  })

  it('can leave out what holds, or all but refusals', () => {
    expect(decisionRows(events, 'wishes').map(({ kind }) => kind)).toEqual(['buy', 'refused', 'buy'])
    expect(decisionRows(events, 'refused').map(({ reason }) => reason)).toEqual(['dip'])
  })
})

describe('refusals in words', () => {
  it('say the rule, what was and what is allowed, in its unit', () => {
    expect(denialTitle(denial)).toBe('Position too large')
    expect(denialNumbers(denial)).toBe('75.0 % of equity, limit 60.0 %')
    expect(excess(denial)).toBeCloseTo(0.25)
    expect(denialNumbers({ code: 'COOLDOWN', message: '', limit: 6, actual: 1 })).toBe('1 bar to wait, limit 6 bars')
    expect(denialNumbers({ code: 'STALE_DATA', message: '', limit: 60, actual: 185 })).toBe('185 seconds old, limit 60')
    expect(denialNumbers({ code: 'STALE_DATA', message: '', limit: 60, actual: 185, clockAhead: 183 })).toBe(
      '185 seconds old, limit 60; the clock of this machine is 183 s ahead of the feed’s: set the clock',
    )
    expect(denialNumbers({ code: 'KILL_SWITCH', message: '' })).toBeUndefined()
  })

  it('show a code that they do not know as it is', () => {
    expect(denialTitle({ code: 'NEW_RULE' })).toBe('NEW_RULE')
  })
})
