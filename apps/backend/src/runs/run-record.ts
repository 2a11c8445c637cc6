import { feedChoiceSchema, type Run } from '@strategraph/protocol'
import type { WorkflowDocument } from '@strategraph/strategy-core'
import { z } from 'zod'

/** Everything that is needed to run again exactly this: kept with the run, so that a restart needs nobody's memory. */
export const runSpecSchema = z.object({
  choices: z.record(z.string(), feedChoiceSchema),
  overrides: z.object({
    account: z
      .object({
        initialCash: z.string().exactOptional(),
        takerFee: z.number().exactOptional(),
        makerFee: z.number().exactOptional(),
        slippageBps: z.number().exactOptional(),
        allowShort: z.boolean().exactOptional(),
      })
      .exactOptional(),
    endOfData: z.enum(['close', 'keep']).exactOptional(),
  }),
  /** Backtest: bars whose OPEN lies within [from, to), ms UTC. */
  from: z.number().optional(),
  to: z.number().optional(),
  /** Dry-run on made or recorded bars: market ms per real ms. */
  speed: z.number().positive(),
  /** Market time (ms) that a dry-run takes at once at its start, before it keeps to the clock: enough for every indicator. */
  historyMs: z.number().min(0),
  /** Simulated dry-run: bars of the fastest feed that pass at once at its start; history included. */
  fastForwardBars: z.int().min(0).default(0),
  /** A bounded dry-run ends after this many moments. */
  maxMoments: z.int().positive().optional(),
})
export type RunSpec = z.output<typeof runSpecSchema>

/** A run as the list shows it, with the exact version that ran and what made it. */
export interface RunRecord {
  readonly run: Run
  readonly document: WorkflowDocument
  readonly spec: RunSpec
}

export const isActive = (run: Pick<Run, 'status'>): boolean =>
  run.status === 'starting' || run.status === 'running' || run.status === 'paused'
