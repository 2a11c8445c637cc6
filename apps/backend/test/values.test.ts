import { describe, expect, it } from 'vitest'
import { openStream } from './support/stream-client.ts'
import { eventually, startServer, type TestServer } from './support/test-server.ts'

const exampleDocument = async ({ api }: TestServer, name: string) => (await api.examples({})).find(({ id }) => id === name)?.document ?? {}

describe('the time slider', () => {
  it('shows of a run with readers of the portfolio what its stream showed at each bar, while it runs, after a restart, and at once again', async () => {
    const server = await startServer({ examples: true })
    const { id } = await server.api.startRun({
      body: { mode: 'dry-run', document: await exampleDocument(server, 'risk-showcase'), speed: 60_000 },
    })
    const stream = await openStream(server.port, { authorization: `Bearer ${server.token}` })
    stream.send({ type: 'subscribe', runId: id, after: 0, values: true })
    await eventually('a trade', async () => ((await server.api.readRun({ params: { id } })).trades > 0 ? true : undefined), 60_000)
    await server.api.pauseRun({ params: { id } })
    const { bars } = await server.api.readRun({ params: { id } })
    await eventually('bars in the pause', async () => ((await server.api.readRun({ params: { id } })).bars > bars + 20 ? true : undefined))
    await server.api.flattenRun({ params: { id } })
    await eventually('bars behind it', async () => ((await server.api.readRun({ params: { id } })).bars > bars + 60 ? true : undefined))
    const compare = async ({ api }: TestServer) => {
      const frames = stream.of('values').filter(({ tick }) => tick < bars + 60)
      const page = await api.runValues({ params: { id }, query: { from: 0, to: bars + 60 } })
      // The rows of the page are bars of the fastest feed, as the ticks of this run are.
      const shown = frames.filter(({ tick, time }) => page.time[tick] === time)
      expect(shown.length).toBeGreaterThan(20)
      for (const { tick, values } of shown)
        for (const [key, value] of Object.entries(values)) expect([tick, key, page.values[key]?.[tick]]).toEqual([tick, key, value])
      expect(new Set(page.values['account.equity']).size).toBeGreaterThan(3)
      return page
    }
    const whileRunning = await compare(server)
    await server.close()
    const second = await startServer({ dataPath: server.dataPath, examples: true })
    const early = await second.api.runValues({ params: { id }, query: { from: 40, to: 60 } })
    expect(early.values).toEqual(
      Object.fromEntries(Object.entries(whileRunning.values).map(([key, column]) => [key, column.slice(40, 60)])),
    )
    expect((await compare(second)).values).toEqual(whileRunning.values)
  }, 120_000)
})
