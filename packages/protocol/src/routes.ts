import { z } from 'zod'
import { idSchema } from './common.ts'
import { crashTestRoutes } from './crash-test-routes.ts'
import { datasetSchema, importOptionsSchema, importPreviewSchema } from './data.ts'
import {
  barsPageSchema,
  eventsPageSchema,
  executeResultSchema,
  executeSchema,
  runDetailSchema,
  runResultSchema,
  runSchema,
  startRunSchema,
  valuesPageSchema,
  valuesQuerySchema,
} from './runs.ts'
import { marketRoutes } from './market-routes.ts'
import { createdTokenSchema, createTokenSchema, healthSchema, launchSchema, sessionSchema, tokenSchema } from './session.ts'
import {
  createWorkflowSchema,
  deletedSchema,
  exampleSchema,
  revisionSchema,
  saveDraftSchema,
  saveWorkflowSchema,
  validationSchema,
  workflowSchema,
  workflowSummarySchema,
} from './workflows.ts'

/** One REST route: the server registers it, the client calls it, the OpenAPI page shows it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly summary: string
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** The body is the bytes of a file. */
  readonly upload?: true
  readonly response: z.ZodType
}

const route = <const R extends Route>(definition: R): R => definition
const byId = z.object({ id: idSchema })
const byRun = z.object({ id: z.string() })

