import type { JournalEvent } from '@strategraph/trading-engine'
import { describe, expect, it } from 'vitest'
import { nothingRead, readOlder } from './use-journal.ts'

const log = (seq: number): JournalEvent => ({
  runId: 'r',
  seq,
  time: seq,
  type: 'log',
  payload: { nodeId: 'log', level: 'info', text: String(seq) },
})
/** A journal in which every third event is a log. */
const journal = (length: number) => async (after: number, limit: number) =>
  Array.from({ length }, (_, index) => index + 1)
    .filter((seq) => seq > after && seq % 3 === 0)
    .slice(0, limit)
    .map(log)

describe('older events', () => {
  it('are read page by page up to the event before, each once', async () => {
    const older = nothingRead()
    await readOlder(older, 40_000, journal(50_000))
    const seqs = older.events.map(({ seq }) => seq)
    expect(seqs[0]).toBe(3)
    expect(new Set(seqs).size).toBe(seqs.length)
    expect(seqs.at(-1)).toBeGreaterThanOrEqual(39_999)
  })

  it('are read on from where the last reading stopped', async () => {
    const older = nothingRead()
    await readOlder(older, 1000, journal(2000))
    const first = older.events.length
    await readOlder(older, 1000, journal(2000))
    expect(older.events).toHaveLength(first)
    await readOlder(older, 4001, journal(6000))
    const seqs = older.events.map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
    expect(new Set(seqs).size).toBe(seqs.length)
    expect(seqs.at(-1)).toBeGreaterThanOrEqual(3999)
  })
})
