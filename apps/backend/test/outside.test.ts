import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fakeKraken } from '@strategraph/adapters/testing/fake-kraken'
import { fakeLlmServer } from '@strategraph/adapters/testing/fake-llm-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openStream } from './support/stream-client.ts'
import { crossStrategy } from './support/strategies.ts'
import { eventually, startServer, temporaryFolder } from './support/test-server.ts'

async function dataFolderWith(config: object): Promise<string> {
  const folder = join(await temporaryFolder(), 'data')
  await mkdir(folder, { mode: 0o700 })
  await writeFile(join(folder, 'config.json'), JSON.stringify(config))
  return folder
}

const minute = 60_000
const onKraken = () => crossStrategy({ origin: { kind: 'exchange', exchange: 'kraken' } })

describe('an exchange', () => {
  it('a dry-run starts warm on its history, goes on bar by bar, and misses and doubles none over a restart', async () => {
    // The next candle closes some seconds after the first ones are here.
    const opened = Math.ceil(Date.now() / minute) * minute
    const kraken = await fakeKraken(opened - 4000)
    const began = performance.now()
    const clock = setInterval(() => (kraken.now = opened - 4000 + (performance.now() - began) + skipped), 50)
    let skipped = 0
    onTestFinished(() => clearInterval(clock))
    const dataPath = await dataFolderWith({ exchanges: { kraken: { publicUrl: kraken.url, callSpacingMs: 1 } } })

    const first = await startServer({ dataPath })
    const { id, feeds } = await first.api.startRun({ body: { mode: 'dry-run', document: onKraken() } })
    expect(feeds).toMatchObject([
      { provenance: 'exchange', source: 'kraken', instrument: { venue: 'kraken', symbol: 'BTC/USD', tickSize: '0.1' } },
    ])
    const stream = await openStream(first.port, { authorization: `Bearer ${first.token}` })
    stream.send({ type: 'subscribe', runId: id, after: 0, values: true })
    const bars = async ({ api }: typeof first) => (await api.readRun({ params: { id } })).bars
    const warm = await eventually('history', async () => ((await bars(first)) >= 8 ? await bars(first) : undefined), 30_000)
    await eventually('a quote', () => stream.of('quote')[0], 30_000)
    await eventually('a bar that closed meanwhile', async () => ((await bars(first)) > warm ? true : undefined), 80_000)
    await first.close()

    skipped = 3 * minute
    const second = await startServer({ dataPath })
    await eventually('the bars of the time between', async () => ((await bars(second)) >= warm + 4 ? true : undefined), 30_000)
    const { time, close } = await second.api.runBars({ params: { id }, query: {} })
    expect(time).toEqual(time.map((_, at) => (time[0] ?? 0) + at * minute))
    expect(close).toEqual(time.map((closed) => kraken.candle(closed - minute)[3]))
    expect(kraken.refused).toEqual([])
  }, 180_000)

  it('a backtest runs on its newest candles; one that cannot be reached, or is unknown, is a refusal with the reason', async () => {
    const kraken = await fakeKraken(Date.now())
    const dataPath = await dataFolderWith({ exchanges: { kraken: { publicUrl: kraken.url, callSpacingMs: 1 } } })
    const server = await startServer({ dataPath })
    const { api } = server
    const { id } = await api.startRun({ body: { mode: 'backtest', document: onKraken() } })
    const run = await eventually('its end', async () => {
      const read = await api.readRun({ params: { id } })
      return read.status === 'finished' ? read : undefined
    })
    expect(run.bars).toBeGreaterThan(700)
    const refusal = (exchange: string, symbol?: string) => {
      const document = onKraken()
      const { nodes } = document as { nodes: { id: string; config: Record<string, unknown> }[] }
      const [feed, ...others] = nodes
      const changed = {
        ...feed,
        config: { ...feed?.config, ...(symbol === undefined ? {} : { symbol }), origin: { kind: 'exchange', exchange } },
      }
      return api
        .startRun({ body: { mode: 'dry-run', document: { ...document, nodes: [changed, ...others] } } })
        .catch((cause: unknown) => cause)
    }
    expect(await refusal('nosuchexchange')).toMatchObject({ status: 422, body: { code: 'EXCHANGE_UNKNOWN' } })
    expect(await refusal('kraken', 'NO/SUCH')).toMatchObject({ status: 422, body: { code: 'SYMBOL_UNKNOWN' } })

    const look = async (from: typeof api) => [
      await from.runBars({ params: { id }, query: {} }),
      await from.runValues({ params: { id }, query: { from: 100, to: 200 } }),
    ]
    const before = await look(api)
    await server.close()
    kraken.now += 3 * 24 * 60 * minute
    const asked = kraken.requests.length
    const again = await startServer({ dataPath })
    expect(await look(again.api), 'its bars are kept, the exchange has newer ones').toEqual(before)
    expect(kraken.requests.length).toBe(asked)
  }, 60_000)
})

