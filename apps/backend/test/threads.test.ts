import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import type { Client } from '@strategraph/protocol'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startThread } from '../src/threads/start-thread.ts'
import { crossStrategy } from './support/strategies.ts'
import { eventually, startServer } from './support/test-server.ts'

/** Threads that are started from here on, oldest first. */
function watchThreads(): readonly Worker[] {
  const threads: Worker[] = []
  const onThread = (message: unknown) => threads.push((message as { worker: Worker }).worker)
  subscribe('worker_threads', onThread)
  onTestFinished(() => void unsubscribe('worker_threads', onThread))
  return threads
}

async function start(api: Client, bars: number): Promise<string> {
  const feeds = { feed: { kind: 'simulated' as const, seed: 5, bars } }
  return (await api.startRun({ body: { mode: 'backtest', document: crossStrategy(), feeds } })).id
}

const inStatus = (api: Client, id: string, ...wanted: string[]) =>
  eventually(`run ${id} is ${wanted.join(' or ')}`, async () => {
    const run = await api.readRun({ params: { id } })
    return wanted.includes(run.status) ? run : undefined
  })

async function backtest(api: Client, bars: number) {
  const id = await start(api, bars)
  await inStatus(api, id, 'finished', 'failed', 'stopped')
  const { events } = await api.runEvents({ params: { id }, query: { limit: 5000 } })
  return events.map((event) => ({ ...event, runId: '' }))
}

describe('threads of backtests', () => {
  it('one is used again and again, with the same results; none is left of a server that was closed', async () => {
    const threads = watchThreads()
    const server = await startServer()
    const { api } = server
    const first = await backtest(api, 700)
    const another = await backtest(api, 300)
    expect(another.length).toBeGreaterThan(20)
    expect(await backtest(api, 700)).toEqual(first)
    expect(threads).toHaveLength(1)
    await server.close()
    expect(threads.map(({ threadId }) => threadId)).toEqual([-1])
  })

  it('a canceled one is free for the next, or another one is started', async () => {
    const { api } = await startServer()
    const expected = await backtest(api, 400)
    for (let round = 0; round < 5; round++) {
      const id = await start(api, 2_000_000)
      await inStatus(api, id, 'running')
      await api.stopRun({ params: { id } })
      // At once: while the canceled one is being ended.
      expect(await backtest(api, 400), `round ${round}`).toEqual(expected)
      expect((await inStatus(api, id, 'stopped')).reason).toBe('Canceled.')
    }
  })

  it('one that ends by itself fails its backtest with words, and no other', async () => {
    const threads = watchThreads()
    const { api } = await startServer()
    const id = await start(api, 2_000_000)
    await inStatus(api, id, 'running')
    await threads[0]?.terminate()
    expect((await inStatus(api, id, 'failed')).reason).toBe('The backtest broke off: the worker ended.')
    const after = await backtest(api, 400)
    expect(after.at(-1)?.type).toBe('run.finished')
    // So does one that waits for the next.
    await threads[1]?.terminate()
    expect(await backtest(api, 400)).toEqual(after)
    expect(threads).toHaveLength(3)
  })
})

it('a thread sees nothing of the environment but where compiled code is kept', async () => {
  process.env['STRATEGRAPH_SECRET_OF_A_TEST'] = 'secret'
  onTestFinished(() => void delete process.env['STRATEGRAPH_SECRET_OF_A_TEST'])
  const tell = `import { parentPort, workerData } from 'node:worker_threads'; parentPort.postMessage([workerData, Object.keys(process.env)])`
  const thread = startThread(new URL(`data:text/javascript,${encodeURIComponent(tell)}`), { data: 7 })
  const [[data, names]] = (await once(thread, 'message')) as [[number, string[]]]
  expect(data).toBe(7)
  expect(names.filter((name) => name !== 'NODE_COMPILE_CACHE')).toEqual([])
})
