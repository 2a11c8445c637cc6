import { type Interval, intervals } from '@strategraph/market-model'
import { z } from 'zod'

const decimalText = z.string().regex(/^\d+(\.\d+)?$/)

/** Everything about a stored series but its candles. `from` and `to` are the OPEN times of its first and last bar. */
export const datasetSchema = z.strictObject({
  format: z.literal(1),
  id: z.string().regex(/^[0-9A-Z]{26}$/),
  name: z.string().min(1).max(200),
  symbol: z.string().min(1).max(40),
  interval: z.custom<Interval>((value) => typeof value === 'string' && Object.hasOwn(intervals, value)),
  tickSize: decimalText,
  lotSize: decimalText,
  provenance: z.enum(['simulated', 'imported', 'exchange', 'recorded']),
  bars: z.int().min(1),
  from: z.number(),
  to: z.number(),
  addedAt: z.number(),
  /** Name and SHA-256 of the file that it was imported from. */
  source: z.strictObject({ fileName: z.string(), sha256: z.string() }).optional(),
  /** Of the Parquet file. */
  sha256: z.string(),
  /** What the import said, as it was shown. */
  report: z.unknown().optional(),
})
export type Dataset = z.output<typeof datasetSchema>
