import { type CrashTestResult, crashTestVersion } from '@strategraph/crash-test'
import { scenarios } from '@strategraph/market-sim'
import {
  type CrashTest,
  type CrashTestJob,
  type CrashTests,
  crashTestSchema,
  type CrashTestSummary,
  type startCrashTestSchema,
} from '@strategraph/protocol'
import { graphHash, type NodeRegistry, type WorkflowDocument } from '@strategraph/strategy-core'
import type { z } from 'zod'
import { Refusal, unusable } from '../http/refusal.ts'
import { planOf, readDocument } from '../workflows/check-document.ts'
import type { CrashMessage } from './crash-job.ts'
import type { CrashPool } from './crash-pool.ts'
import type { CrashStore, CrashTestMeta } from './crash-store.ts'

export interface CrashService {
  start(workflowId: string, request: z.output<typeof startCrashTestSchema>): Promise<CrashTestJob>
  tests(workflowId: string): Promise<CrashTests>
  cancel(workflowId: string): Promise<CrashTests>
  /** For the badge; undefined where the workflow was never tested. */
  summaryOf(workflowId: string, document: WorkflowDocument): CrashTestSummary | undefined
  close(): Promise<void>
}

export interface CrashServiceOptions {
  readonly store: CrashStore
  readonly pool: CrashPool
  readonly registry: NodeRegistry
  /** The saved workflow; throws Refusal where there is none. */
  readonly readWorkflow: (id: string) => Promise<{ readonly document: unknown; readonly revision: number }>
  readonly now: () => number
  readonly onError: (cause: unknown) => void
}

interface Running {
  job: CrashTestJob
  cancel(): void
}

const maxWaiting = 20
const isOver = ({ status }: CrashTestJob) => status !== 'waiting' && status !== 'running'

export function createCrashService({ store, pool, registry, readWorkflow, now, onError }: CrashServiceOptions): CrashService {
  const jobs = new Map<string, Running>()

  const newest = (workflowId: string, hash: string): { readonly meta: CrashTestMeta; readonly isStale: boolean } | undefined => {
    const metas = store.list(workflowId).filter(({ version }) => version === crashTestVersion)
    const present = metas.find((meta) => meta.graphHash === hash)
    const meta = present ?? metas[0]
    return meta === undefined ? undefined : { meta, isStale: present === undefined }
  }

  const tests = async (workflowId: string): Promise<CrashTests> => {
    const { document } = readDocument((await readWorkflow(workflowId)).document, registry)
    const found = newest(workflowId, graphHash(document, registry))
    return {
      job: jobs.get(workflowId)?.job ?? null,
      test: found === undefined ? null : ((await store.read(found.meta)) ?? null),
      summary: found === undefined ? null : summary(found),
    }
  }

  const keep = async (workflowId: string, revision: number | null, result: CrashTestResult): Promise<void> => {
    const earlier = store.list(workflowId).find((meta) => isSameTest(meta, result))
    const known = earlier === undefined ? undefined : await store.read(earlier)
    await store.write(merged(known, crashTestSchema.parse({ workflowId, revision, testedAt: now(), ...result })))
  }

  const begin = (workflowId: string, revision: number | null, job: Parameters<CrashPool['run']>[0]): CrashTestJob => {
    const running: Running = {
      job: { workflowId, status: 'waiting', progress: 0, scenario: null, seed: job.seed, startedAt: now() },
      cancel: () => {},
    }
    const patch = (changes: Partial<CrashTestJob>) => {
      running.job = { ...running.job, ...changes }
    }
    const onMessage = (message: CrashMessage) => {
      switch (message.type) {
        case 'progress':
          return patch({ progress: message.done, scenario: message.scenario })
        case 'refused':
          return message.code === 'CANCELED'
            ? patch({ status: 'canceled', scenario: null })
            : patch({ status: 'failed', scenario: null, reason: message.problems[0]?.message ?? message.code })
        case 'finished':
          // On disk first: who hears that it is finished finds it.
          keep(workflowId, revision, message.result).then(
            () => patch({ status: 'finished', progress: 1, scenario: null }),
            (cause: unknown) => {
              onError(cause)
              patch({ status: 'failed', scenario: null, reason: 'The result could not be stored.' })
            },
          )
      }
    }
    jobs.set(workflowId, running)
    const handle = pool.run(job, {
      onStart: () => patch({ status: 'running' }),
      onMessage,
      onCrash: (reason) =>
        reason === 'canceled'
          ? patch({ status: 'canceled', scenario: null })
          : patch({ status: 'failed', scenario: null, reason: `The crash test broke off: ${reason}.` }),
    })
    running.cancel = () => handle.cancel()
    return running.job
  }

  return {
    async start(workflowId, { document: json, scenarios: wanted, seed }) {
      const stored = await readWorkflow(workflowId)
      const { document } = readDocument(json ?? stored.document, registry)
      planOf(document, registry)
      const unknown = wanted?.find((id) => scenarios.every((scenario) => scenario.id !== id))
      if (unknown !== undefined) throw unusable('UNKNOWN_SCENARIO', `There is no scenario ${JSON.stringify(unknown)}.`)
      const active = jobs.get(workflowId)
      if (active !== undefined && !isOver(active.job))
        throw new Refusal(409, 'CRASH_TEST_RUNNING', 'A crash test of this workflow goes on; cancel it or wait for its end.')
      if (pool.waiting >= maxWaiting) throw new Refusal(429, 'TOO_MANY_CRASH_TESTS', `${maxWaiting} crash tests are waiting already.`)
      return begin(workflowId, json === undefined ? stored.revision : null, { document, scenarios: wanted, seed })
    },
    tests,
    async cancel(workflowId) {
      jobs.get(workflowId)?.cancel()
      return tests(workflowId)
    },
    summaryOf(workflowId, document) {
      if (store.list(workflowId).length === 0) return undefined
      const found = newest(workflowId, graphHash(document, registry))
      return found === undefined ? undefined : summary(found)
    },
    close: () => pool.close(),
  }
}

function summary({ meta, isStale }: { readonly meta: CrashTestMeta; readonly isStale: boolean }): CrashTestSummary {
  const { passed, failed, notApplicable, revision, createdAt: testedAt } = meta
  return { passed, failed, notApplicable, total: scenarios.length, revision, testedAt, isStale }
}

const isSameTest = (a: Pick<CrashTestMeta, 'graphHash' | 'version' | 'seed'>, b: Pick<CrashTestMeta, 'graphHash' | 'version' | 'seed'>) =>
  a.graphHash === b.graphHash && a.version === b.version && a.seed === b.seed

/** A test of some scenarios replaces these in the one before, of the same strategy and seed. */
function merged(before: CrashTest | undefined, test: CrashTest): CrashTest {
  const found = new Map([...(before?.scenarios ?? []), ...test.scenarios].map((scenario) => [scenario.scenario, scenario]))
  const all = scenarios.flatMap(({ id }) => found.get(id) ?? [])
  const count = (verdict: CrashTest['scenarios'][number]['verdict']) => all.filter((scenario) => scenario.verdict === verdict).length
  return { ...test, scenarios: all, passed: count('passed'), failed: count('failed'), notApplicable: count('not-applicable') }
}
