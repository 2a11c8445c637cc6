import type { JournalEvent } from '@strategraph/trading-engine'
import { describe, expect, it } from 'vitest'
import { startChild } from './support/child-server.ts'
import { writeLongJournal } from './support/long-journal.ts'
import { crossStrategy } from './support/strategies.ts'
import { eventually, startServer, temporaryFolder, type TestServer } from './support/test-server.ts'

/** What came in and what was decided, without numbers and without what only tells of the process (a pause, a restart). */
const decisionsOf = (events: readonly JournalEvent[]) =>
  events
    .filter(({ type }) => type !== 'run.started' && type !== 'status' && type !== 'run.finished')
    .map(({ time, type, payload }) => ({ time, type, payload }))

/** Only what is to be killed is a process of its own: starting one takes seconds. */
type Server = Pick<TestServer, 'api'>

async function journalOf({ api }: Server, id: string): Promise<JournalEvent[]> {
  const all: JournalEvent[] = []
  // As it is now: a run that goes on writes faster than it is read.
  const { lastSeq } = await api.readRun({ params: { id } })
  while (all.length < lastSeq) all.push(...(await api.runEvents({ params: { id }, query: { after: all.length, limit: 5000 } })).events)
  return all
}

const start = ({ api }: Server) => api.startRun({ body: { mode: 'dry-run', document: crossStrategy({ seed: 12 }), speed: 12_000 } })
const barsOf = async ({ api }: Server, id: string) => (await api.readRun({ params: { id } })).bars
const untilBars = (server: Server, id: string, bars: number) =>
  eventually(`${bars} bars`, async () => ((await barsOf(server, id)) >= bars ? true : undefined), 30_000)

async function undisturbed(bars: number): Promise<readonly JournalEvent[]> {
  const server = await startServer()
  const { id } = await start(server)
  await untilBars(server, id, bars)
  await server.api.stopRun({ params: { id } })
  return journalOf(server, id)
}

