import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import type { Journal } from './journal.ts'
import { openJournal } from './open-journal.ts'
import type { JournalEvent, RunWithDocument } from './run-record.ts'

const run = (id: string, more: Partial<RunWithDocument> = {}): RunWithDocument => ({
  id,
  workflowId: 'w',
  revision: 3,
  document: { id: 'w', nodes: [] },
  mode: 'dry-run',
  status: 'running',
  createdAt: 1000,
  updatedAt: 1000,
  graphHash: 'h',
  summary: { trades: 0 },
  ...more,
})
const event = (runId: string, seq: number, text = `line ${seq}`): JournalEvent => ({
  runId,
  seq,
  time: 1000 + seq,
  type: 'log',
  payload: { nodeId: 'n', level: 'info', text },
})
const bar = (runId: string, seq: number): JournalEvent => ({
  runId,
  seq,
  time: seq,
  type: 'bar',
  payload: { feed: 'f', open: 0.1, high: 0.30000000000000004, low: 1e-8, close: 5e-324, volume: 1e21 },
})
const events = (runId: string, from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => event(runId, from + index))

async function open(path: string): Promise<Journal> {
  const opened = await openJournal(path)
  if (!opened.ok) throw new Error(opened.problems[0]?.message)
  onTestFinished(() => opened.value.close())
  return opened.value
}
const fresh = async () => {
  const path = join(await temporaryFolder(), 'journal.sqlite')
  return { path, journal: await open(path) }
}
const refusal = async (path: string) => {
  const opened = await openJournal(path)
  if (opened.ok) opened.value.close()
  return opened.ok ? 'opened' : opened.problems[0]?.code
}

