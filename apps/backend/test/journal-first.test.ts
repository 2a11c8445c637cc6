import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { builtinNodes } from '@strategraph/nodes'
import type { JournalEvent } from '@strategraph/trading-engine'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDryRun } from '../src/runs/dry-run/open-dry-run.ts'
import { createRunBook } from '../src/runs/run-book.ts'
import type { RunRecord } from '../src/runs/run-record.ts'
import type { RunStore } from '../src/runs/run-store.ts'
import { prepareRun, type Preparation } from '../src/runs/start-run.ts'
import { crossStrategy } from './support/strategies.ts'
import { eventually } from './support/test-server.ts'

const nobody = () => {
  throw new Error('not asked in this test')
}

/** A dry-run over a store that writes down what happens when, and whose disk can be full. */
async function observedRun(document: Record<string, unknown>, speed: number) {
  const happened: string[] = []
  const stored: JournalEvent[] = []
  let isDiskFull = false
  let record: RunRecord | undefined
  const store: RunStore = {
    insert: (inserted) => void (record = inserted),
    append(events) {
      if (isDiskFull) throw new Error('JOURNAL_WRITE_FAILED: disk full')
      stored.push(...events)
      for (const { type } of events) happened.push(`stored ${type}`)
    },
    update: (updated) => void (record = updated),
    read: () => record,
    list: () => [],
    unfinished: () => [],
    lastSeq: () => stored.length,
    events: () => [],
    saveEquity() {},
    equity: () => undefined,
    saveBars() {},
    bars: () => undefined,
    saveCheckpoint() {},
    checkpoint: () => undefined,
  }
  const book = createRunBook(store, Date.now)
  book.onChange((_, what) => void happened.push(`told ${what}`))
  const preparation: Preparation = {
    registry: builtinNodes,
    workflows: { read: nobody } as unknown as Preparation['workflows'],
    directory: { dataset: nobody, instrument: nobody },
    now: Date.now,
  }
  const prepared = await prepareRun({ mode: 'dry-run', document, speed }, preparation)
  book.create(prepared.record)
  const run = await openDryRun(prepared, {
    book,
    store,
    loader: { jobFeeds: nobody, dataset: nobody, loadAgain: nobody },
    async askModel() {
      happened.push('asked')
      return { ok: false, code: 'NO_API_KEY', reason: 'none' }
    },
    openExchange: nobody,
    openQuotes: nobody,
    realNow: Date.now,
    onError() {},
  })
  onTestFinished(() => run.suspend())
  return { run, book, happened, stored, id: prepared.record.run.id, fillDisk: () => (isDiskFull = true) }
}

describe('journal first', () => {
  it('no model is asked before its question is stored', async () => {
    const path = resolve(import.meta.dirname, '../../../examples/llm-decision-with-risk-gate/workflow.json')
    const { run, happened, stored } = await observedRun(JSON.parse(await readFile(path, 'utf8')), 100_000)
    await eventually('some questions', () => (happened.filter((each) => each === 'asked').length >= 2 ? true : undefined))
    run.stop('enough')
    let asks = 0
    for (const each of happened) {
      if (each === 'stored ask') asks += 1
      if (each === 'asked') asks -= 1
      expect(asks).toBeGreaterThanOrEqual(0)
    }
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, at) => at + 1))
  })

  it('a disk that is full ends the run visibly: nothing more is decided, shown or traded', async () => {
    const { run, book, happened, id, fillDisk } = await observedRun(crossStrategy(), 60_000)
    await eventually('bars', () => ((book.run(id)?.bars ?? 0) > 30 ? true : undefined))
    fillDisk()
    await run.ended
    const { status, reason, bars } = book.run(id) ?? {}
    expect([status, reason]).toEqual(['failed', expect.stringContaining('disk full')])
    const told = happened.length
    await new Promise((done) => setTimeout(done, 100))
    expect(happened.length).toBe(told)
    expect(book.run(id)?.bars).toBe(bars)
    expect(() => run.pause('late')).toThrow('over')
  })
})
