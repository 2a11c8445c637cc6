import type { Client, Run } from '@strategraph/protocol'
import { describe, expect, it } from 'vitest'
import { rawRequest } from './support/raw-request.ts'
import { crossStrategy, twoTimeframes } from './support/strategies.ts'
import { eventually, startServer } from './support/test-server.ts'

const simulated = (bars: number, seed = 5) => ({ feed: { kind: 'simulated' as const, seed, bars } })
const isOver = ({ status }: Run) => ['finished', 'stopped', 'failed', 'interrupted'].includes(status)
const ended = (api: Client, id: string, withinMs?: number) =>
  eventually(
    `run ${id} ends`,
    async () => {
      const run = await api.readRun({ params: { id } })
      return isOver(run) ? run : undefined
    },
    withinMs,
  )
async function backtest(api: Client, bars: number, more: Partial<Parameters<Client['startRun']>[0]['body']> = {}) {
  const { id } = await api.startRun({ body: { mode: 'backtest', document: crossStrategy(), feeds: simulated(bars), ...more } })
  return ended(api, id, 30_000)
}

/** Candles of a sine, as freqtrade and Kraken users have them: open stamps in seconds. */
function sineCsv(rows: number): string {
  const price = (row: number) => (30_000 + 1000 * Math.sin(row / 6)).toFixed(1)
  const lines = Array.from({ length: rows }, (_, row) => {
    const [open, close] = [Number(price(row)), Number(price(row + 1))]
    return [
      1_600_000_020 + row * 60,
      open,
      (Math.max(open, close) + 5).toFixed(1),
      (Math.min(open, close) - 5).toFixed(1),
      close,
      '1.5',
    ].join()
  })
  return ['time,open,high,low,close,volume', ...lines].join('\n')
}