describe('journal', () => {
  it('gives back runs and events exactly as they were written, after reopening', async () => {
    const { path, journal } = await fresh()
    journal.createRun(run('a'))
    journal.append([event('a', 1, 'µ "quoted" \u2028'), bar('a', 2), event('a', 3)])
    journal.close()
    const again = await open(path)
    expect(again.readRun('a')).toEqual(run('a'))
    expect(again.read('a')).toEqual([event('a', 1, 'µ "quoted" \u2028'), bar('a', 2), event('a', 3)])
    expect(again.lastSeq('a')).toBe(3)
  })

  it('reads after a seq, with a limit, and by type', async () => {
    const { journal } = await fresh()
    journal.createRun(run('a'))
    journal.append([event('a', 1), bar('a', 2), event('a', 3), bar('a', 4), event('a', 5)])
    const seqs = (query: Parameters<Journal['read']>[1]) => journal.read('a', query).map(({ seq }) => seq)
    expect(seqs({ after: 2 })).toEqual([3, 4, 5])
    expect(seqs({ after: 1, limit: 2 })).toEqual([2, 3])
    expect(seqs({ types: ['bar'] })).toEqual([2, 4])
    expect(seqs({ types: ['bar', 'log'], after: 3, limit: 1 })).toEqual([4])
    expect(journal.read('nobody')).toEqual([])
  })

  it('refuses a batch with a hole or a repetition as a whole', async () => {
    const { journal } = await fresh()
    journal.createRun(run('a'))
    journal.append(events('a', 1, 3))
    expect(() => journal.append([event('a', 4), event('a', 6)])).toThrow('JOURNAL_SEQ_GAP')
    expect(() => journal.append([event('a', 3)])).toThrow('JOURNAL_SEQ_GAP')
    expect(journal.lastSeq('a')).toBe(3)
    journal.append([event('a', 4)])
    expect(journal.read('a')).toHaveLength(4)
  })

  it('keeps the seqs of several runs apart in one batch', async () => {
    const { journal } = await fresh()
    journal.append([event('a', 1), event('b', 1), event('a', 2)])
    expect([journal.lastSeq('a'), journal.lastSeq('b'), journal.findGaps('a')]).toEqual([2, 1, []])
  })

  it('a sink writes what it collected at the flush, and once only', async () => {
    const { journal } = await fresh()
    const sink = journal.sink()
    sink.append(event('a', 1))
    expect(journal.lastSeq('a')).toBe(0)
    sink.flush()
    sink.flush()
    expect(journal.read('a')).toHaveLength(1)
  })

  it('lists runs newest first, by workflow and page by page, with their changes', async () => {
    const { journal } = await fresh()
    for (const [index, workflowId] of ['w', 'v', 'w'].entries()) journal.createRun(run(`r${index}`, { workflowId, createdAt: index }))
    journal.updateRun('r1', { status: 'finished', summary: { trades: 7 }, updatedAt: 9 })
    expect(journal.listRuns().map(({ id }) => id)).toEqual(['r2', 'r1', 'r0'])
    expect(journal.listRuns({ workflowId: 'w' }).map(({ id }) => id)).toEqual(['r2', 'r0'])
    expect(journal.listRuns({ before: 2, limit: 1 })).toMatchObject([
      { id: 'r1', status: 'finished', summary: { trades: 7 }, updatedAt: 9 },
    ])
    expect(() => journal.updateRun('nobody', { updatedAt: 1 })).toThrow('JOURNAL_RUN_UNKNOWN')
    expect(() => journal.createRun(run('r1'))).toThrow('JOURNAL_RUN_EXISTS')
  })

  it('keeps result columns bit for bit, NaN included', async () => {
    const { journal } = await fresh()
    const columns = { equity: Float64Array.of(1, Number.NaN, -0, 5e-324), time: Float64Array.of(1.5, 2) }
    journal.writeResult('a', 'main', { meta: { bars: 4 }, columns })
    expect(journal.readResult('a', 'main')).toEqual({ meta: { bars: 4 }, columns })
    expect(journal.readResult('a', 'other')).toBeUndefined()
  })

  it('deletes a run with everything that belongs to it', async () => {
    const { journal } = await fresh()
    journal.createRun(run('a'))
    journal.append(events('a', 1, 2))
    journal.writeResult('a', 'main', { meta: null, columns: {} })
    journal.deleteRun('a')
    expect([journal.readRun('a'), journal.read('a'), journal.readResult('a', 'main')]).toEqual([undefined, [], undefined])
    journal.append([event('a', 1)])
  })

  it('syncs to the disk on every commit and is private', async () => {
    const { path, journal } = await fresh()
    journal.append([event('a', 1)])
    const other = new Database(path)
    expect(other.pragma('journal_mode', { simple: true })).toBe('wal')
    other.close()
    for (const suffix of ['', '-wal', '-shm']) expect((await stat(path + suffix)).mode & 0o777).toBe(0o600)
  })
})