describe('a dry-run survives', () => {
  it.each(['SIGKILL', 'SIGTERM'] as const)(
    '%s, three times over: its bars, decisions and trades equal those of an undisturbed run',
    async (signal) => {
      const dataPath = await temporaryFolder()
      let child = await startChild({ dataPath })
      let server: Server = child
      const { id } = await start(server)
      let reached = 60
      for (const isLast of [false, false, true]) {
        await untilBars(server, id, reached)
        const before = await journalOf(server, id)
        child.process.kill(signal)
        expect(await child.ended).toBe(signal === 'SIGKILL' ? 'SIGKILL' : 0)
        if (isLast) server = await startServer({ dataPath })
        else server = child = await startChild({ dataPath })
        await eventually('the run goes on', async () =>
          (await server.api.readRun({ params: { id } })).status === 'running' ? true : undefined,
        )
        expect((await journalOf(server, id)).slice(0, before.length), 'what was answered once is never taken back').toEqual(before)
        reached = (await barsOf(server, id)) + 40
      }
      await untilBars(server, id, reached)
      await server.api.stopRun({ params: { id } })
      const survived = decisionsOf(await journalOf(server, id))
      const expected = decisionsOf(await undisturbed(survived.filter(({ type }) => type === 'bar').length + 5))
      expect(survived.filter(({ type }) => type === 'trade').length).toBeGreaterThan(3)
      expect(survived).toEqual(expected.slice(0, survived.length))
    },
    120_000,
  )

  it('a long journal is taken up in turns: the server answers meanwhile, says that the run is starting, and remembers a stop', async () => {
    const dataPath = await temporaryFolder()
    const { id, events } = await writeLongJournal(dataPath, 50_000)
    const { api, begun } = await startServer({ dataPath, waits: false })
    const order: string[] = []
    const up = begun.then(() => order.push('up'))
    for (let request = 0; request < 10; request += 1) {
      await api.health({})
      order.push((await api.readRun({ params: { id } })).status)
    }
    expect(order).toEqual(Array.from({ length: 10 }, () => 'starting'))
    await expect(api.pauseRun({ params: { id } })).rejects.toMatchObject({ status: 409, body: { code: 'RUN_STARTING' } })
    expect(await api.stopRun({ params: { id } })).toMatchObject({ status: 'starting' })
    await up
    const run = await api.readRun({ params: { id } })
    expect(run).toMatchObject({ status: 'stopped', reason: 'Stopped by the user' })
    expect(run.lastSeq, 'all of it, and the end').toBeGreaterThan(events)
  }, 120_000)

  it('a pause too: it is still paused afterwards, and can be resumed', async () => {
    const dataPath = await temporaryFolder()
    const first = await startChild({ dataPath })
    const { id } = await start(first)
    await untilBars(first, id, 30)
    await first.api.pauseRun({ params: { id } })
    first.process.kill('SIGKILL')
    await first.ended
    const second = await startServer({ dataPath })
    const run = await eventually('it is up', async () => {
      const read = await second.api.readRun({ params: { id } })
      return read.status === 'paused' && (await barsOf(second, id)) > 30 ? read : undefined
    })
    expect(run).toMatchObject({ status: 'paused', entriesPaused: true })
    expect(await second.api.resumeRun({ params: { id } })).toMatchObject({ status: 'running', entriesPaused: false })
  }, 60_000)

  it('a journal that no longer leads to the same decisions: the run fails visibly and trades no more', async () => {
    const dataPath = await temporaryFolder()
    const first = await startServer({ dataPath })
    const { id } = await start(first)
    await untilBars(first, id, 60)
    await first.close()
    await falsifyBar(`${dataPath}/journal.sqlite`, id)
    const second = await startServer({ dataPath })
    const run = await eventually('it has failed', async () => {
      const read = await second.api.readRun({ params: { id } })
      return read.status === 'failed' ? read : undefined
    })
    expect(run.reason).toContain('REPLAY_DIVERGED')
    const { lastSeq } = run
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await second.api.readRun({ params: { id } })).lastSeq).toBe(lastSeq)
    await expect(second.api.resumeRun({ params: { id } })).rejects.toMatchObject({ status: 409 })
  }, 60_000)

  it('a backtest that was cut off says so', async () => {
    const dataPath = await temporaryFolder()
    const first = await startChild({ dataPath })
    const { id } = await first.api.startRun({
      body: { mode: 'backtest', document: crossStrategy(), feeds: { feed: { kind: 'simulated', seed: 1, bars: 4_000_000 } } },
    })
    first.process.kill('SIGKILL')
    await first.ended
    const second = await startServer({ dataPath })
    expect(
      await eventually('its end', async () => {
        const read = await second.api.readRun({ params: { id } })
        return read.status === 'interrupted' ? read : undefined
      }),
    ).toMatchObject({ reason: expect.stringContaining('start it again') })
  }, 60_000)
})

/** As if a bar had been another one: with a right checksum, so that only the replay can notice. */
async function falsifyBar(path: string, runId: string): Promise<void> {
  const { crc32 } = await import('node:zlib')
  const { DatabaseSync } = await import('node:sqlite')
  const database = new DatabaseSync(path)
  const row = database
    .prepare("select seq, time, type, payload from events where runId = ? and type = 'bar' order by seq limit 1 offset 15")
    .get(runId)
  const { seq, time, type, payload } = row as { seq: number; time: number; type: string; payload: string }
  const bar = JSON.parse(payload) as { close: number; low: number; high: number }
  const text = JSON.stringify({ ...bar, close: bar.close * 2, high: bar.close * 2 })
  const crc = crc32(text, crc32(`${seq} ${time} ${type} `))
  database.prepare('update events set payload = ?, crc = ? where runId = ? and seq = ?').run(text, crc, runId, seq)
  database.close()
}
