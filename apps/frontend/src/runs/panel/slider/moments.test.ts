import type { JournalEvent } from '@strategraph/trading-engine'
import { describe, expect, it } from 'vitest'
import { momentBeside, momentsOf } from './moments.ts'

const decision = (time: number, action: 'buy' | 'hold'): JournalEvent => ({
  runId: 'r',
  seq: time,
  time,
  type: 'decision',
  payload: { nodeId: 'n', port: 'decision', decision: { action, instrument: 'i', reason: 'r' } },
})
const denied = (time: number): JournalEvent => ({
  runId: 'r',
  seq: time,
  time,
  type: 'denied',
  payload: { nodeId: 'g', denial: { code: 'COOLDOWN', message: 'm' } },
})

describe('moments of the time slider', () => {
  it('are each bar at which something was decided or refused, once, with the weightier kind', () => {
    expect(momentsOf([decision(10, 'buy'), denied(10), decision(20, 'hold'), decision(30, 'buy')])).toEqual([
      { time: 10, kind: 'denied' },
      { time: 30, kind: 'decision' },
    ])
  })

  it('are found before and after a time, never the same one again', () => {
    const moments = momentsOf([decision(10, 'buy'), decision(30, 'buy')])
    expect(momentBeside(moments, 30, 'before')?.time).toBe(10)
    expect(momentBeside(moments, 10, 'after')?.time).toBe(30)
    expect(momentBeside(moments, 10, 'before')).toBeUndefined()
    expect(momentBeside(moments, Number.POSITIVE_INFINITY, 'before')?.time).toBe(30)
  })
})
