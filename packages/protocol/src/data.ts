import { z } from 'zod'
import { timeSchema } from './common.ts'

export const columnChoiceSchema = z.object({
  time: z.string().optional(),
  open: z.string().optional(),
  high: z.string().optional(),
  low: z.string().optional(),
  close: z.string().optional(),
  /** null: there is none, volume is 0. */
  volume: z.string().nullable().optional(),
})

/** Query of `POST /api/data/preview` and `POST /api/data/import`; the body is the file's bytes (application/octet-stream). */
export const importOptionsSchema = z.object({
  fileName: z.string().min(1).max(300),
  name: z.string().max(200).optional(),
  symbol: z.string().max(40).optional(),
  /** Stamps are the END of the bar. */
  stampsAreBarEnd: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
  /** Zone of stamps without one, minutes east of UTC. */
  utcOffsetMinutes: z.coerce.number().int().default(0),
  /** JSON of columnChoiceSchema. */
  columns: z.string().optional(),
  acceptProblems: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
})

export const fileProblemSchema = z.object({
  line: z.int().nullable(),
  code: z.string(),
  message: z.string(),
  expected: z.string().optional(),
  received: z.string().optional(),
  severity: z.enum(['error', 'warning']),
})

export const importReportSchema = z.object({
  layout: z.string(),
  interval: z.string().nullable(),
  rowsRead: z.int(),
  barsKept: z.int(),
  from: timeSchema.nullable(),
  to: timeSchema.nullable(),
  gaps: z.int(),
  missingBars: z.int(),
  largestGaps: z.array(z.object({ from: timeSchema, to: timeSchema, missing: z.int() })),
  duplicates: z.int(),
  outOfOrder: z.int(),
  badRows: z.int(),
  /** At most 200, `problemCount` says how many there are. */
  problems: z.array(fileProblemSchema),
  problemCount: z.int(),
})
export type ImportReport = z.output<typeof importReportSchema>

export const importPreviewSchema = z.object({
  /** What each column is taken for, and why. */
  columns: z.array(
    z.object({ name: z.string(), role: z.enum(['time', 'open', 'high', 'low', 'close', 'volume', 'ignored']), why: z.string() }),
  ),
  /** First rows as text. */
  sample: z.array(z.array(z.string())),
  /** First bars as they would be stored (close time). */
  bars: z.array(z.object({ time: timeSchema, open: z.number(), high: z.number(), low: z.number(), close: z.number(), volume: z.number() })),
  tickSize: z.string().nullable(),
  /** As the file or its name has it; what is stored where the user says nothing. */
  symbol: z.string().optional(),
  report: importReportSchema,
})
export type ImportPreview = z.output<typeof importPreviewSchema>

export const datasetSchema = z.object({
  id: z.string(),
  name: z.string(),
  symbol: z.string(),
  interval: z.string(),
  provenance: z.enum(['simulated', 'imported', 'exchange', 'recorded']),
  bars: z.int(),
  from: timeSchema,
  to: timeSchema,
  tickSize: z.string(),
  lotSize: z.string(),
  fileName: z.string().optional(),
  importedAt: timeSchema,
  report: importReportSchema.optional(),
})
export type Dataset = z.output<typeof datasetSchema>
