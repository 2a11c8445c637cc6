import type { Run } from '@strategraph/protocol'
import type { JournalEvent } from '@strategraph/trading-engine'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { RunSource } from './run-source.ts'
import { createStreamHub } from './stream-hub.ts'

const event = (seq: number): JournalEvent => ({
  runId: 'r',
  seq,
  time: seq,
  type: 'log',
  payload: { nodeId: 'n', level: 'info', text: `line ${seq}` },
})

/** A journal in memory, and how often it was read. */
function fakeSource() {
  const events: JournalEvent[] = []
  const listeners = new Set<Parameters<RunSource['onChange']>[0]>()
  let reads = 0
  const source: RunSource = {
    readRun: (runId) => (runId === 'r' ? ({ id: 'r', lastSeq: events.length } as Run) : undefined),
    lastSeq: () => events.length,
    eventsAfter(_, after, limit) {
      reads += 1
      return events.slice(after, after + limit)
    },
    newestValues: () => (events.length === 0 ? undefined : { type: 'values', runId: 'r', tick: events.length, time: 0, values: {} }),
    newestQuotes: () => [],
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return {
    source,
    get reads() {
      return reads
    },
    append(count: number) {
      for (let added = 0; added < count; added += 1) events.push(event(events.length + 1))
      for (const listener of listeners) listener('r', 'events')
    },
  }
}

/** A socket whose buffer we fill and empty. */
function fakeSocket() {
  const sent: string[] = []
  const socket = { bufferedAmount: 0, send: (text: string) => void sent.push(text), close: () => {} }
  const frames = () => sent.map((text) => JSON.parse(text) as { type: string; events?: JournalEvent[]; tick?: number })
  return {
    socket,
    sent,
    seqs: () => frames().flatMap((frame) => frame.events?.map(({ seq }) => seq) ?? []),
    ticks: () => frames().flatMap((frame) => (frame.tick === undefined ? [] : [frame.tick])),
  }
}
const subscribe = (after: number) => JSON.stringify({ type: 'subscribe', runId: 'r', after, values: true })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('whatever comes and however slow a client is: every event once and in order, values never backwards', () => {
  const step = fc.oneof(
    fc.record({ append: fc.integer({ min: 1, max: 1500 }) }),
    fc.record({ full: fc.boolean() }),
    fc.record({ wait: fc.integer({ min: 1, max: 200 }) }),
    fc.record({ resubscribe: fc.constant(true) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const journal = fakeSource()
      const hub = createStreamHub(journal.source)
      const client = fakeSocket()
      const connected = hub.connect(client.socket)
      connected.receive(subscribe(0))
      for (const each of steps) {
        if ('append' in each) journal.append(each.append)
        else if ('full' in each) client.socket.bufferedAmount = each.full ? 2_000_000 : 0
        else if ('wait' in each) vi.advanceTimersByTime(each.wait)
        else connected.receive(subscribe(client.seqs().at(-1) ?? 0))
      }
      client.socket.bufferedAmount = 0
      journal.append(1)
      vi.advanceTimersByTime(60_000)
      const seqs = client.seqs()
      expect(seqs).toEqual(seqs.map((_, at) => at + 1))
      expect(seqs.length).toBe(journal.source.lastSeq('r'))
      expect(client.ticks()).toEqual(client.ticks().toSorted((a, b) => a - b))
      hub.close()
    }),
    { numRuns: 60 },
  )
})

it('nothing is sent into a full socket, and a hundred clients at one place cost one read and one text', () => {
  const journal = fakeSource()
  const hub = createStreamHub(journal.source)
  const clients = Array.from({ length: 100 }, fakeSocket)
  for (const { socket } of clients) hub.connect(socket).receive(subscribe(0))
  vi.advanceTimersByTime(100)
  const full = fakeSocket()
  hub.connect(full.socket).receive(subscribe(0))
  full.socket.bufferedAmount = 5_000_000
  const before = journal.reads
  journal.append(10)
  vi.advanceTimersByTime(40)
  expect(journal.reads - before).toBe(1)
  for (const { seqs } of clients) expect(seqs()).toHaveLength(10)
  expect(full.seqs()).toEqual([])
  hub.close()
})

it('changes within a moment go out as one frame', () => {
  const journal = fakeSource()
  const hub = createStreamHub(journal.source)
  const { socket, sent, seqs } = fakeSocket()
  hub.connect(socket).receive(subscribe(0))
  vi.advanceTimersByTime(100)
  const before = sent.length
  for (let added = 0; added < 20; added += 1) journal.append(1)
  vi.advanceTimersByTime(40)
  expect(seqs()).toHaveLength(20)
  expect(sent.length - before).toBe(2)
  hub.close()
})
