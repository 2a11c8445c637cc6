import { mostSeed } from '@strategraph/market-model'
import { z } from 'zod'

/** Before or after the request is processed. */
const phase = z.enum(['before', 'after']).default('after')
const milliseconds = z.number().min(0).max(600_000)
const bytes = z.int().min(0).max(1_000_000)

export const requestEffectSchema = z.discriminatedUnion('type', [
  /** Not processed, connection destroyed. */
  z.object({ type: z.literal('drop-request') }),
  /** Processed, connection destroyed instead of an answer. */
  z.object({ type: z.literal('drop-answer') }),
  /** Never answered, connection stays open. */
  z.object({ type: z.literal('hang'), phase }),
  /** Waits in front of the engine: deadlines can elapse. */
  z.object({ type: z.literal('delay-request'), ms: milliseconds }),
  z.object({ type: z.literal('delay-answer'), ms: milliseconds }),
  /** So many bytes of the body, then the connection is destroyed. */
  z.object({ type: z.literal('cut-answer'), bytes }),
  /** So many bytes of the body, then nothing more. */
  z.object({ type: z.literal('stall-body'), bytes }),
  z.object({ type: z.literal('html'), phase, status: z.int().min(200).max(599).default(200) }),
  z.object({ type: z.literal('status'), phase, status: z.int().min(200).max(599), body: z.string().max(10_000).default('') }),
  /** One of Kraken's error texts with HTTP 200. */
  z.object({ type: z.literal('error'), phase, error: z.string().min(1).max(200) }),
  /** `{"error":[],"result":{}}` */
  z.object({ type: z.literal('empty-result'), phase }),
])
export type RequestEffect = z.output<typeof requestEffectSchema>

export const messageEffectSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('drop-message') }),
  z.object({ type: z.literal('duplicate-message') }),
  /** Reordered: comes after so many later messages of its channel. */
  z.object({ type: z.literal('hold-message'), behind: z.int().min(1).max(100).default(1) }),
  z.object({ type: z.literal('delay-message'), ms: milliseconds }),
  z.object({ type: z.literal('close-socket'), code: z.int().min(1000).max(4999).default(1006) }),
])
export type MessageEffect = z.output<typeof messageEffectSchema>

const matcher = {
  /** "AddOrder", "ws:add_order", or for messages the channel: "executions", "book", "heartbeat". Absent: all. */
  target: z.string().max(60).optional(),
  /** API key of the caller. */
  key: z.string().max(100).optional(),
  /** Lets so many pass first. */
  skip: z.int().min(0).default(0),
  /** Strikes so often at most. */
  count: z.int().min(1).default(1_000_000_000),
  probability: z.number().min(0).max(1).default(1),
  seed: z.int().min(0).max(mostSeed).default(1),
}

export const faultRuleSchema = z.discriminatedUnion('on', [
  z.object({ on: z.literal('request'), ...matcher, effect: requestEffectSchema }),
  z.object({ on: z.literal('message'), ...matcher, effect: messageEffectSchema }),
])
export type FaultRule = z.output<typeof faultRuleSchema>
export type FaultRuleInput = z.input<typeof faultRuleSchema>

export const hookPhases = ['arrived', 'processed', 'answered', 'message'] as const
export type HookPhase = (typeof hookPhases)[number]

const { target, key, skip, count } = matcher
export const hookSchema = z.object({ phase: z.enum(hookPhases), target, key, skip, count, url: z.url() })
export type HookInput = Omit<z.input<typeof hookSchema>, 'url'> & {
  readonly url?: string
  readonly call?: (event: HookEvent) => void | Promise<void>
}

/** What a hook is told. The exchange waits for it, except at `answered` and `message`. */
export interface HookEvent {
  readonly phase: HookPhase
  readonly target: string
  readonly key: string | undefined
  /** How often this hook was called before. */
  readonly calls: number
}

export const faultStateSchema = z
  .object({
    /** The exchange's clock is so many ms ahead of the real one. */
    clockShiftMs: z.number().min(-864_000_000).max(864_000_000),
    /** New records show only after so long in these endpoints. */
    lag: z.object({ ms: milliseconds, endpoints: z.array(z.string()).default(['OpenOrders']) }),
    /** Sockets stay connected and get no data. */
    silence: z.enum(['off', 'data', 'all']).meta({ description: '`data`: pongs are still answered; `all`: not even those' }),
    /** By symbol; null takes it back. */
    modes: z.record(z.string(), z.enum(['online', 'post_only', 'limit_only', 'cancel_only', 'maintenance']).nullable()),
  })
  .partial()
export type FaultStateInput = z.input<typeof faultStateSchema>

/** One request as the exchange saw it: the ground truth of tests. No secrets, no signatures, no tokens. */
export interface LoggedRequest {
  readonly seq: number
  /** Milliseconds of the real clock. */
  readonly at: number
  readonly target: string
  readonly key: string | undefined
  readonly params: unknown
  readonly fault: string | undefined
  /** "ok", one of Kraken's errors, or undefined: it never came to that. */
  outcome: string | undefined
}
