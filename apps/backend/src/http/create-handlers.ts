import { createToken, listTokens, revokeToken } from '@strategraph/adapters'
import type { executeSchema } from '@strategraph/protocol'
import { compile, documentJsonSchema, type NodeRegistry } from '@strategraph/strategy-core'
import type { z } from 'zod'
import { createMarketHandlers, type MarketHandlerOptions } from '../market/market-handlers.ts'
import type { CrashService } from '../crash-tests/crash-service.ts'
import type { DataService } from '../data/data-service.ts'
import type { RunReader } from '../runs/run-reader.ts'
import type { Supervisor } from '../runs/supervisor.ts'
import type { ValuesService } from '../runs/values/values-service.ts'
import { createSandboxHandlers } from '../sandbox/sandbox-handlers.ts'
import type { SandboxHost } from '../sandbox/sandbox-host.ts'
import type { Credentials } from '../security/credentials.ts'
import { readDocument } from '../workflows/check-document.ts'
import type { ExampleLibrary } from '../workflows/example-library.ts'
import type { WorkflowService } from '../workflows/workflow-service.ts'
import { describeNodes } from './describe-nodes.ts'
import type { Exchange, Handlers } from './handlers.ts'
import { notFound } from './refusal.ts'

export interface HandlerOptions {
  readonly version: string
  readonly dataFolder: string
  readonly tokenFolder: string
  readonly startedAt: number
  readonly now: () => number
  readonly registry: NodeRegistry
  readonly credentials: Credentials
  readonly workflows: WorkflowService
  readonly examples: ExampleLibrary
  readonly supervisor: Supervisor
  readonly reader: RunReader
  readonly values: ValuesService
  readonly data: DataService
  readonly crashTests: CrashService
  readonly market: MarketHandlerOptions['market']
  readonly sandbox: SandboxHost | undefined
}

/** Moments of a dry-run execution where the request does not say. */
const executedMoments = 200
const maxExecuteEvents = 20_000

