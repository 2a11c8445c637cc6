import { describe, expect, it } from 'vitest'
import { rawRequest } from './support/raw-request.ts'
import { crossStrategy } from './support/strategies.ts'
import { eventually, startServer, type TestServer, temporaryFolder } from './support/test-server.ts'

const ended = ({ api }: TestServer, id: string) =>
  eventually(
    'the crash test ends',
    async () => {
      const tests = await api.crashTests({ params: { id } })
      return tests.job === null || tests.job.status === 'waiting' || tests.job.status === 'running' ? undefined : tests
    },
    120_000,
  )

describe('crash tests', { timeout: 180_000 }, () => {
  it('run in a thread of their own, are kept, and give the workflow a badge that knows when it is out of date', async () => {
    const dataPath = await temporaryFolder()
    const server = await startServer({ dataPath })
    const { api } = server
    const { id, document } = await api.createWorkflow({ body: { document: crossStrategy() } })
    expect(await api.crashTests({ params: { id } })).toEqual({ job: null, test: null, summary: null })
    expect(await api.readWorkflow({ params: { id } })).not.toHaveProperty('crashTest')

    const job = await api.startCrashTest({ params: { id }, body: { scenarios: ['gap', 'fat-finger'], seed: 7 } })
    expect(job).toMatchObject({ workflowId: id, seed: 7 })
    const { job: last, test, summary } = await ended(server, id)
    expect(last).toMatchObject({ status: 'finished', progress: 1 })
    expect(test).toMatchObject({ workflowId: id, revision: 1, seed: 7, interval: '1m', history: { hasEntry: true }, models: 'none' })
    expect(test?.scenarios.map(({ scenario }) => scenario)).toEqual(['gap', 'fat-finger'])
    for (const { rules, fills, samples, orders } of test?.scenarios ?? []) {
      expect(rules).toHaveLength(5)
      expect(fills.length).toBe(orders.fills)
      expect(orders.fills).toBeGreaterThan(0)
      expect(samples.price.length).toBe(samples.time.length)
    }
    const badge = { total: 11, revision: 1, isStale: false }
    expect(summary).toMatchObject(badge)
    expect((await api.readWorkflow({ params: { id } })).crashTest).toMatchObject(badge)

    // One more scenario of the same strategy and seed joins the others.
    await api.startCrashTest({ params: { id }, body: { scenarios: ['news-shock'], seed: 7 } })
    const more = await ended(server, id)
    expect(more.test?.scenarios.map(({ scenario }) => scenario)).toEqual(['gap', 'fat-finger', 'news-shock'])
    expect(more.test?.scenarios.slice(0, 2)).toEqual(test?.scenarios)

    const changed = await api.saveWorkflow({ params: { id }, body: { revision: 1, document: { ...document, name: 'Renamed' } } })
    expect(changed.crashTest, 'a name changes nothing').toMatchObject(badge)
    const other = crossStrategy({ fast: 4 })
    expect(await api.saveWorkflow({ params: { id }, body: { revision: 2, document: other } })).toMatchObject({
      crashTest: { isStale: true },
    })
    await server.close()
    const again = await startServer({ dataPath })
    expect(await again.api.crashTests({ params: { id } })).toMatchObject({
      job: null,
      summary: { isStale: true },
      test: { graphHash: test?.graphHash },
    })
    expect((await again.api.listWorkflows({})).find((workflow) => workflow.id === id)?.crashTest).toMatchObject({ isStale: true })
  })

  it('can be canceled, running or waiting, and leave nothing behind', async () => {
    const server = await startServer()
    const { api } = server
    const first = await api.createWorkflow({ body: { document: crossStrategy({ interval: '1h' }) } })
    const second = await api.createWorkflow({ body: { document: crossStrategy({ interval: '1h', fast: 4 }) } })
    await api.startCrashTest({ params: { id: first.id }, body: {} })
    expect(await api.startCrashTest({ params: { id: second.id }, body: {} })).toMatchObject({ status: 'waiting' })
    await expect(api.startCrashTest({ params: { id: first.id }, body: {} })).rejects.toMatchObject({
      status: 409,
      body: { code: 'CRASH_TEST_RUNNING' },
    })
    expect(await api.cancelCrashTest({ params: { id: second.id } })).toMatchObject({ job: { status: 'canceled' } })
    await eventually('it makes progress', async () => {
      const { job } = await api.crashTests({ params: { id: first.id } })
      return job !== null && job.progress > 0 ? job : undefined
    })
    await api.cancelCrashTest({ params: { id: first.id } })
    expect(await ended(server, first.id)).toMatchObject({ job: { status: 'canceled' }, test: null })
    expect(await api.listWorkflows({})).toEqual([expect.not.objectContaining({ crashTest: expect.anything() }), expect.anything()])
  })

  it('refuse what cannot be tested, with its code', async () => {
    const { api, port } = await startServer()
    const { id } = await api.createWorkflow({ body: { document: crossStrategy() } })
    const start = (body: object) => api.startCrashTest({ params: { id }, body }).catch((cause: unknown) => cause)
    expect(await start({ scenarios: ['no-such-day'] })).toMatchObject({ body: { code: 'UNKNOWN_SCENARIO' } })
    expect(await start({ document: { ...crossStrategy(), nodes: [] } })).toMatchObject({ status: 422, body: { code: 'NOT_RUNNABLE' } })
    expect(await start({ seed: -1 })).toMatchObject({ status: 400 })
    await expect(api.crashTests({ params: { id: 'nobody' } })).rejects.toMatchObject({ status: 404 })
    expect((await rawRequest(port, `/api/workflows/${id}/crash-tests`)).status).toBe(401)
  })
})
