import { Worker } from 'node:worker_threads'
import { builtinNodes } from '@strategraph/nodes'
import { batchRequest, type BatchResponse, compile, createRegistry, type Plan, shareColumns } from '@strategraph/strategy-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Feeds, type HostRecord, marketBars, randomGraph, runColumns, scriptedNodes } from '../src/index.ts'

const registry = createRegistry([...scriptedNodes, ...builtinNodes.all])
const definitions = builtinNodes.all
type Response = BatchResponse<readonly HostRecord[]>

let worker: Worker
beforeAll(() => {
  worker = new Worker(new URL('./batch-worker.ts', import.meta.url))
})
afterAll(() => worker.terminate())

/** Sends a request and resolves with its end. */
function run(message: ReturnType<typeof batchRequest>, onProgress?: () => void): Promise<Response> {
  const answered = new Promise<Response>((resolve, reject) => {
    worker.once('error', reject)
    worker.on('message', function listen(response: Response) {
      if (response.id !== message.request.id) return
      if (response.kind === 'progress') return onProgress?.()
      worker.off('message', listen)
      resolve(response)
    })
  })
  worker.postMessage(message.request, [...message.transfer])
  return answered
}

function planOf(seed: number): Plan {
  const plan = compile(randomGraph({ seed, nodes: 25, definitions }), registry)
  if (!plan.ok) throw new Error(plan.problems.map(({ message }) => message).join('\n'))
  return plan.value
}

function feedsOf(plan: Plan, bars: number): Feeds {
  return new Map(plan.domains.map(({ feed, interval }) => [feed, shareColumns(marketBars({ bars, interval }))]))
}

describe('a batch in a worker thread', () => {
  it.each([1, 2, 3, 4, 5])('random graph %i: byte-equal to a batch here, columns shared', async (seed) => {
    const plan = planOf(seed)
    const feeds = feedsOf(plan, 1500)
    const response = await run(batchRequest({ id: seed, plan, feeds, options: { backEnd: 'wasm' }, job: {} }))
    expect(JSON.stringify(response)).toBe(
      JSON.stringify({ kind: 'finished', id: seed, result: runColumns(plan, feeds, { backEnd: 'interpreter' }) }),
    )
  })
  it('stops when told to, in the middle of its work', async () => {
    const plan = planOf(1)
    const message = batchRequest({ id: 99, plan, feeds: feedsOf(plan, 400_000), options: { backEnd: 'wasm' }, job: {} })
    let reports = 0
    await run(message, () => {
      reports += 1
      message.cancel()
    })
    expect(reports).toBeGreaterThan(0)
    expect(reports).toBeLessThan(390)
  })
})