describe('backtests', () => {
  it('run to their end off the main thread; result, journal, bars and values belong together', async () => {
    const { api } = await startServer()
    const run = await backtest(api, 2000)
    expect(run).toMatchObject({
      status: 'finished',
      progress: 1,
      bars: 2000,
      mode: 'backtest',
      feeds: [{ provenance: 'simulated', source: 'seed 5' }],
    })
    const { metrics, trades, equity } = await api.runResult({ params: { id: run.id }, query: {} })
    expect(trades.length).toBeGreaterThan(20)
    expect(metrics?.trades).toBe(trades.length)
    expect(equity.at(-1)?.equity).toBeCloseTo(metrics?.finalEquity ?? 0, 6)
    const { events, lastSeq, more } = await api.runEvents({ params: { id: run.id }, query: { limit: 5000 } })
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1))
    expect([events[0]?.type, events.at(-1)?.type, events.at(-1)?.seq, more]).toEqual(['run.started', 'run.finished', lastSeq, false])
    const onlyTrades = await api.runEvents({ params: { id: run.id }, query: { types: 'trade', limit: 5000 } })
    expect(onlyTrades.events.map(({ payload }) => payload)).toEqual(trades.map((trade) => ({ trade })))
    const bars = await api.runBars({ params: { id: run.id }, query: { from: 10, to: 20 } })
    expect([bars.total, bars.time.length, bars.interval]).toEqual([2000, 10, '1m'])
    const values = await api.runValues({ params: { id: run.id }, query: { from: 10, to: 20 } })
    expect(values.time).toEqual(bars.time)
    expect(values.values['feed.candles']?.map((bar) => (bar as { close: number }).close)).toEqual(bars.close)
  })

  it('the same request gives the same run, bit for bit', async () => {
    const { api } = await startServer()
    const [a, b] = [await backtest(api, 1500), await backtest(api, 1500)]
    expect(b.metrics).toEqual(a.metrics)
    const journal = async (id: string) =>
      (await api.runEvents({ params: { id }, query: { limit: 5000 } })).events.map((event) => ({ ...event, runId: '' }))
    expect(await journal(b.id)).toEqual(await journal(a.id))
  })

  it('over an imported CSV file: preview, import, run, chart, and the dataset is protected by nothing but its owner', async () => {
    const { api } = await startServer()
    const file = Buffer.from(sineCsv(600))
    const query = { fileName: 'BTCUSD_1.csv', symbol: 'BTC/USD', name: 'A sine' }
    const preview = await api.previewData({ file, query })
    expect(preview.columns.map(({ role }) => role)).toEqual(['time', 'open', 'high', 'low', 'close', 'volume'])
    expect(preview.report).toMatchObject({ interval: '1m', barsKept: 600, gaps: 0, badRows: 0 })
    expect(await api.listDatasets({})).toEqual([])
    const dataset = await api.importData({ file, query })
    expect(dataset).toMatchObject({
      name: 'A sine',
      bars: 600,
      interval: '1m',
      symbol: 'BTC/USD',
      from: 1_600_000_020_000,
      provenance: 'imported',
    })
    expect(await api.listDatasets({})).toEqual([dataset])

    const feeds = { feed: { kind: 'dataset' as const, dataset: dataset.id } }
    const { id } = await api.startRun({ body: { mode: 'backtest', document: crossStrategy(), feeds } })
    expect(await ended(api, id)).toMatchObject({ status: 'finished', bars: 600, feeds: [{ provenance: 'imported', source: dataset.id }] })
    const { trades } = await api.runResult({ params: { id }, query: {} })
    expect(trades.length).toBeGreaterThan(5)
    expect((await api.runBars({ params: { id }, query: {} })).close).toEqual(
      (await api.datasetBars({ params: { id: dataset.id }, query: {} })).close,
    )

    const [from, to] = [dataset.from + 100 * 60_000, dataset.from + 300 * 60_000]
    const part = await api.startRun({ body: { mode: 'backtest', document: crossStrategy(), feeds, from, to } })
    expect(await ended(api, part.id)).toMatchObject({ status: 'finished', bars: 200 })
    const shown = await api.runBars({ params: { id: part.id }, query: {} })
    expect([shown.time[0], shown.time.at(-1)]).toEqual([from + 60_000, to])

    await api.deleteDataset({ params: { id: dataset.id } })
    await expect(api.startRun({ body: { mode: 'backtest', document: crossStrategy(), feeds } })).rejects.toMatchObject({
      status: 422,
      body: { code: 'DATASET_NOT_FOUND', problems: [{ nodeId: 'feed' }] },
    })
  })

  it('a file with wrong rows is refused with its lines, and taken without them where the user accepts that', async () => {
    const { api } = await startServer()
    const lines = sineCsv(50).split('\n')
    lines[20] = lines[20]?.replace(/,/, ',oops') ?? ''
    const file = Buffer.from(lines.join('\n'))
    const query = { fileName: 'x.csv', symbol: 'BTC/USD' }
    const preview = await api.previewData({ file, query })
    expect(preview.report.problems).toEqual(expect.arrayContaining([expect.objectContaining({ line: 21, severity: 'error' })]))
    await expect(api.importData({ file, query })).rejects.toMatchObject({ status: 422, body: { code: 'PROBLEMS_NOT_ACCEPTED' } })
    expect(await api.importData({ file, query: { ...query, acceptProblems: 'true' } })).toMatchObject({
      bars: 49,
      report: { badRows: 1, gaps: 1 },
    })
  })

  it('"stamps are bar end" moves every bar by one interval', async () => {
    const { api } = await startServer()
    const file = Buffer.from(sineCsv(30))
    const ofFile = (stampsAreBarEnd: 'true' | 'false') =>
      api.importData({ file, query: { fileName: 'x.csv', symbol: 'BTC/USD', stampsAreBarEnd } })
    expect((await ofFile('false')).from - (await ofFile('true')).from).toBe(60_000)
  })

  it('stamps without a zone are read in the zone that the user names, others are not', async () => {
    const { api } = await startServer()
    const row = (minute: number) => `2024-03-01 00:${String(minute).padStart(2, '0')}:00,100,101,99,100,1`
    const plain = ['time,open,high,low,close,volume', ...Array.from({ length: 20 }, (_, minute) => row(minute))].join('\n')
    const at = async (text: string, utcOffsetMinutes: number) =>
      (await api.importData({ file: Buffer.from(text), query: { fileName: 'x.csv', symbol: 'BTC/USD', utcOffsetMinutes } })).from
    expect(await at(plain, 0)).toBe(Date.UTC(2024, 2, 1))
    expect(await at(plain, 120)).toBe(Date.UTC(2024, 1, 29, 22))
    expect(await at(sineCsv(20), 120)).toBe(1_600_000_020_000)
  })

  it('can be canceled while they run, long before their end, and while they wait', async () => {
    const { api } = await startServer()
    const start = () => api.startRun({ body: { mode: 'backtest', document: crossStrategy(), feeds: simulated(4_000_000) } })
    const [running, waiting] = [await start(), await start()]
    await eventually('it runs', async () => ((await api.readRun({ params: { id: running.id } })).status === 'running' ? true : undefined))
    expect((await api.readRun({ params: { id: waiting.id } })).status).toBe('starting')
    await api.stopRun({ params: { id: waiting.id } })
    expect(await ended(api, waiting.id)).toMatchObject({ status: 'stopped', lastSeq: 0 })
    const began = performance.now()
    await api.stopRun({ params: { id: running.id } })
    expect(await ended(api, running.id)).toMatchObject({ status: 'stopped', reason: 'Canceled.' })
    // 200 ms are promised; here only that it does not run to its end, which takes half a minute: the machine is shared.
    expect(performance.now() - began).toBeLessThan(8000)
    expect(await api.stopRun({ params: { id: running.id } }), 'stopping twice is no mistake').toMatchObject({ status: 'stopped' })
    expect((await backtest(api, 300)).status, 'the worker is free again').toBe('finished')
  })

  it('the server answers between the progress reports of a backtest, it does not wait for its end', async () => {
    const { api } = await startServer()
    const order: string[] = []
    const { id } = await api.startRun({ body: { mode: 'backtest', document: crossStrategy(), feeds: simulated(300_000) } })
    const end = ended(api, id, 60_000).then((run) => {
      order.push('end')
      return run
    })
    const progress = new Set<number>()
    while (!order.includes('end')) {
      const { progress: done = 0, status } = await api.readRun({ params: { id } })
      if (status === 'running' && done > 0 && done < 1) progress.add(done)
      await api.health({})
      order.push('answer')
    }
    expect((await end).status).toBe('finished')
    expect(order.indexOf('end')).toBeGreaterThan(10)
    expect(progress.size).toBeGreaterThan(2)
  }, 90_000)

  it('what cannot run is refused before it starts, each with its code', async () => {
    const { api } = await startServer()
    const refusal = (body: Partial<Parameters<Client['startRun']>[0]['body']>) =>
      api.startRun({ body: { mode: 'backtest', document: crossStrategy(), ...body } }).then(
        () => 'started',
        (cause: { body: { code: string } }) => cause.body.code,
      )
    expect(await refusal({ feeds: { other: { kind: 'simulated', seed: 1 } } })).toBe('UNKNOWN_FEED')
    expect(await refusal({ feeds: { feed: { kind: 'simulated', seed: -1 } } })).toBe('BAD_SEED')
    expect(await refusal({ account: { initialCash: '0' } })).toBe('NO_CASH')
    expect(await refusal({ account: { initialCash: '1e9' } })).toBe('BAD_ACCOUNT')
    expect(await refusal({ account: { takerFee: 7 } })).toBe('BAD_ACCOUNT')
    expect(await refusal({ targetNode: 'nobody' })).toBe('TARGET_NOT_FOUND')
    expect(await api.listRuns({ query: {} })).toEqual([])
    const empty = await api.startRun({ body: { mode: 'backtest', document: crossStrategy(), from: 5, to: 6 } })
    expect(await ended(api, empty.id)).toMatchObject({ status: 'failed', reason: expect.stringContaining('no bars') })
  })

  it('overrides of the account are used and recorded', async () => {
    const { api } = await startServer()
    const run = await backtest(api, 800, { account: { initialCash: '500', takerFee: 0 } })
    expect(run.metrics).toMatchObject({ initialCash: 500, totalFees: 0 })
    const { events } = await api.runEvents({ params: { id: run.id }, query: { types: 'run.started' } })
    expect(events[0]?.payload).toMatchObject({ account: { initialCash: '500', takerFee: 0 } })
  })
})

