import { mkdtemp, readdir, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { launchTokenOf, spawnServer, startChild } from './support/child-server.ts'
import { openStream } from './support/stream-client.ts'
import { rawRequest } from './support/raw-request.ts'
import { crossStrategy } from './support/strategies.ts'
import { eventually, startServer, temporaryFolder } from './support/test-server.ts'

describe('the process', () => {
  it('S1: refuses an address that others can reach, with the reason', async () => {
    const child = spawnServer({ dataPath: await temporaryFolder(), environment: { HOST: '0.0.0.0' } })
    expect(await child.ended).toBe(1)
    expect(child.stderr()).toMatch(/^HOST_NOT_LOOPBACK: .*others on the network/m)
    expect(child.stdout()).toBe('')
  })

  it('refuses a port in use and a data folder in use, each with its code', async () => {
    const dataPath = await temporaryFolder()
    const first = await startServer({ dataPath })
    const samePort = spawnServer({ dataPath: await temporaryFolder(), environment: { PORT: String(first.port) } })
    const sameFolder = spawnServer({ dataPath })
    expect(await samePort.ended).toBe(1)
    expect(samePort.stderr()).toMatch(/^PORT_IN_USE: /m)
    expect(await sameFolder.ended).toBe(1)
    expect(sameFolder.stderr()).toMatch(/^DATA_FOLDER_IN_USE: /m)
  })

  it('takes the port of --port before that of PORT, and refuses an argument that it does not know', async () => {
    const dataPath = await temporaryFolder()
    const first = await startServer({ dataPath })
    const samePort = spawnServer({ dataPath: await temporaryFolder(), argv: ['--port', String(first.port)] })
    const unknown = spawnServer({ dataPath: await temporaryFolder(), argv: ['--prot', '5000'] })
    expect(await samePort.ended).toBe(1)
    expect(samePort.stderr()).toMatch(new RegExp(`^PORT_IN_USE: Port ${first.port} `, 'm'))
    expect(await unknown.ended).toBe(1)
    expect(unknown.stderr()).toMatch(/^BAD_ARGUMENT: "--prot" /m)
    expect(unknown.stdout()).toBe('')
  })

  it('refuses a wrong config file by name of the field, not of the value', async () => {
    const dataPath = await temporaryFolder()
    await writeFile(join(dataPath, 'config.json'), '{"llm": {"anthropicApiKey": 5, "hunter2": "hunter3"}}')
    const child = spawnServer({ dataPath })
    expect(await child.ended).toBe(1)
    expect(child.stderr()).toMatch(/^BAD_CONFIG: .*llm/m)
    expect(child.stderr()).not.toContain('hunter3')
  })

  it('prints one line to stdout, the launch address; the token is nowhere else but in its 0600 file, and in no log', async () => {
    const dataPath = await temporaryFolder()
    await writeFile(join(dataPath, 'config.json'), '{"logLevel": "debug", "llm": {"anthropicApiKey": "sk-canary-1"}}')
    const child = spawnServer({ dataPath, environment: { OPENAI_API_KEY: 'sk-canary-2' } })
    await eventually('the address', () => (child.stdout().includes('#token=') ? true : undefined))
    const token = await launchTokenOf(dataPath)
    expect((await stat(join(dataPath, 'launch-token'))).mode & 0o777).toBe(0o600)
    expect(child.stdout().trim()).toMatch(new RegExp(`^\\S.* http://127\\.0\\.0\\.1:\\d+/#token=${token}$`))
    const port = Number(/:(\d+)\//.exec(child.stdout())?.[1])
    await rawRequest(port, '/api/workflows', { headers: { authorization: 'Bearer sgr_canary-3', cookie: 'strategraph_session=canary-4' } })
    await rawRequest(port, '/api/session?token=canary-5', { headers: {} })
    child.process.kill('SIGTERM')
    expect(await child.ended).toBe(0)
    expect(child.stderr()).not.toMatch(/canary/)
    expect(child.stderr()).not.toContain(token)
  })

  it('SIGTERM with a run, a stream and a half-sent request: ends by itself with 0, also when signalled twice; the folder is free again', async () => {
    const dataPath = await temporaryFolder()
    const child = await startChild({ dataPath })
    const { id } = await child.api.startRun({ body: { mode: 'dry-run', document: crossStrategy(), speed: 6000 } })
    await child.api.startRun({
      body: { mode: 'backtest', document: crossStrategy(), feeds: { feed: { kind: 'simulated', seed: 1, bars: 3_000_000 } } },
    })
    const { token } = await child.api.createToken({ body: { name: 'x' } })
    const stream = await openStream(child.port, { authorization: `Bearer ${token}` })
    stream.send({ type: 'subscribe', runId: id, after: 0, values: true })
    await eventually('events', () => stream.of('events')[0])
    const began = performance.now()
    child.process.kill('SIGTERM')
    child.process.kill('SIGINT')
    child.process.kill('SIGTERM')
    expect(await child.ended).toBe(0)
    expect(performance.now() - began).toBeLessThan(15_000)
    await eventually('the stream is closed', () => stream.isClosed || undefined)
    const again = await startServer({ dataPath })
    expect((await again.api.readRun({ params: { id } })).status).toBe('running')
  }, 60_000)

  it('files and folders of the data folder are readable by their owner only', async () => {
    const dataPath = await mkdtemp(join(tmpdir(), 'strategraph-backend-'))
    const child = await startChild({ dataPath })
    await child.api.createWorkflow({ body: { document: crossStrategy() } })
    for (const entry of await readdir(dataPath, { recursive: true })) {
      // A file that is being replaced may be gone by now; the one that takes its place is in the list too.
      const { mode } = await stat(join(dataPath, entry)).catch(() => ({ mode: 0 }))
      expect({ entry, open: mode & 0o077 }).toEqual({ entry, open: 0 })
    }
  })

  it('first start: every example is there, one of them trades on the simulated market; the second start makes nothing twice', async () => {
    const dataPath = await temporaryFolder()
    const first = await startChild({ dataPath, examples: true })
    const running = await eventually('the example runs', async () =>
      (await first.api.listRuns({ query: {} })).find(({ status }) => status === 'running'),
    )
    expect(running).toMatchObject({
      mode: 'dry-run',
      workflowName: 'EMA cross with RSI filter',
      feeds: [{ provenance: 'simulated' }],
      speed: 3600,
    })
    const workflows = await first.api.listWorkflows({})
    expect(new Set(workflows.map(({ example }) => example))).toEqual(new Set((await first.api.examples({})).map(({ id }) => id)))
    expect(workflows.length).toBeGreaterThanOrEqual(5)
    expect(workflows.filter(({ errors }) => errors > 0)).toEqual([])
    const { bars, trades } = await eventually('it has traded', async () => {
      const run = await first.api.readRun({ params: { id: running.id } })
      return run.bars >= 600 ? run : undefined
    })
    expect(trades).toBeGreaterThan(3)
    const { values } = await first.api.runValues({ params: { id: running.id }, query: { from: bars - 1, to: bars } })
    expect(values['ema_slow.value']?.[0]).toBeTypeOf('number')
    first.process.kill('SIGTERM')
    await first.ended
    const second = await startChild({ dataPath, examples: true })
    expect((await second.api.listWorkflows({})).length).toBe(workflows.length)
    expect((await second.api.listRuns({ query: {} })).length).toBe(1)
  }, 60_000)
})
