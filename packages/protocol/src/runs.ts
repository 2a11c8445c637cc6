import { feedBindingSchema, journalEventSchema, metricsSchema, modeSchema, runStatuses, tradeSchema } from '@strategraph/trading-engine'
import { z } from 'zod'
import { idSchema, timeSchema, wireDocumentSchema } from './common.ts'

/** Where a feed's bars come from in this run; by feed node id. Absent: what the feed node's own config says. */
export const feedChoiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('simulated'), seed: z.int(), bars: z.int().min(1).max(5_000_000).optional() }),
  z.object({ kind: z.literal('dataset'), dataset: z.string() }),
  z.object({ kind: z.literal('exchange'), exchange: z.string() }),
])

export const startRunSchema = z.object({
  mode: modeSchema,
  workflowId: idSchema.optional(),
  /** The exact revision; absent with `workflowId`: the newest saved one. */
  revision: z.int().optional(),
  /** Instead of a saved workflow. */
  document: wireDocumentSchema.optional(),
  feeds: z.record(z.string(), feedChoiceSchema).optional(),
  /** Backtest: bars whose OPEN stamp is within [from, to). */
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  /** Overrides of the document's settings; recorded in the journal. */
  account: z
    .object({
      initialCash: z.string(),
      takerFee: z.number(),
      makerFee: z.number(),
      slippageBps: z.number(),
      allowShort: z.boolean(),
    })
    .partial()
    .optional(),
  endOfData: z.enum(['close', 'keep']).optional(),
  /** Dry-run on the simulated market: simulated ms per real ms, 1 = real time. */
  speed: z.number().positive().max(100_000).optional(),
  /**
   * Dry-run on the simulated market: so many bars of the fastest feed pass as fast as they can be made, then `speed` holds. They are
   * ordinary bars of the run, journalled and traded; only the waiting is left out. Default 0; the warm-up always passes that way.
   */
  fastForwardBars: z.int().min(0).max(20_000).optional(),
  /** Evaluate only this node and what it needs; no orders. */
  targetNode: idSchema.optional(),
})
export type StartRun = z.input<typeof startRunSchema>

export const runSchema = z.object({
  id: z.string(),
  workflowId: z.string(),
  workflowName: z.string(),
  revision: z.int().nullable(),
  graphHash: z.string(),
  mode: modeSchema,
  status: z.enum(runStatuses),
  /** Why it stopped, failed or was interrupted. */
  reason: z.string().optional(),
  /** 0..1 for backtests. */
  progress: z.number().min(0).max(1).optional(),
  startedAt: timeSchema,
  updatedAt: timeSchema,
  feeds: z.array(feedBindingSchema),
  lastSeq: z.int(),
  bars: z.int(),
  equity: z.number().nullable(),
  trades: z.int(),
  entriesPaused: z.boolean(),
  /** Dry-run on a simulated or recorded market: market ms per real ms ("simulated, 60x"); absent: real time, or a backtest. */
  speed: z.number().positive().optional(),
  metrics: metricsSchema.nullable(),
})
export type Run = z.output<typeof runSchema>

export const runDetailSchema = runSchema.extend({
  /** The exact version that ran. */
  document: wireDocumentSchema,
})
export type RunDetail = z.output<typeof runDetailSchema>

export const eventsPageSchema = z.object({ events: z.array(journalEventSchema), lastSeq: z.int(), more: z.boolean() })

/** What a finished (or still running) run has come to. */
export const runResultSchema = z.object({
  run: runSchema,
  metrics: metricsSchema.nullable(),
  trades: z.array(tradeSchema),
  /** At most `points` samples (min and max of each stretch kept). */
  equity: z.array(z.object({ time: timeSchema, equity: z.number(), drawdown: z.number() })),
})
export type RunResult = z.output<typeof runResultSchema>

/** Rows [from, to) of the feed with the shortest interval (or of `feed`); columns as plain arrays, null = no value. Backs the time slider and the chart. */
export const valuesQuerySchema = z.object({
  feed: z.string().optional(),
  from: z.coerce.number().int().min(0),
  to: z.coerce.number().int().min(1),
  /** One row out of so many, the last of each stretch: what a chart of a long run draws. */
  every: z.coerce.number().int().min(1).default(1),
  /** Comma-separated `<nodeId>.<port>`; absent = all outputs. */
  keys: z.string().optional(),
})
export const valuesPageSchema = z.object({
  from: z.int(),
  to: z.int(),
  total: z.int(),
  /** Close times. */
  time: z.array(timeSchema),
  values: z.record(z.string(), z.array(z.union([z.number(), z.boolean(), z.string(), z.null(), z.record(z.string(), z.unknown())]))),
})
export type ValuesPage = z.output<typeof valuesPageSchema>

export const barsPageSchema = z.object({
  feed: z.string(),
  /** Row of the first bar. */
  from: z.int(),
  /** Rows that there are, not merged. */
  total: z.int(),
  /** So many rows are merged into each bar; the last one may hold fewer. */
  every: z.int().default(1),
  interval: z.string(),
  /** Close times. */
  time: z.array(timeSchema),
  open: z.array(z.number()),
  high: z.array(z.number()),
  low: z.array(z.number()),
  close: z.array(z.number()),
  volume: z.array(z.number()),
})
export type BarsPage = z.output<typeof barsPageSchema>

/** `POST /execute`: runs to the end and answers with the result (backtest), or starts and answers with the run (dry-run). */
export const executeSchema = z.object({
  workflow: wireDocumentSchema,
  mode: modeSchema.default('dry-run'),
  targetNode: idSchema.optional(),
  feeds: z.record(z.string(), feedChoiceSchema).optional(),
  /** Bars to evaluate in a dry-run execution. */
  bars: z.int().min(1).max(100_000).optional(),
})
export const executeResultSchema = z.object({
  run: runSchema,
  /** Last value of every output (or of the target node and its ancestors). */
  values: z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.null(), z.record(z.string(), z.unknown())])),
  events: z.array(journalEventSchema),
  metrics: metricsSchema.nullable(),
  trades: z.array(tradeSchema),
})
