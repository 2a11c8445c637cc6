import { journalEventSchema } from '@strategraph/trading-engine'
import { z } from 'zod'
import { runSchema } from './runs.ts'

/**
 * WebSocket `/api/stream`, JSON text frames. Journal events of a subscribed run arrive in order, each exactly once: the
 * server starts after `after` and the client remembers the last `seq`. Values are not in the journal stream: only the
 * newest are sent, so a slow client misses values, never a decision.
 */
export const clientFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('subscribe'), runId: z.string(), after: z.int().min(0), values: z.boolean().default(true) }),
  z.object({ type: z.literal('unsubscribe'), runId: z.string() }),
  z.object({ type: z.literal('watch-runs') }),
  z.object({ type: z.literal('ping'), id: z.int() }),
])
export type ClientFrame = z.input<typeof clientFrameSchema>

const shown = z.union([z.number(), z.boolean(), z.string(), z.null(), z.record(z.string(), z.unknown())])

export const serverFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('subscribed'), runId: z.string(), after: z.int(), lastSeq: z.int() }),
  z.object({ type: z.literal('events'), runId: z.string(), events: z.array(journalEventSchema) }),
  /** Present values of outputs; `time` = close time of the bar; `warmUp` = rows seen of rows needed per node still warming up. */
  z.object({
    type: z.literal('values'),
    runId: z.string(),
    tick: z.int(),
    time: z.number(),
    values: z.record(z.string(), shown),
    warmUp: z.record(z.string(), z.tuple([z.int(), z.int()])).optional(),
  }),
  /** The forming bar or live quote of a feed; shown, never decided on. */
  z.object({
    type: z.literal('quote'),
    runId: z.string(),
    feed: z.string(),
    time: z.number(),
    bid: z.number(),
    ask: z.number(),
    last: z.number(),
  }),
  z.object({ type: z.literal('run'), run: runSchema }),
  z.object({ type: z.literal('pong'), id: z.int() }),
  z.object({ type: z.literal('problem'), code: z.string(), message: z.string(), runId: z.string().optional() }),
])
export type ServerFrame = z.output<typeof serverFrameSchema>
