import { randomUUID } from 'node:crypto'
import { intervals } from '@strategraph/market-model'
import type { Run, startRunSchema } from '@strategraph/protocol'
import type { NodeRegistry, Plan, WorkflowDocument } from '@strategraph/strategy-core'
import { runProblems, runSettings, type RunSettingsOverrides } from '@strategraph/trading-engine'
import type { z } from 'zod'
import { Refusal, unusable } from '../http/refusal.ts'
import { planOf, readDocument } from '../workflows/check-document.ts'
import type { WorkflowService } from '../workflows/workflow-service.ts'
import { type FeedDirectory, type ResolvedFeed, resolveFeeds } from './feeds/feed-choice.ts'
import { restrictToTarget } from './restrict-to-target.ts'
import type { RunRecord, RunSpec } from './run-record.ts'

export type StartRequest = Pick<z.output<typeof startRunSchema>, 'mode'> &
  Partial<z.output<typeof startRunSchema>> & { readonly maxMoments?: number | undefined }

/** A request that may run: everything looked up and checked. */
export interface PreparedRun {
  readonly record: RunRecord
  readonly plan: Plan
  readonly feeds: readonly ResolvedFeed[]
}

export interface Preparation {
  readonly registry: NodeRegistry
  readonly workflows: WorkflowService
  readonly directory: FeedDirectory
  readonly now: () => number
}

/** A newcomer should see a bar about every second, whatever the interval. */
const msPerBar = 1000

/** Looks up the document, compiles it, finds the data; throws Refusal with what is wrong. Nothing has started afterwards. */
export async function prepareRun(request: StartRequest, preparation: Preparation): Promise<PreparedRun> {
  const { registry, directory, now } = preparation
  if (request.mode === 'live') {
    throw new Refusal(
      422,
      'LIVE_NOT_AVAILABLE',
      'Live trading is not there yet: this version places no real orders. Start a dry-run instead.',
    )
  }
  const { document: whole, workflowId, revision } = await findDocument(request, preparation)
  const document = request.targetNode === undefined ? whole : restrictToTarget(whole, request.targetNode, registry)
  const plan = planOf(document, registry)
  const choices = request.feeds ?? {}
  const feeds = await resolveFeeds(plan, choices, directory)
  const overrides = overridesOf(request)
  const problems = runProblems(plan, new Map(feeds.map((feed) => [feed.feed, feed])), settingsOf(plan, overrides))
  const [error] = problems.filter(({ severity }) => severity === 'error')
  if (error !== undefined) throw unusable(error.code, error.message, problems)

  const fastest = Math.min(...feeds.map(({ interval }) => intervals[interval]))
  const spec: RunSpec = {
    choices: { ...choices },
    overrides,
    ...(request.from === undefined ? {} : { from: request.from }),
    ...(request.to === undefined ? {} : { to: request.to }),
    speed: request.speed ?? fastest / msPerBar,
    historyMs: historyMsOf(plan),
    fastForwardBars: fastForwardOf(request, feeds),
    ...(request.maxMoments === undefined ? {} : { maxMoments: request.maxMoments }),
  }
  const run: Run = {
    id: newRunId(now()),
    workflowId,
    workflowName: document.name,
    revision,
    graphHash: plan.graphHash,
    mode: request.mode,
    status: 'starting',
    startedAt: now(),
    updatedAt: now(),
    feeds: feeds.map(({ feed, instrument, interval, provenance, source }) => ({
      feed,
      instrument: { ...instrument },
      interval,
      provenance,
      source,
    })),
    lastSeq: 0,
    bars: 0,
    equity: null,
    trades: 0,
    entriesPaused: false,
    metrics: null,
    ...(request.mode === 'dry-run' ? { speed: spec.speed } : {}),
  }
  return { record: { run, document, spec }, plan, feeds }
}

async function findDocument(
  { document: json, workflowId, revision }: StartRequest,
  { registry, workflows }: Preparation,
): Promise<{ document: WorkflowDocument; workflowId: string; revision: number | null }> {
  if (json !== undefined) {
    const { document } = readDocument(json, registry)
    return { document, workflowId: workflowId ?? document.id, revision: null }
  }
  if (workflowId === undefined) throw new Refusal(400, 'NO_WORKFLOW', 'Say what to run: a workflowId or a document.')
  if (revision !== undefined) return { ...(await workflows.readRevision(workflowId, revision)), workflowId }
  const stored = await workflows.read(workflowId)
  return { document: readDocument(stored.document, registry).document, workflowId, revision: stored.revision }
}

function overridesOf({ account = {}, endOfData }: StartRequest): RunSpec['overrides'] {
  const { initialCash, takerFee, makerFee, slippageBps, allowShort } = account
  return {
    account: {
      ...(initialCash === undefined ? {} : { initialCash }),
      ...(takerFee === undefined ? {} : { takerFee }),
      ...(makerFee === undefined ? {} : { makerFee }),
      ...(slippageBps === undefined ? {} : { slippageBps }),
      ...(allowShort === undefined ? {} : { allowShort }),
    },
    ...(endOfData === undefined ? {} : { endOfData }),
  }
}

/** Only a market that we make can be made faster. */
function fastForwardOf({ mode, fastForwardBars = 0 }: StartRequest, feeds: readonly ResolvedFeed[]): number {
  if (fastForwardBars > 0 && (mode !== 'dry-run' || feeds.some(({ origin }) => origin.kind !== 'simulated')))
    throw unusable('CANNOT_FAST_FORWARD', 'Only a dry-run on the simulated market can be fast-forwarded.')
  return fastForwardBars
}

/** Until indicators have values everywhere: a dry-run starts warm. */
function historyMsOf(plan: Plan): number {
  return Math.max(0, ...plan.domains.map(({ feed, interval }) => (plan.warmUp.get(feed) ?? 0) * intervals[interval]))
}

/** Bad numbers of a request are a refusal, not a crash of the ledger. */
function settingsOf(plan: Plan, overrides: RunSettingsOverrides) {
  const settings = runSettings(plan, overrides)
  const { initialCash } = settings.account
  if (!/^\d+(\.\d{1,18})?$/.test(initialCash))
    throw unusable('BAD_ACCOUNT', 'initialCash is a plain decimal number with at most 18 decimals.')
  for (const name of ['takerFee', 'makerFee'] as const) {
    const fee = settings.account[name]
    if (!(fee >= 0 && fee <= 1)) throw unusable('BAD_ACCOUNT', `${name} is a fraction from 0 to 1.`)
  }
  if (!(settings.account.slippageBps >= 0 && settings.account.slippageBps <= 1000))
    throw unusable('BAD_ACCOUNT', 'slippageBps is a number from 0 to 1000.')
  return settings
}

/** Sorts by time, as lists do. */
const newRunId = (now: number): string => `${now.toString(36)}-${randomUUID().slice(0, 8)}`
