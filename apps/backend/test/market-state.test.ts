import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startMarketServer } from './support/market-server.ts'
import { eventually, type TestServer } from './support/test-server.ts'

const symbol = 'BTC/USD'
const refusal = (call: Promise<unknown>) => call.catch((cause: unknown) => cause)
const tradesOf = async ({ api }: TestServer) => api.marketTrades({ query: { symbol, limit: 5000 } })

describe('checkpoints', () => {
  it('a restored market goes on exactly as it would have, paused, and whoever watches is told', async () => {
    const server = await startMarketServer()
    const { api } = server
    await api.stepMarket({ body: { seconds: 120 } })
    const checkpoint = await api.createCheckpoint({ body: { name: 'before <the> storm' } })
    const { time, ticks } = await api.marketStatus({})
    expect(checkpoint).toMatchObject({ name: 'before <the> storm', marketTime: time, ticks, seed: 7 })
    expect(await api.listCheckpoints({})).toEqual([checkpoint])
    await api.stepMarket({ body: { seconds: 60 } })
    const after = { trades: await tradesOf(server), agents: await api.marketAgents({}) }
    await api.resetMarket({ body: { seed: 1 } })
    expect(await api.restoreCheckpoint({ params: { id: checkpoint.id } })).toMatchObject({ time, ticks, seed: 7, state: 'paused' })
    await api.stepMarket({ body: { seconds: 60 } })
    expect({ trades: await tradesOf(server), agents: await api.marketAgents({}) }).toEqual(after)
    await api.deleteCheckpoint({ params: { id: checkpoint.id } })
    expect(await api.listCheckpoints({})).toEqual([])
    expect(await refusal(api.restoreCheckpoint({ params: { id: checkpoint.id } }))).toMatchObject({ status: 404 })
  })

  it('lie in private files, outlive the server, and a damaged one is refused while the market goes on', async () => {
    const first = await startMarketServer()
    await first.api.stepMarket({ body: { seconds: 30 } })
    const { id, bytes } = await first.api.createCheckpoint({ body: {} })
    expect(bytes).toBeGreaterThan(1000)
    await first.close()
    const folder = join(first.dataPath, 'market', 'checkpoints')
    const [name = ''] = await readdir(folder)
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    const text = await readFile(join(folder, name), 'utf8')
    await writeFile(join(folder, name), text.slice(0, text.length / 2))
    const second = await startMarketServer({ dataPath: first.dataPath })
    expect((await second.api.listCheckpoints({})).map((checkpoint) => checkpoint.id)).toEqual([id])
    const before = await second.api.pauseMarket({})
    expect(await refusal(second.api.restoreCheckpoint({ params: { id } }))).toMatchObject({
      status: 422,
      body: { code: 'CHECKPOINT_UNREADABLE' },
    })
    expect(await second.api.marketStatus({})).toMatchObject({ ticks: before.ticks, startedAt: before.startedAt })
  })
})

describe('a restart', () => {
  it('a paused market is where it was: same time, trades, agents, speed', async () => {
    const first = await startMarketServer()
    await first.api.setMarketSpeed({ body: { speed: 5 } })
    const status = await first.api.stepMarket({ body: { seconds: 200 } })
    const before = { trades: await tradesOf(first), agents: await first.api.marketAgents({}), state: await first.api.stateAtRoot({}) }
    await first.close()
    const second = await startMarketServer({ dataPath: first.dataPath })
    expect(await second.api.marketStatus({})).toMatchObject({
      time: status.time,
      ticks: status.ticks,
      startedAt: status.startedAt,
      speed: 5,
      state: 'paused',
    })
    expect({ trades: await tradesOf(second), agents: await second.api.marketAgents({}), state: await second.api.stateAtRoot({}) }).toEqual(
      before,
    )
  })

  it('a running one comes to the present', async () => {
    const first = await startMarketServer()
    const { time } = await first.api.stepMarket({ body: { seconds: 10 } })
    await first.api.resumeMarket({})
    await first.close()
    // As if the server had been off for ten minutes.
    const second = await startMarketServer({ dataPath: first.dataPath, now: () => Date.now() + 600_000 })
    await eventually('the present', async () => ((await second.api.marketStatus({})).time > time + 590_000 ? true : undefined))
    expect((await second.api.marketStatus({})).startedAt).toBeLessThan(time)
  })

  it('another seed in the configuration is another market; a state that cannot be read costs only the past', async () => {
    const first = await startMarketServer()
    await first.api.stepMarket({ body: { seconds: 10 } })
    await first.close()
    const second = await startMarketServer({ dataPath: first.dataPath, market: { seed: 8 } })
    expect(await second.api.marketStatus({})).toMatchObject({ seed: 8 })
    await second.close()
    const folder = join(first.dataPath, 'market', 'last')
    const [name = ''] = await readdir(folder)
    const [meta = ''] = (await readFile(join(folder, name), 'utf8')).split('\n')
    await writeFile(join(folder, name), `${meta}\n{"version":1,"snapshot":{"config":{}}`)
    const third = await startMarketServer({ dataPath: first.dataPath, market: { seed: 8 } })
    expect(await third.api.marketStatus({})).toMatchObject({ seed: 8 })
    await eventually('it runs', async () => ((await third.api.marketStatus({})).ticks > 0 ? true : undefined))
  })
})

describe('reports', () => {
  it('on demand: Markdown and one page with charts, seed, story and label, without anything from elsewhere', async () => {
    const { api } = await startMarketServer()
    await api.stepMarket({ body: { seconds: 600 } })
    await api.startScenario({ params: { id: 'flash-crash' } })
    await api.stepMarket({ body: { seconds: 300 } })
    const summary = await api.createReport({})
    const status = await api.marketStatus({})
    expect(summary).toMatchObject({ seed: 7, marketFrom: status.startedAt, marketTo: status.time, ticks: status.ticks })
    const { report, markdown, html } = await api.readReport({ params: { id: summary.id } })
    expect(report).toEqual(summary)
    for (const text of [markdown, html]) {
      expect(text).toContain('Simulated')
      expect(text).toMatch(/seed 7/)
      expect(text).toMatch(/BTC(\/|&#47;)USD/)
      expect(text).toMatch(/market-maker/)
      expect(text).toMatch(/begins/)
    }
    expect(html).not.toMatch(/<script|<link|<img|\bsrc=|\bhref=|url\(|https?:/i)
    expect(html.match(/<path class="line c0" d="M/g)?.length).toBeGreaterThan(8)
  })

  it('of what was, at a reset and at the end; kept over a restart, newest first, in private files', async () => {
    const first = await startMarketServer()
    await first.api.stepMarket({ body: { seconds: 30 } })
    await first.api.resetMarket({ body: { seed: 21 } })
    await first.api.stepMarket({ body: { seconds: 30 } })
    await first.close()
    const second = await startMarketServer({ dataPath: first.dataPath })
    const reports = await second.api.listReports({})
    expect(reports.map(({ seed }) => seed)).toEqual([21, 7])
    expect((await second.api.readReport({ params: { id: reports[1]?.id ?? '' } })).markdown).toMatch(/seed 7/)
    const folder = join(first.dataPath, 'market', 'reports')
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
  })
})