describe('the time slider', () => {
  it('shows at any row what a run of only the bars so far shows: later bars change nothing', async () => {
    const { api } = await startServer()
    const [long, short] = [await backtest(api, 900), await backtest(api, 400)]
    const at = async (id: string, keys?: string) =>
      api.runValues({ params: { id }, query: { from: 300, to: 390, ...(keys === undefined ? {} : { keys }) } })
    expect(await at(long.id)).toMatchObject({ values: (await at(short.id)).values, total: 900 })
    expect(Object.keys((await at(long.id, 'fast.value,up.result')).values).toSorted()).toEqual(['fast.value', 'up.result'])
    await expect(at(long.id, 'nobody.value')).rejects.toMatchObject({ status: 400, body: { code: 'UNKNOWN_OUTPUT' } })
  })

  it('shows a decision at the bar at which it was made, and only there', async () => {
    const { api } = await startServer()
    const { id } = await backtest(api, 500)
    const { time, values } = await api.runValues({ params: { id }, query: { from: 0, to: 500, keys: 'signals.decision,up.result' } })
    const { events } = await api.runEvents({ params: { id }, query: { types: 'decision', limit: 5000 } })
    const [first] = events
    const row = time.indexOf(first?.time ?? -1)
    expect(row).toBeGreaterThan(0)
    expect(values['signals.decision']?.[row - 1]).toBeNull()
    expect(values['signals.decision']?.[row]).toMatchObject({ action: 'buy' })
    expect(values['up.result']?.[row]).toBe(true)
    expect(values['signals.decision']?.[row + 1]).toBeNull()
    const made = values['signals.decision']?.flatMap((decision, at) => (decision === null ? [] : [time[at]]))
    expect(made).toEqual(events.map((event) => event.time))
  })

  it('works for a run of an earlier process too, whose bars are made again or read from its journal', async () => {
    const first = await startServer()
    const run = await backtest(first.api, 700)
    const dry = await first.api.execute({ body: { workflow: crossStrategy(), mode: 'dry-run', bars: 120 } })
    const ask = (api: Client, id: string) => api.runValues({ params: { id }, query: { from: 0, to: 120 } })
    const before = [await ask(first.api, run.id), await ask(first.api, dry.run.id)]
    await first.close()
    const second = await startServer({ dataPath: first.dataPath })
    expect([await ask(second.api, run.id), await ask(second.api, dry.run.id)]).toEqual(before)
    expect((await second.api.runResult({ params: { id: run.id }, query: {} })).equity.length).toBeGreaterThan(10)
  })
})