export const routes = {
  health: route({ method: 'GET', path: '/api/health', summary: 'Running status', response: healthSchema }),
  launch: route({
    method: 'POST',
    path: '/api/session',
    summary: 'Exchange the launch token for a session',
    body: launchSchema,
    response: sessionSchema,
  }),
  session: route({ method: 'GET', path: '/api/session', summary: 'Who am I', response: sessionSchema }),
  logout: route({ method: 'DELETE', path: '/api/session', summary: 'End the session', response: z.object({}) }),
  listTokens: route({ method: 'GET', path: '/api/tokens', summary: 'API tokens', response: z.array(tokenSchema) }),
  createToken: route({
    method: 'POST',
    path: '/api/tokens',
    summary: 'Create an API token; shown once',
    body: createTokenSchema,
    response: createdTokenSchema,
  }),
  revokeToken: route({ method: 'DELETE', path: '/api/tokens/:id', summary: 'Revoke a token', params: byRun, response: z.object({}) }),

  nodeTypes: route({
    method: 'GET',
    path: '/api/node-types',
    summary: 'Every node type: ports, config schema, help',
    response: z.array(z.record(z.string(), z.unknown())),
  }),
  documentSchema: route({
    method: 'GET',
    path: '/api/document-schema',
    summary: 'JSON Schema of the workflow document',
    response: z.record(z.string(), z.unknown()),
  }),
  examples: route({ method: 'GET', path: '/api/examples', summary: 'Example strategies', response: z.array(exampleSchema) }),

  listWorkflows: route({ method: 'GET', path: '/api/workflows', summary: 'All workflows', response: z.array(workflowSummarySchema) }),
  createWorkflow: route({
    method: 'POST',
    path: '/api/workflows',
    summary: 'New, empty, from an example or from a document',
    body: createWorkflowSchema,
    response: workflowSchema,
  }),
  importWorkflow: route({
    method: 'POST',
    path: '/api/workflows/import',
    summary: 'Import a document as a new workflow (never over another)',
    body: z.record(z.string(), z.unknown()),
    response: workflowSchema,
  }),
  readWorkflow: route({
    method: 'GET',
    path: '/api/workflows/:id',
    summary: 'One workflow with its draft',
    params: byId,
    response: workflowSchema,
  }),
  saveWorkflow: route({
    method: 'PUT',
    path: '/api/workflows/:id',
    summary: 'Save a revision; 409 keeps both',
    params: byId,
    body: saveWorkflowSchema,
    response: workflowSchema,
  }),
  saveDraft: route({
    method: 'PUT',
    path: '/api/workflows/:id/draft',
    summary: 'Autosave edits',
    params: byId,
    body: saveDraftSchema,
    response: z.object({ savedAt: z.number() }),
  }),
  discardDraft: route({
    method: 'DELETE',
    path: '/api/workflows/:id/draft',
    summary: 'Forget the draft',
    params: byId,
    response: z.object({}),
  }),
  workflowHistory: route({
    method: 'GET',
    path: '/api/workflows/:id/history',
    summary: 'All revisions',
    params: byId,
    response: z.array(revisionSchema),
  }),
  readRevision: route({
    method: 'GET',
    path: '/api/workflows/:id/history/:revision',
    summary: 'One revision',
    params: byId.extend({ revision: z.coerce.number().int() }),
    response: z.object({ revision: z.int(), document: z.record(z.string(), z.unknown()) }),
  }),
  deleteWorkflow: route({
    method: 'DELETE',
    path: '/api/workflows/:id',
    summary: 'Move to the bin',
    params: byId,
    response: deletedSchema,
  }),
  restoreWorkflow: route({
    method: 'POST',
    path: '/api/workflows/:id/restore',
    summary: 'Take out of the bin',
    params: byId,
    response: workflowSchema,
  }),
  exportWorkflow: route({
    method: 'GET',
    path: '/api/workflows/:id/export',
    summary: 'The document as a file',
    params: byId,
    response: z.record(z.string(), z.unknown()),
  }),
  validate: route({
    method: 'POST',
    path: '/api/validate',
    summary: 'Problems of a document',
    body: z.record(z.string(), z.unknown()),
    response: validationSchema,
  }),

  startRun: route({
    method: 'POST',
    path: '/api/runs',
    summary: 'Start a backtest or a dry-run',
    body: startRunSchema,
    response: runSchema,
  }),
  listRuns: route({
    method: 'GET',
    path: '/api/runs',
    summary: 'Runs, newest first',
    query: z.object({ workflowId: z.string().optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }),
    response: z.array(runSchema),
  }),
  readRun: route({
    method: 'GET',
    path: '/api/runs/:id',
    summary: 'One run with the version that ran',
    params: byRun,
    response: runDetailSchema,
  }),
  stopRun: route({ method: 'POST', path: '/api/runs/:id/stop', summary: 'Stop or cancel', params: byRun, response: runSchema }),
  pauseRun: route({
    method: 'POST',
    path: '/api/runs/:id/pause',
    summary: 'No new entries; exits and protection go on',
    params: byRun,
    response: runSchema,
  }),
  resumeRun: route({ method: 'POST', path: '/api/runs/:id/resume', summary: 'Entries again', params: byRun, response: runSchema }),
  flattenRun: route({
    method: 'POST',
    path: '/api/runs/:id/flatten',
    summary: 'Close every position at market and pause entries',
    params: byRun,
    response: runSchema,
  }),
  runEvents: route({
    method: 'GET',
    path: '/api/runs/:id/events',
    summary: 'Journal after a seq',
    params: byRun,
    query: z.object({
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(5000).default(1000),
      types: z.string().optional(),
    }),
    response: eventsPageSchema,
  }),
  runResult: route({
    method: 'GET',
    path: '/api/runs/:id/result',
    summary: 'Metrics, trades, equity',
    params: byRun,
    query: z.object({ points: z.coerce.number().int().min(10).max(20_000).default(2000) }),
    response: runResultSchema,
  }),
  runValues: route({
    method: 'GET',
    path: '/api/runs/:id/values',
    summary: 'Values of outputs at any bar',
    params: byRun,
    query: valuesQuerySchema,
    response: valuesPageSchema,
  }),
  runBars: route({
    method: 'GET',
    path: '/api/runs/:id/bars',
    summary: 'Candles that the run saw',
    params: byRun,
    query: z.object({
      feed: z.string().optional(),
      from: z.coerce.number().int().min(0).default(0),
      to: z.coerce.number().int().min(1).optional(),
      /** Merges so many rows into one bar: long runs at a glance. */
      every: z.coerce.number().int().min(1).default(1),
    }),
    response: barsPageSchema,
  }),
  execute: route({
    method: 'POST',
    path: '/execute',
    summary: 'Run a document and answer with what it did',
    body: executeSchema,
    response: executeResultSchema,
  }),
  executeDryRun: route({
    method: 'POST',
    path: '/execute/dry-run',
    summary: 'The same, always a dry-run',
    body: executeSchema.omit({ mode: true }),
    response: executeResultSchema,
  }),

  previewData: route({
    method: 'POST',
    path: '/api/data/preview',
    summary: 'What a file holds and what is wrong with it',
    query: importOptionsSchema,
    upload: true,
    response: importPreviewSchema,
  }),
  importData: route({
    method: 'POST',
    path: '/api/data/import',
    summary: 'Store a file as a dataset',
    query: importOptionsSchema,
    upload: true,
    response: datasetSchema,
  }),
  listDatasets: route({ method: 'GET', path: '/api/datasets', summary: 'Stored candles', response: z.array(datasetSchema) }),
  readDataset: route({
    method: 'GET',
    path: '/api/datasets/:id',
    summary: 'One dataset with its report',
    params: byRun,
    response: datasetSchema,
  }),
  datasetBars: route({
    method: 'GET',
    path: '/api/datasets/:id/bars',
    summary: 'Candles of a dataset',
    params: byRun,
    query: z.object({
      from: z.coerce.number().int().min(0).default(0),
      to: z.coerce.number().int().min(1).optional(),
      every: z.coerce.number().int().min(1).default(1),
    }),
    response: barsPageSchema,
  }),
  deleteDataset: route({ method: 'DELETE', path: '/api/datasets/:id', summary: 'Remove a dataset', params: byRun, response: z.object({}) }),

  ...marketRoutes,
  ...crashTestRoutes,
} as const
export type RouteName = keyof typeof routes
