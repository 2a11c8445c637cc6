import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { sliceColumns } from '@strategraph/market-model'
import { type BackEnd, batchRequest, type BatchResponse, type Plan } from '@strategraph/strategy-core'
import { type AnswerSource, type FeedData, journalLine } from '@strategraph/trading-engine'
import { batchJournal, journalsAgree } from '@strategraph/trading-engine/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answersOrFailure } from '../src/backtest/answer-tape.ts'
import { feedsData } from '../src/data/feeds-data.ts'
import { loadPlan } from '../src/workflow/load-workflow.ts'
import { exampleNames, loadExample } from './support/examples.ts'
import type { JournalJob } from './support/journal-worker.ts'
import { needsSharedData, sharedData, writeSourceRows } from './support/shared-data.ts'

interface Case {
  readonly plan: Plan
  readonly feeds: ReadonlyMap<string, FeedData>
  readonly answers: AnswerSource
  readonly answersFile?: string
}

let worker: Worker
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'strategraph-drivers-'))
  worker = new Worker(new URL('./support/journal-worker.ts', import.meta.url))
})
afterAll(async () => {
  await worker.terminate()
  rmSync(folder, { recursive: true, force: true })
})

/** The journal that the worker driver writes in a thread of its own. */
async function workerJournal({ plan, feeds, answersFile }: Case, backEnd: BackEnd): Promise<readonly string[]> {
  const bindings = [...feeds].map(([feed, { instrument, provenance, source }]) => [feed, { instrument, provenance, source }] as const)
  const job: JournalJob = { bindings, ...(answersFile === undefined ? {} : { answers: answersFile }) }
  const columns = new Map([...feeds].map(([feed, data]) => [feed, data.columns]))
  const { request, transfer } = batchRequest({ id: 1, plan, feeds: columns, options: { backEnd }, job })
  const response = await new Promise<BatchResponse<readonly string[]>>((settle, reject) => {
    worker.once('error', reject)
    worker.once('message', settle)
    worker.postMessage(request, [...transfer])
  })
  worker.removeAllListeners('error')
  if (response.kind !== 'finished') throw new Error(JSON.stringify(response))
  return response.result
}

/** The journal of batch, session and worker, each through the interpreter and WebAssembly: how long the one is, or who differs where. */
async function agreement(strategy: Case): Promise<{ readonly events: number; readonly difference?: unknown }> {
  const { plan, feeds, answers } = strategy
  const agreed = journalsAgree(plan, feeds, undefined, answers)
  if (!agreed.agree) return { events: 0, difference: agreed.difference }
  const lines = batchJournal(plan, feeds, { backEnd: 'interpreter', answers }).map(journalLine)
  for (const backEnd of ['interpreter', 'wasm'] as const) {
    const inWorker = await workerJournal(strategy, backEnd)
    const line = lines.findIndex((expected, index) => expected !== inWorker[index])
    if (line >= 0 || inWorker.length !== lines.length)
      return { events: 0, difference: { driver: `worker, ${backEnd}`, line: line + 1, lines: [lines.length, inWorker.length] } }
  }
  return { events: lines.length }
}

describe('batch, session and worker thread, interpreter and WebAssembly, write one journal, byte for byte', () => {
  it.each(exampleNames)('example %s', async (name) => {
    const { folder: home, expected, ...strategy } = await loadExample(name)
    const answersFile = expected.answers === undefined ? {} : { answersFile: join(home, expected.answers) }
    const { events, difference } = await agreement({ ...strategy, ...answersFile })
    expect(difference).toBeUndefined()
    expect(events).toBeGreaterThan(50)
  })

  const golden = resolve(import.meta.dirname, 'golden')
  const goldenNames = readdirSync(golden).flatMap((file) => (/^\d\d_/.test(file) ? [file.replace('.json', '')] : []))

  it.skipIf(sharedData === undefined).each(goldenNames)(`golden strategy %s${needsSharedData}`, async (id) => {
    const plan = await loadPlan(join(golden, `${id}.json`))
    if (!plan.ok) throw new Error(JSON.stringify(plan.problems))
    const data = await feedsData(plan.value, {
      data: [`feed=${writeSourceRows(id, folder)}`],
      bars: 1,
      lotSize: '0.00000001',
      stampsAreBarEnd: false,
      acceptProblems: false,
      missingVolume: false,
    })
    const answers = await answersOrFailure(undefined)
    if (!data.ok || !answers.ok) throw new Error(JSON.stringify(data))
    const feeds = new Map(data.value.map((feed) => [feed.feed.nodeId, feed]))
    const { events, difference } = await agreement({ plan: plan.value, feeds, answers: answers.value })
    expect(difference).toBeUndefined()
    expect(events).toBeGreaterThan(50)
  })

  it('bites: one bar less is another journal', async () => {
    const [name = ''] = exampleNames
    const example = await loadExample(name)
    const whole = batchJournal(example.plan, example.feeds, { backEnd: 'wasm' }).map(journalLine)
    const shorter = new Map(
      [...example.feeds].map(([feed, data]) => [feed, { ...data, columns: sliceColumns(data.columns, 0, data.columns.time.length - 1) }]),
    )
    expect(await workerJournal(example, 'wasm')).toEqual(whole)
    expect(await workerJournal({ ...example, feeds: shorter }, 'wasm')).not.toEqual(whole)
  })
})