describe('a model', () => {
  const answer = (action: string) =>
    ({ kind: 'text', text: JSON.stringify({ action, size: 1, confidence: 0.9, reason: 'the fake says so' }) }) as const

  it('its answer is on record before it is acted upon, becomes a decision, and passes the risk gate', async () => {
    const llm = await fakeLlmServer()
    llm.script(answer('buy'))
    const dataPath = await dataFolderWith({ llm: { anthropicApiKey: llm.apiKey, anthropicBaseUrl: llm.anthropicUrl } })
    const { api } = await startServer({ dataPath, examples: true })
    const workflow = (await api.examples({})).find(({ id }) => id === 'llm-decision-with-risk-gate')?.document ?? {}
    const { events } = await api.execute({ body: { workflow, mode: 'dry-run', bars: 60 } })
    expect(llm.refused).toEqual([])
    expect(llm.seen.length).toBeGreaterThan(0)
    const types = events.map(({ type }) => type).filter((type) => type !== 'bar' && type !== 'values')
    const from = types.indexOf('ask')
    expect(types.slice(from, from + 6)).toEqual(['ask', 'answer', 'decision', expect.any(String), expect.any(String), expect.any(String)])
    expect(types).toEqual(expect.arrayContaining(['proposal', 'approved', 'order', 'fill']))
    expect(JSON.stringify(events)).not.toContain(llm.apiKey)
  }, 60_000)

  it('one that hangs keeps neither the market nor the server: bars go on, and a stop is a stop', async () => {
    const llm = await fakeLlmServer()
    llm.script({ kind: 'hang' })
    const dataPath = await dataFolderWith({ llm: { anthropicApiKey: llm.apiKey, anthropicBaseUrl: llm.anthropicUrl } })
    const { api } = await startServer({ dataPath, examples: true })
    const workflow = (await api.examples({})).find(({ id }) => id === 'llm-decision-with-risk-gate')?.document ?? {}
    const { id } = await api.startRun({ body: { mode: 'dry-run', document: workflow, speed: 100_000 } })
    await eventually('the question', async () =>
      (await api.runEvents({ params: { id }, query: { types: 'ask' } })).events.length > 0 ? true : undefined,
    )
    const { bars } = await api.readRun({ params: { id } })
    await eventually('more bars', async () => ((await api.readRun({ params: { id } })).bars > bars + 5 ? true : undefined))
    expect(await api.stopRun({ params: { id } })).toMatchObject({ status: 'stopped' })
    expect((await api.runEvents({ params: { id }, query: { types: 'answer' } })).events).toEqual([])
  }, 60_000)

  it('a question that the process took with it is answered after the restart: interrupted, hold', async () => {
    const llm = await fakeLlmServer()
    llm.script({ kind: 'hang' })
    const dataPath = await dataFolderWith({ llm: { anthropicApiKey: llm.apiKey, anthropicBaseUrl: llm.anthropicUrl } })
    const first = await startServer({ dataPath, examples: true })
    const workflow = (await first.api.examples({})).find(({ id }) => id === 'llm-decision-with-risk-gate')?.document ?? {}
    const { id } = await first.api.startRun({ body: { mode: 'dry-run', document: workflow, speed: 10_000 } })
    const events = async ({ api }: typeof first, types: string) => (await api.runEvents({ params: { id }, query: { types } })).events
    await eventually('the question', async () => ((await events(first, 'ask')).length > 0 ? true : undefined))
    await first.close()
    const second = await startServer({ dataPath, examples: true })
    const [given] = await eventually('the answer', async () => {
      const found = await events(second, 'answer')
      return found.length > 0 ? found : undefined
    })
    expect(given?.payload).toMatchObject({ answer: { ok: false, code: 'INTERRUPTED' } })
    expect((await events(second, 'decision'))[0]?.payload).toMatchObject({ decision: { action: 'hold' } })
  }, 60_000)
})
