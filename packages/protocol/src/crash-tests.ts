import { mostSeed } from '@strategraph/market-model'
import { z } from 'zod'
import { idSchema, timeSchema, wireDocumentSchema } from './common.ts'

/** Crash tests: a workflow against the scenarios of the simulated market. Times of results are market time, ms UTC. */

export const crashVerdicts = ['passed', 'failed', 'not-applicable'] as const
export const crashVerdictSchema = z.enum(crashVerdicts)
export type CrashVerdict = z.output<typeof crashVerdictSchema>

export const passRuleNames = [
  'inside-limits',
  'no-order-on-stale-data',
  'protected-within',
  'no-reject-loop',
  'ledger-matches-venue',
] as const

export const crashRuleSchema = z.object({
  rule: z.enum(passRuleNames),
  verdict: crashVerdictSchema,
  /** What was asked and what was seen, with numbers. */
  text: z.string(),
  /** The first of them. */
  findings: z.array(z.object({ time: timeSchema, text: z.string(), orderId: z.string().optional() })),
  breaches: z.int(),
})
export type CrashRule = z.output<typeof crashRuleSchema>

export const crashScenarioSchema = z.object({
  scenario: z.string(),
  title: z.string(),
  summary: z.string(),
  verdict: crashVerdictSchema,
  why: z.string(),
  rules: z.array(crashRuleSchema),
  /** When the scenario was on; null where it never began. */
  began: timeSchema.nullable(),
  ended: timeSchema.nullable(),
  /** What it did to the first market: trades furthest from the price at its beginning, and the median spread, in percent of the price. */
  effect: z.object({ lowestPercent: z.number(), highestPercent: z.number(), spreadPercent: z.number().nullable() }).nullable(),
  /** Its times are so many times as long as in the catalogue. */
  stretch: z.number(),
  from: timeSchema,
  to: timeSchema,
  orders: z.object({ sent: z.int(), refused: z.int(), fills: z.int(), trades: z.int() }),
  /** What the workflow's gates refused, by code. */
  denials: z.record(z.string(), z.int()),
  equity: z.object({ first: z.number(), last: z.number(), lowest: z.number(), maxDrawdownPercent: z.number() }),
  /** Price of the first market and equity, at the same times. */
  samples: z.object({ time: z.array(timeSchema), price: z.array(z.number()), equity: z.array(z.number()) }),
  fills: z.array(
    z.object({
      time: timeSchema,
      symbol: z.string(),
      side: z.enum(['buy', 'sell']),
      role: z.string(),
      price: z.number(),
      quantity: z.number(),
    }),
  ),
})
export type CrashScenario = z.output<typeof crashScenarioSchema>

export const crashTestSchema = z.object({
  workflowId: idSchema,
  /** Null: a document that was not saved. */
  revision: z.int().nullable(),
  graphHash: z.string(),
  /** Of the crash test itself: results of other versions are not comparable. */
  version: z.int(),
  seed: z.int(),
  testedAt: timeSchema.meta({ description: 'ms UTC, real time' }),
  interval: z.string(),
  history: z.object({
    bars: z.int(),
    hasEntry: z.boolean(),
    /** Last close of the history, and the middle of the book when the test began. */
    seams: z.array(z.object({ symbol: z.string(), close: z.number(), market: z.number(), isMadeUp: z.boolean() })),
  }),
  models: z.enum(['none', 'stand-in']),
  passed: z.int(),
  failed: z.int(),
  notApplicable: z.int(),
  scenarios: z.array(crashScenarioSchema),
})
export type CrashTest = z.output<typeof crashTestSchema>

/** The badge. */
export const crashTestSummarySchema = z.object({
  passed: z.int(),
  failed: z.int(),
  notApplicable: z.int(),
  /** Scenarios that there are. */
  total: z.int(),
  revision: z.int().nullable(),
  testedAt: timeSchema,
  /** The workflow has changed since. */
  isStale: z.boolean(),
})
export type CrashTestSummary = z.output<typeof crashTestSummarySchema>

export const crashTestJobSchema = z.object({
  workflowId: idSchema,
  status: z.enum(['waiting', 'running', 'finished', 'canceled', 'failed']),
  /** 0..1 */
  progress: z.number(),
  /** The one that runs. */
  scenario: z.string().nullable(),
  seed: z.int(),
  startedAt: timeSchema,
  reason: z.string().optional(),
})
export type CrashTestJob = z.output<typeof crashTestJobSchema>

export const startCrashTestSchema = z.object({
  /** Absent: the saved workflow. */
  document: wireDocumentSchema.optional(),
  /** Absent: all. */
  scenarios: z.array(z.string().max(40)).min(1).max(50).optional(),
  seed: z.int().min(0).max(mostSeed).default(1),
})

export const crashTestsSchema = z.object({
  /** The last one since the server started. */
  job: crashTestJobSchema.nullable(),
  /** Of the saved workflow; where it has none, the newest of an earlier version of it. */
  test: crashTestSchema.nullable(),
  summary: crashTestSummarySchema.nullable(),
})
export type CrashTests = z.output<typeof crashTestsSchema>
