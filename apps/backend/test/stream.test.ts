import type { JournalEvent } from '@strategraph/trading-engine'
import { describe, expect, it } from 'vitest'
import { openStream } from './support/stream-client.ts'
import { chattyStrategy, crossStrategy, twoTimeframes } from './support/strategies.ts'
import { eventually, startServer, type TestServer } from './support/test-server.ts'

const bearer = ({ token }: TestServer) => ({ authorization: `Bearer ${token}` })
/** A dry-run that makes a bar every 6 ms. */
const startFast = (server: TestServer, speed = 10_000) =>
  server.api.startRun({ body: { mode: 'dry-run', document: crossStrategy(), speed } })

async function wholeJournal({ api }: TestServer, id: string): Promise<JournalEvent[]> {
  const all: JournalEvent[] = []
  for (;;) {
    const page = await api.runEvents({ params: { id }, query: { after: all.length, limit: 5000 } })
    all.push(...page.events)
    if (page.events.length === 0) return all
  }
}

describe('the stream', () => {
  it('over random cuts of the connection no event is lost, doubled or out of order', async () => {
    const server = await startServer()
    const { id } = await startFast(server)
    const seen: JournalEvent[] = []
    let cuts = 0
    while (seen.length < 600 || cuts < 15) {
      const client = await openStream(server.port, bearer(server))
      // Cut after a random number of frames, often in the middle of what the server is sending.
      let left = 1 + Math.floor(Math.random() * 6)
      let isCut = false
      client.onFrame((frame) => {
        if (isCut || frame.type !== 'events') return
        seen.push(...frame.events)
        left -= 1
        if (left > 0) return
        isCut = true
        client.vanish()
      })
      client.send({ type: 'subscribe', runId: id, after: seen.at(-1)?.seq ?? 0, values: Math.random() < 0.5 })
      await eventually('the connection is cut', () => isCut || undefined)
      cuts += 1
    }
    expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, at) => at + 1))
    await server.api.stopRun({ params: { id } })
    expect((await wholeJournal(server, id)).slice(0, seen.length)).toEqual(seen)
  })

  it('a client that does not read gets, when it reads again, every event and only the newest values, and costs no memory meanwhile', async () => {
    const server = await startServer()
    const { id } = await server.api.startRun({ body: { mode: 'dry-run', document: chattyStrategy(), speed: 60_000 } })
    const slow = await openStream(server.port, bearer(server))
    const quick = await openStream(server.port, bearer(server))
    for (const client of [slow, quick]) client.send({ type: 'subscribe', runId: id, after: 0, values: true })
    slow.pause()
    // More than socket buffers and the high-water mark hold together.
    await eventually(
      '12 MB of journal',
      async () => ((await server.api.readRun({ params: { id } })).lastSeq > 12_000 ? true : undefined),
      60_000,
    )
    await server.api.stopRun({ params: { id } })
    const { lastSeq } = await server.api.readRun({ params: { id } })
    slow.resume()
    const seqs = (client: typeof slow) => client.of('events').flatMap(({ events }) => events.map(({ seq }) => seq))
    for (const client of [slow, quick]) {
      await eventually('all events', () => (seqs(client).at(-1) === lastSeq ? true : undefined), 30_000)
      expect(seqs(client)).toEqual(Array.from({ length: lastSeq }, (_, at) => at + 1))
    }
    expect(slow.of('values').length).toBeLessThan(quick.of('values').length)
    const ticks = slow.of('values').map(({ tick }) => tick)
    expect(ticks).toEqual(ticks.toSorted((a, b) => a - b))
  }, 120_000)

  it('values, warm-up, quotes and the run itself come with a subscription; a ping is answered', async () => {
    const server = await startServer()
    // Slow enough that the forming market is seen between bars.
    const { id } = await startFast(server, 60)
    const client = await openStream(server.port, bearer(server))
    client.send({ type: 'subscribe', runId: id, after: 0, values: true })
    client.send({ type: 'ping', id: 7 })
    const values = await eventually('values', () => client.of('values').at(-1))
    expect(Object.keys(values.values)).toEqual(expect.arrayContaining(['fast.value', 'slow.value', 'feed.candles', 'gate.order']))
    expect(client.of('subscribed')).toMatchObject([{ runId: id, after: 0 }])
    expect((await eventually('the run', () => client.of('run').at(-1))).run).toMatchObject({
      id,
      mode: 'dry-run',
      status: 'running',
      speed: 60,
    })
    expect(await eventually('pong', () => client.of('pong')[0])).toEqual({ type: 'pong', id: 7 })
    const quotes = await eventually('moving quotes', () =>
      new Set(client.of('quote').map(({ last }) => last)).size > 2 ? client.of('quote') : undefined,
    )
    for (const { feed, bid, ask } of quotes) {
      expect(feed).toBe('feed')
      expect(ask).toBeGreaterThan(bid)
    }
  })

  it('live tickers move: one that mirrors a feed, one with a market of its own', async () => {
    const server = await startServer()
    const { id } = await server.api.startRun({ body: { mode: 'dry-run', document: twoTimeframes(), speed: 300 } })
    const client = await openStream(server.port, bearer(server))
    client.send({ type: 'subscribe', runId: id, after: 0, values: true })
    const lasts = (feed: string) => new Set(client.of('quote').flatMap((quote) => (quote.feed === feed ? [quote.last] : [])))
    for (const ticker of ['ticker', 'other']) await eventually(`${ticker} moves`, () => (lasts(ticker).size > 2 ? true : undefined))
    expect(Math.max(...lasts('other'))).toBeLessThan(10_000)
    expect(Math.min(...lasts('ticker'))).toBeGreaterThan(10_000)
    expect((await eventually('values', () => client.of('values').at(-1))).values['ticker.quote']).toMatchObject({ bid: expect.any(Number) })
  })

  it('who watches all runs is told of runs that others start', async () => {
    const server = await startServer()
    const client = await openStream(server.port, bearer(server))
    client.send({ type: 'watch-runs' })
    client.send({ type: 'ping', id: 1 })
    await eventually('pong', () => client.of('pong')[0])
    const { id } = await server.api.startRun({
      body: { mode: 'backtest', document: crossStrategy(), feeds: { feed: { kind: 'simulated', seed: 1, bars: 200 } } },
    })
    await eventually('its end', () => client.of('run').find(({ run }) => run.id === id && run.status === 'finished'))
    expect(client.of('events')).toEqual([])
  })

  it.each([
    ['no JSON', '{', 'BAD_FRAME'],
    ['an unknown type', '{"type":"shout"}', 'BAD_FRAME'],
    ['a run that is not there', '{"type":"subscribe","runId":"nope","after":0}', 'RUN_NOT_FOUND'],
    ['__proto__', '{"type":"subscribe","runId":"__proto__","after":0}', 'RUN_NOT_FOUND'],
    ['too much text', JSON.stringify({ type: 'subscribe', runId: 'x'.repeat(6000), after: 0 }), 'FRAME_TOO_LARGE'],
  ])('%s is answered with a problem and the connection lives on', async (_, text, code) => {
    const server = await startServer()
    const client = await openStream(server.port, bearer(server))
    client.send(text)
    expect(await eventually('the problem', () => client.of('problem')[0])).toMatchObject({ code })
    client.send({ type: 'ping', id: 2 })
    await eventually('pong', () => client.of('pong')[0])
  })

  it('a seq that the run has not reached is refused: the client knows another journal', async () => {
    const server = await startServer()
    const { id } = await startFast(server, 60)
    const client = await openStream(server.port, bearer(server))
    client.send({ type: 'subscribe', runId: id, after: 1_000_000, values: true })
    expect(await eventually('the problem', () => client.of('problem')[0])).toMatchObject({ code: 'SEQ_AHEAD', runId: id })
  })

  it('a logout closes the streams of that session', async () => {
    const server = await startServer()
    const client = await openStream(server.port, server.page)
    const script = await openStream(server.port, bearer(server))
    await fetch(`${server.url}/api/session`, { method: 'DELETE', headers: { ...server.page } })
    await eventually('the close', () => client.closeCode)
    expect(client.closeCode).toBe(4401)
    expect(script.isClosed).toBe(false)
  })
})