describe('dry-runs', () => {
  it('start warm, go on by the clock, pause, resume, stop', async () => {
    const { api } = await startServer()
    const { id } = await api.startRun({ body: { mode: 'dry-run', document: crossStrategy(), speed: 6000 } })
    await eventually('bars come', async () => ((await api.readRun({ params: { id } })).bars > 25 ? true : undefined))
    const { events } = await api.runEvents({ params: { id }, query: { limit: 5000 } })
    expect(events[0]?.type).toBe('run.started')
    expect(events[1]?.type).toBe('bar')
    expect(await api.pauseRun({ params: { id } })).toMatchObject({ status: 'paused', entriesPaused: true })
    const { bars } = await api.readRun({ params: { id } })
    await eventually('bars come in a pause too', async () => ((await api.readRun({ params: { id } })).bars > bars + 60 ? true : undefined))
    const paused = (await api.runEvents({ params: { id }, query: { limit: 5000 } })).events
    const since = paused.findIndex(({ type, payload }) => type === 'status' && 'code' in payload && payload.code === 'ENTRIES_PAUSED')
    expect(paused.slice(since).some(({ type }) => type === 'denied')).toBe(true)
    expect(paused.slice(since).some((event) => event.type === 'order' && event.payload.order.role === 'entry')).toBe(false)
    expect(await api.resumeRun({ params: { id } })).toMatchObject({ status: 'running', entriesPaused: false })
    expect(await api.stopRun({ params: { id } })).toMatchObject({ status: 'stopped' })
    const run = await ended(api, id)
    expect(run.metrics?.bars).toBe(run.bars)
    await expect(api.pauseRun({ params: { id } })).rejects.toMatchObject({ status: 409, body: { code: 'RUN_ENDED' } })
  })

  it('fast-forward: so many bars pass at once, the journal is that of a run without it', async () => {
    const { api } = await startServer()
    // A bar a minute: what is there after a moment has been fast-forwarded.
    const body = { mode: 'dry-run' as const, document: crossStrategy(), speed: 1 }
    const { id } = await api.startRun({ body: { ...body, fastForwardBars: 150 } })
    await eventually('the bars', async () => ((await api.readRun({ params: { id } })).bars >= 150 ? true : undefined))
    const { events } = await api.runEvents({ params: { id }, query: { limit: 5000 } })
    expect(events.filter(({ type }) => type === 'bar')).toHaveLength(150)
    expect(events.filter(({ type }) => type === 'trade').length).toBeGreaterThan(3)
    const slow = await api.execute({ body: { workflow: crossStrategy(), mode: 'dry-run', bars: 150 } })
    const plain = (list: typeof events) =>
      list.filter(({ type }) => !['run.started', 'status', 'run.finished'].includes(type)).map((event) => ({ ...event, runId: '' }))
    expect(plain(events)).toEqual(plain(slow.events))
    const backtest = api.startRun({ body: { ...body, mode: 'backtest', fastForwardBars: 5 } })
    await expect(backtest).rejects.toMatchObject({ status: 422, body: { code: 'CANNOT_FAST_FORWARD' } })
  })

  it('flatten closes every position at market and takes no entries any more', async () => {
    const { api } = await startServer()
    const { id } = await api.startRun({ body: { mode: 'dry-run', document: crossStrategy(), speed: 6000 } })
    const eventsOf = async (types: string) => (await api.runEvents({ params: { id }, query: { types, limit: 5000 } })).events
    const position = async () => {
      const last = (await eventsOf('ledger')).at(-1)
      return last?.type === 'ledger' ? last.payload.position : 0
    }
    await eventually('a position', async () => ((await position()) > 0 ? true : undefined), 20_000)
    expect(await api.flattenRun({ params: { id } })).toMatchObject({ status: 'paused', entriesPaused: true })
    await eventually('it is flat', async () => ((await position()) === 0 ? true : undefined))
    await expect(api.resumeRun({ params: { id } })).rejects.toMatchObject({ status: 409, body: { code: 'KILL_SWITCH' } })
    const { bars } = await api.readRun({ params: { id } })
    await eventually('more bars', async () => ((await api.readRun({ params: { id } })).bars > bars + 60 ? true : undefined))
    expect(await position()).toBe(0)
  }, 60_000)

  it('decide what a backtest over the same bars decides', async () => {
    const { api } = await startServer()
    const { run, events } = await api.execute({ body: { workflow: crossStrategy(), mode: 'dry-run', bars: 400 } })
    const back = await backtest(api, 400, { endOfData: 'keep' })
    const decided = (list: typeof events) =>
      list
        .filter(({ type }) => ['decision', 'proposal', 'approved', 'denied', 'order', 'fill', 'trade'].includes(type))
        .map(({ time, type, payload }) => ({ time, type, payload }))
    const ofBacktest = (await api.runEvents({ params: { id: back.id }, query: { limit: 5000 } })).events
    expect(decided(events).length).toBeGreaterThan(50)
    expect(decided(events)).toEqual(decided(ofBacktest))
    expect(run.equity).toBeCloseTo(back.equity ?? 0, 9)
  })

  it('over two timeframes and with tickers: live, backtest and time slider agree', async () => {
    const { api } = await startServer()
    const { run, events, values } = await api.execute({ body: { workflow: twoTimeframes(), mode: 'dry-run', bars: 480 } })
    expect(run).toMatchObject({ status: 'finished', bars: 480 })
    const feeds = { feed: { kind: 'simulated' as const, seed: 3, bars: 480 }, hours: { kind: 'simulated' as const, seed: 3 } }
    const { id } = await api.startRun({ body: { mode: 'backtest', document: twoTimeframes(), feeds, endOfData: 'keep' } })
    const back = await ended(api, id)
    expect(back.metrics).toEqual(run.metrics)
    const trades = (list: typeof events) => list.filter(({ type }) => type === 'trade').map(({ payload }) => payload)
    expect(trades(events).length).toBeGreaterThan(3)
    expect(trades(events)).toEqual(trades((await api.runEvents({ params: { id }, query: { limit: 5000 } })).events))
    for (const runId of [id, run.id]) {
      // Rows of the fastest feed unless another one is named.
      expect((await api.runValues({ params: { id: runId }, query: { from: 470, to: 480 } })).total).toBe(480)
      const page = await api.runValues({ params: { id: runId }, query: { from: 30, to: 40, feed: 'hours' } })
      expect(page.total).toBe(40)
      expect(page.values['trend.value']?.at(-1)).toBe(values['trend.value'])
      expect(page.values['fast.value']?.at(-1)).toBe(values['fast.value'])
      const last = await api.runValues({ params: { id: runId }, query: { from: 479, to: 480 } })
      const {
        'ticker.quote': _,
        'other.quote': __,
        ...shown
      } = Object.fromEntries(Object.entries(last.values).map(([key, column]) => [key, column[0]]))
      expect(values).toMatchObject(shown)
      expect((await api.runBars({ params: { id: runId }, query: { feed: 'feed' } })).total).toBe(480)
    }
  })

  it('a dataset and a simulated market have no common clock', async () => {
    const { api } = await startServer()
    const dataset = await api.importData({ file: Buffer.from(sineCsv(400)), query: { fileName: 'x.csv', symbol: 'BTC/USD' } })
    const document = twoTimeframes()
    const { nodes } = document as { nodes: { id: string; config: Record<string, unknown> }[] }
    const mixed = {
      ...document,
      nodes: nodes.map((each) => (each.id === 'feed' ? { ...each, config: { ...each.config, interval: '1m' } } : each)),
    }
    const feeds = { feed: { kind: 'dataset' as const, dataset: dataset.id } }
    await expect(api.startRun({ body: { mode: 'dry-run', document: mixed, feeds } })).rejects.toMatchObject({
      status: 422,
      body: { code: 'MIXED_CLOCKS' },
    })
    expect(await api.listRuns({ query: {} })).toEqual([])
  })

  it('replay a dataset and end with it', async () => {
    const { api } = await startServer()
    const dataset = await api.importData({ file: Buffer.from(sineCsv(200)), query: { fileName: 'x.csv', symbol: 'BTC/USD' } })
    const { id } = await api.startRun({
      body: { mode: 'dry-run', document: crossStrategy(), feeds: { feed: { kind: 'dataset', dataset: dataset.id } }, speed: 60_000 },
    })
    expect(await ended(api, id)).toMatchObject({ status: 'finished', bars: 200, feeds: [{ provenance: 'imported' }] })
  })

  it('a model without a key is a question and an answer on record, and a hold with the reason', async () => {
    const { api } = await startServer({ examples: true })
    const examples = await api.examples({})
    const workflow = examples.find(({ id }) => id === 'llm-decision-with-risk-gate')?.document ?? {}
    const { events, run } = await api.execute({ body: { workflow, mode: 'dry-run', bars: 100 } })
    expect(run.status).toBe('finished')
    const [ask] = events.filter(({ type }) => type === 'ask')
    const [answer] = events.filter(({ type }) => type === 'answer')
    expect(ask?.payload).toMatchObject({ nodeId: 'llm' })
    expect(answer?.payload).toMatchObject({ nodeId: 'llm', answer: { ok: false, code: 'NO_API_KEY' } })
    expect(answer?.seq).toBeGreaterThan(ask?.seq ?? Number.NaN)
    expect(answer?.time).toBe(ask?.time)
    const [decision] = events.filter(({ type }) => type === 'decision')
    expect(decision?.payload).toMatchObject({ decision: { action: 'hold', reason: expect.stringContaining('NO_API_KEY') } })
  })
})

