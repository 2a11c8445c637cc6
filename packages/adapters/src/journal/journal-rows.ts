import { crc32 } from 'node:zlib'
import { journalEventSchema, modeSchema, runStatuses } from '@strategraph/trading-engine'
import { z } from 'zod'
import { JournalError } from './journal-error.ts'
import type { JournalEvent, RunRecord, RunWithDocument } from './run-record.ts'

export function checksum(seq: number, time: number, type: string, payload: string | Uint8Array): number {
  return crc32(payload, crc32(`${seq} ${time} ${type} `))
}

const eventRow = z.object({ runId: z.string(), seq: z.number(), time: z.number(), type: z.string(), payload: z.string(), crc: z.number() })
const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'no JSON' })
    return z.NEVER
  }
})
const runRow = z.object({
  id: z.string(),
  workflowId: z.string(),
  revision: z.number().nullable(),
  mode: modeSchema,
  status: z.enum(runStatuses),
  createdAt: z.number(),
  updatedAt: z.number(),
  graphHash: z.string(),
  summary: json,
})
const fullRunRow = runRow.extend({ document: json })

/** A row as it was written, or JOURNAL_DAMAGED: never an event that differs from the one that was journalled. */
export function eventFromRow(row: unknown): JournalEvent {
  const { runId, seq, time, type, payload, crc } = eventRow.parse(row)
  if (crc !== checksum(seq, time, type, payload))
    throw new JournalError('JOURNAL_DAMAGED', `event ${seq} of run ${runId} is not what was written`)
  const parsed = journalEventSchema.safeParse({ runId, seq, time, type, payload: JSON.parse(payload) })
  if (!parsed.success)
    throw new JournalError('JOURNAL_DAMAGED', `event ${seq} (${type}) of run ${runId} is not understood`, { cause: parsed.error })
  return parsed.data
}

export function runFromRow(row: unknown): RunRecord {
  return parseRun(runRow, row)
}

export function runWithDocumentFromRow(row: unknown): RunWithDocument | undefined {
  return row === undefined ? undefined : parseRun(fullRunRow, row)
}

function parseRun<Schema extends z.ZodType>(schema: Schema, row: unknown): z.output<Schema> {
  const parsed = schema.safeParse(row)
  if (!parsed.success) throw new JournalError('JOURNAL_DAMAGED', 'a run is not understood', { cause: parsed.error })
  return parsed.data
}