/** One handler per route of the protocol; each only translates between a request and the room that does the work. */
export function createHandlers(options: HandlerOptions): Handlers {
  const { registry, credentials, workflows, examples, supervisor, reader, values, data, crashTests, now } = options
  const nodeTypes = describeNodes(registry)
  const session = () => ({ version: options.version, simulated: true, dataFolder: options.dataFolder })

  const execute = async (body: z.output<typeof executeSchema>, { reply }: Exchange) => {
    const { workflow, mode, targetNode, feeds, bars } = body
    const abort = new AbortController()
    // Before the answer is sent this means that the caller hung up; afterwards nobody listens.
    reply.raw.once('close', () => abort.abort())
    const ended = await supervisor.runToEnd(
      {
        mode,
        document: workflow,
        ...(targetNode === undefined ? {} : { targetNode }),
        ...(feeds === undefined ? {} : { feeds }),
        ...(mode === 'dry-run' ? { maxMoments: bars ?? executedMoments } : {}),
      },
      abort.signal,
    )
    const { id } = ended.run
    return {
      run: ended.run,
      values: ended.values ?? (await lastValues(id)),
      events: reader.events(id, { after: 0, limit: maxExecuteEvents }).events,
      metrics: ended.run.metrics,
      trades: await reader.trades(id),
    }
  }

  const lastValues = async (runId: string) => {
    const record = reader.record(runId)
    if (record.run.bars === 0) return {}
    const { total } = await values.page(record, { from: 0, to: 1, every: 1, keys: '' })
    const page = await values.page(record, { from: total - 1, to: total, every: 1 })
    return Object.fromEntries(Object.entries(page.values).map(([key, column]) => [key, column[0] ?? null]))
  }

  return {
    ...createMarketHandlers(options),
    ...createSandboxHandlers(options.sandbox),
    health: () => ({
      status: 'ok',
      version: options.version,
      uptimeSeconds: (now() - options.startedAt) / 1000,
      activeRuns: supervisor.activeCount,
    }),
    async launch({ body }, { request, reply }) {
      await credentials.launch(body.token, request, reply)
      return session()
    },
    session,
    async logout(_, { request, reply }) {
      await credentials.logout(request, reply)
      return {}
    },
    listTokens: async () =>
      (await listTokens(options.tokenFolder)).map(({ id, name, createdAt }) => ({
        id,
        name,
        createdAt,
        lastUsedAt: credentials.lastUsed.get(id) ?? null,
      })),
    async createToken({ body }) {
      const { token, info } = await createToken(options.tokenFolder, body.name, now)
      return { id: info.id, name: info.name, createdAt: info.createdAt, lastUsedAt: null, token }
    },
    async revokeToken({ params }) {
      if (!(await revokeToken(options.tokenFolder, params.id))) throw notFound('token', params.id.slice(0, 64))
      return {}
    },

    nodeTypes: () => nodeTypes,
    documentSchema: () => documentJsonSchema(),
    examples: () => examples.toProtocol(),

    listWorkflows: () => workflows.list(),
    createWorkflow: ({ body }) =>
      workflows.create({
        ...(body.document === undefined ? {} : { document: body.document }),
        ...(body.name === undefined ? {} : { name: body.name }),
        ...(body.example === undefined ? {} : { example: body.example }),
      }),
    importWorkflow: ({ body }) => workflows.importDocument(body),
    readWorkflow: ({ params }) => workflows.read(params.id),
    saveWorkflow: ({ params, body }) => workflows.save(params.id, body),
    saveDraft: ({ params, body }) => workflows.saveDraft(params.id, body),
    async discardDraft({ params }) {
      await workflows.discardDraft(params.id)
      return {}
    },
    workflowHistory: ({ params }) => workflows.history(params.id),
    async readRevision({ params }) {
      const { revision, document } = await workflows.readRevision(params.id, params.revision)
      return { revision, document: { ...document } }
    },
    deleteWorkflow: ({ params }) => workflows.remove(params.id),
    restoreWorkflow: ({ params }) => workflows.restore(params.id),
    exportWorkflow: async ({ params }) => (await workflows.read(params.id)).document,
    validate({ body }) {
      const { document, problems } = readDocument(body, registry)
      const compiled = compile(document, registry)
      const found = compiled.ok
        ? [...problems, ...compiled.warnings.filter(({ code }) => !problems.some((known) => known.code === code))]
        : compiled.problems
      return {
        problems: found.map((problem) => ({ ...problem, path: [...problem.path] })),
        graphHash: compiled.ok ? compiled.value.graphHash : null,
        warmUp: compiled.ok ? Object.fromEntries(compiled.value.warmUp) : null,
      }
    },

    startRun: ({ body }) => supervisor.start(body),
    listRuns: ({ query }) => [
      ...supervisor.list({ limit: query.limit, ...(query.workflowId === undefined ? {} : { workflowId: query.workflowId }) }),
    ],
    readRun: ({ params }) => reader.detail(params.id),
    stopRun: ({ params }) => supervisor.command(params.id, 'stop'),
    pauseRun: ({ params }) => supervisor.command(params.id, 'pause'),
    resumeRun: ({ params }) => supervisor.command(params.id, 'resume'),
    flattenRun: ({ params }) => supervisor.command(params.id, 'flatten'),
    runEvents: ({ params, query }) => reader.events(params.id, query),
    runResult: ({ params, query }) => reader.result(params.id, query.points),
    runValues: ({ params, query }) => values.page(reader.record(params.id), query),
    runBars: ({ params, query }) => reader.bars(params.id, query),
    execute: ({ body }, exchange) => execute(body, exchange),
    executeDryRun: ({ body }, exchange) => execute({ ...body, mode: 'dry-run' }, exchange),

    startCrashTest: ({ params, body }) => crashTests.start(params.id, body),
    crashTests: ({ params }) => crashTests.tests(params.id),
    cancelCrashTest: ({ params }) => crashTests.cancel(params.id),

    previewData: ({ file, query }) => data.preview(file, query),
    importData: ({ file, query }) => data.import(file, query),
    listDatasets: () => data.list(),
    readDataset: ({ params }) => data.read(params.id),
    datasetBars: ({ params, query }) => data.bars(params.id, { from: query.from, to: query.to, every: query.every }),
    async deleteDataset({ params }) {
      await data.remove(params.id)
      return {}
    },
  }
}