describe('/execute', () => {
  it('a backtest answers with its last values, events, metrics and trades', async () => {
    const { api } = await startServer()
    const answer = await api.execute({ body: { workflow: crossStrategy(), mode: 'backtest', feeds: simulated(500) } })
    expect(answer.run).toMatchObject({ status: 'finished', bars: 500 })
    expect(answer.trades.length).toBe(answer.metrics?.trades)
    expect(answer.values['fast.value']).toBeTypeOf('number')
    expect(answer.events.at(-1)?.type).toBe('run.finished')
  })

  it('a target node is evaluated with what it needs, and nothing is ordered', async () => {
    const { api } = await startServer()
    const answer = await api.executeDryRun({ body: { workflow: crossStrategy(), targetNode: 'up', bars: 60 } })
    expect(Object.keys(answer.values).toSorted()).toEqual(['fast.value', 'feed.candles', 'slow.value', 'up.result'])
    const order = await api.executeDryRun({ body: { workflow: crossStrategy(), targetNode: 'order', bars: 300 } })
    expect(order.events.filter(({ type }) => type === 'approved').length).toBeGreaterThan(0)
    expect(order.events.filter(({ type }) => type === 'order')).toEqual([])
  })

  it('a caller that hangs up stops what it had started', async () => {
    const { api, port, token } = await startServer()
    const body = JSON.stringify({ workflow: crossStrategy(), mode: 'backtest', feeds: simulated(4_000_000) })
    const abort = new AbortController()
    const call = fetch(`http://127.0.0.1:${port}/execute`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body,
      signal: abort.signal,
    }).catch(() => undefined)
    const { id } = await eventually('it runs', async () => (await api.listRuns({ query: {} })).find(({ status }) => status === 'running'))
    abort.abort()
    await call
    expect(await ended(api, id)).toMatchObject({ status: 'stopped' })
  })

  it('live is refused here too', async () => {
    const { port, token } = await startServer()
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const answer = await rawRequest(port, '/execute', {
      method: 'POST',
      headers,
      body: JSON.stringify({ workflow: crossStrategy(), mode: 'live' }),
    })
    expect([answer.status, answer.body]).toMatchObject([422, { code: 'LIVE_NOT_AVAILABLE' }])
  })
})