describe('damage', () => {
  it.each([
    ['empty', async (path: string) => truncate(path, 0)],
    ['text', async (path: string) => writeFile(path, 'this is no database at all, but some text that somebody put here')],
    ['cut in the middle', async (path: string) => truncate(path, (await stat(path)).size - 5000)],
    [
      'overwritten pages',
      async (path: string) => {
        const bytes = await readFile(path)
        bytes.fill(0x5a, 8192, bytes.length - 4096)
        await writeFile(path, bytes)
      },
    ],
  ])('a file that is %s is refused and not touched', async (_, spoil) => {
    const { path, journal } = await fresh()
    journal.createRun(run('a'))
    journal.append(events('a', 1, 500))
    journal.close()
    await spoil(path)
    const before = await readFile(path)
    expect(await refusal(path)).toBe('JOURNAL_DAMAGED')
    expect((await readFile(path)).equals(before)).toBe(true)
  })

  it('a database of another program is refused', async () => {
    const path = join(await temporaryFolder(), 'journal.sqlite')
    const other = new Database(path)
    other.exec('create table t (x)')
    other.close()
    expect(await refusal(path)).toBe('JOURNAL_DAMAGED')
  })

  it('a journal of a newer version is refused', async () => {
    const { path, journal } = await fresh()
    journal.close()
    const other = new Database(path)
    other.exec("insert into kysely_migration (name, timestamp) values ('999-future', '2030-01-01')")
    other.close()
    expect(await refusal(path)).toBe('JOURNAL_TOO_NEW')
  })

  it('a flipped digit in a stored event is noticed', async () => {
    const { path, journal } = await fresh()
    journal.append([event('a', 1), event('a', 2)])
    const other = new Database(path)
    other.exec(`update events set payload = replace(payload, 'line 2', 'line 3') where seq = 2`)
    other.close()
    expect(journal.read('a', { limit: 1 })).toHaveLength(1)
    expect(() => journal.read('a')).toThrow('JOURNAL_DAMAGED')
  })

  it('missing events of a run that was going on are named at the start', async () => {
    const { path, journal } = await fresh()
    journal.createRun(run('a'))
    journal.createRun(run('b'))
    journal.append([...events('a', 1, 9), ...events('b', 1, 9)])
    journal.close()
    const other = new Database(path)
    other.exec(`delete from events where runId = 'b' and seq in (1, 4, 5)`)
    other.close()
    const opened = await openJournal(path)
    if (!opened.ok) throw new Error('refused')
    onTestFinished(() => opened.value.close())
    expect(opened.warnings.map(({ code, received }) => [code, received])).toEqual([['JOURNAL_GAP', 'b']])
    expect(opened.value.findGaps('b')).toEqual([
      { from: 1, to: 1 },
      { from: 4, to: 5 },
    ])
  })

  it('a half-made new file does not stand in the way', async () => {
    const { path, journal } = await fresh()
    journal.close()
    const folder = await temporaryFolder()
    await copyFile(path, join(folder, 'journal.sqlite.new'))
    await truncate(join(folder, 'journal.sqlite.new'), 5000)
    expect((await open(join(folder, 'journal.sqlite'))).listRuns()).toEqual([])
  })
})

/** Writes batches as fast as it can and prints the last seq after each one. */
async function writingProcess(path: string): Promise<ChildProcess> {
  const script = `
    import { writeSync } from 'node:fs'
    import { openJournal } from ${JSON.stringify(join(import.meta.dirname, 'open-journal.ts'))}
    const opened = await openJournal(process.argv[1])
    if (!opened.ok) throw new Error(opened.problems[0].message)
    const journal = opened.value
    writeSync(1, 'ready\\n')
    for (let seq = journal.lastSeq('a'); ; ) {
      const size = 1 + (seq % 20)
      journal.append(Array.from({ length: size }, (_, index) => ({ runId: 'a', seq: seq + index + 1, time: 1, type: 'log', payload: { nodeId: 'n', level: 'info', text: 'x'.repeat(200) } })))
      seq += size
      writeSync(1, seq + '\\n')
    }`
  return spawn(process.execPath, ['--input-type=module-typescript', '-e', script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
}

describe('kill -9', () => {
  it('no acknowledged event is lost and no hole is left, at five random moments', async () => {
    const { path, journal } = await fresh()
    journal.createRun(run('a'))
    journal.close()
    let total = 0
    for (let round = 0; round < 5; round += 1) {
      const child = await writingProcess(path)
      let output = ''
      child.stdout?.on('data', (chunk) => (output += String(chunk)))
      await once(child.stdout ?? child, 'data')
      await new Promise((resolve) => setTimeout(resolve, 10 + Math.random() * 100))
      child.kill('SIGKILL')
      await once(child, 'close')
      const acknowledged = Math.max(0, ...output.split('\n').slice(0, -1).map(Number).filter(Number.isFinite))
      const opened = await openJournal(path)
      if (!opened.ok) throw new Error(opened.problems[0]?.message)
      expect(opened.warnings).toEqual([])
      expect(opened.value.lastSeq('a')).toBeGreaterThanOrEqual(acknowledged)
      expect(opened.value.findGaps('a')).toEqual([])
      total = opened.value.lastSeq('a')
      opened.value.close()
    }
    expect(total).toBeGreaterThan(100)
  })
})
