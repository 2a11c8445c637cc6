import { join } from 'node:path'
import { ensureFolder } from '@strategraph/adapters/data-folder'
import { checkpointSchema, type MarketCheckpoint, type MarketReport, reportSummarySchema } from '@strategraph/protocol'
import { z } from 'zod'
import { openRecordStore, type RecordStore } from './record-store.ts'

export const maxCheckpoints = 50
const maxReports = 50

const lastSchema = checkpointSchema.extend({
  speed: z.number().nullable(),
  isPaused: z.boolean(),
  /** As the configuration wanted the market: where it wants another one now, the market begins anew. */
  configured: z.object({ seed: z.int(), agents: z.int(), speed: z.number().nullable() }),
})
export type LastState = z.output<typeof lastSchema>

/** Where the market keeps its things. */
export interface MarketFiles {
  readonly checkpoints: RecordStore<MarketCheckpoint>
  /** The newest state, which the next start goes on from. */
  readonly last: RecordStore<LastState>
  readonly reports: RecordStore<MarketReport>
}

export async function openMarketFiles(dataFolder: string): Promise<MarketFiles> {
  const folder = join(dataFolder, 'market')
  await ensureFolder(folder)
  return {
    checkpoints: await openRecordStore({ folder: join(folder, 'checkpoints'), schema: checkpointSchema, limit: maxCheckpoints }),
    last: await openRecordStore({ folder: join(folder, 'last'), schema: lastSchema, limit: 1 }),
    reports: await openRecordStore({ folder: join(folder, 'reports'), schema: reportSummarySchema, limit: maxReports }),
  }
}

const reportBodySchema = z.object({ markdown: z.string(), html: z.string() })

export const readReportBody = (body: string): z.output<typeof reportBodySchema> => reportBodySchema.parse(JSON.parse(body))
