import { type HostRecord, marketBars, recordingHost, runColumns, type Feeds } from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import { testRegistry } from '../testing/test-nodes.ts'
import { crossGraph, planOf } from '../testing/test-plans.ts'
import { runBatch } from './run-batch.ts'
import { type BatchResponse, batchRequest, type BatchWorker, performBatch, shareColumns } from './worker-protocol.ts'

const plan = planOf(crossGraph())
const feeds: Feeds = new Map([['feed', marketBars({ bars: 3000 })]])
const order = { id: 7, plan, feeds, options: { backEnd: 'interpreter' }, job: { explain: plan.explained } } as const

/** Posts a request as a browser or Node would, and collects what comes back. */
function post(
  message: ReturnType<typeof batchRequest<{ readonly explain: readonly string[] }>>,
  registry = testRegistry,
  onResponse: (response: BatchResponse<readonly HostRecord[]>) => void = () => {},
) {
  const responses: BatchResponse<readonly HostRecord[]>[] = []
  const worker: BatchWorker<{ readonly explain: readonly string[] }, readonly HostRecord[]> = {
    registry,
    post(response) {
      responses.push(structuredClone(response))
      onResponse(response)
    },
    perform(given, columns, options, { explain }, onProgress) {
      const host = { ...recordingHost({ explain }), onProgress }
      runBatch(given, columns, host, options)
      return host.records
    },
  }
  // Shared memory is not cloned but shared, so a plain structured clone stands for the message channel.
  performBatch(structuredClone(message.request, { transfer: [...message.transfer] }), worker)
  return responses
}

describe('worker protocol', () => {
  it('a batch in a worker gives what a batch here gives, with progress', () => {
    const responses = post(batchRequest(order))
    expect(responses.map(({ kind }) => kind)).toEqual(['progress', 'progress', 'progress', 'finished'])
    expect(responses.at(-1)).toEqual({ kind: 'finished', id: 7, result: runColumns(plan, feeds, { backEnd: 'wasm' }) })
  })
  it("the caller's columns stay his; shared ones are not copied at all", () => {
    const { request } = batchRequest(order)
    expect(request.feeds[0]?.columns.close).not.toBe(feeds.get('feed')?.close)
    const shared = shareColumns(marketBars({ bars: 10 }))
    const sharing = batchRequest({ ...order, feeds: new Map([['feed', shared]]) })
    expect(sharing.request.feeds[0]?.columns.close).toBe(shared.close)
    expect(sharing.transfer).toEqual([])
    post(batchRequest(order))
    expect(feeds.get('feed')?.close).toHaveLength(3000)
  })
  it('cancel reaches a worker that is busy', () => {
    const message = batchRequest(order)
    const responses = post(message, testRegistry, () => message.cancel())
    expect(responses.map(({ kind }) => kind)).toEqual(['progress', 'finished'])
  })
  it('a worker with other node types refuses', () => {
    expect(post(batchRequest(order), { all: [], get: () => undefined }).at(-1)).toMatchObject({ kind: 'failed', code: 'INVALID_DOCUMENT' })
    expect(post(batchRequest({ ...order, plan: { ...plan, graphHash: 'other' } }))).toMatchObject([
      { kind: 'failed', code: 'GRAPH_MISMATCH' },
    ])
  })
  it('an error in the worker is an answer too', () => {
    expect(post(batchRequest({ ...order, feeds: new Map() }))).toMatchObject([
      { kind: 'failed', code: 'BATCH_FAILED', message: 'no bars were given for the feed "feed"' },
    ])
  })
})
