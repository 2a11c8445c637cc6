import { type Bar, type Instrument, instrumentId } from '@strategraph/market-model'
import { accountSchema, limitsSchema, type PromptAnswer } from '@strategraph/strategy-core'
import { z } from 'zod'
import type { FeedBinding, RunSettings } from '../run/settings.ts'
import type { FeedBar } from '../run/trading-session.ts'
import type { JournalEvent } from './event.ts'

type Started = Extract<JournalEvent, { type: 'run.started' }>['payload']
type RecordedInstrument = Started['feeds'][number]['instrument']

/** The settings that a run was started with; throws ZodError where the record is not of this version. */
export function recordedSettings({ account, limits, endOfData }: Started): RunSettings {
  return { account: accountSchema.parse(account), limits: limitsSchema.parse(limits), endOfData }
}

/** Which market each feed node was in. */
export function recordedBindings({ feeds }: Started): ReadonlyMap<string, FeedBinding> {
  return new Map(
    feeds.map(({ feed, instrument, provenance, source }) => [feed, { instrument: recordedInstrument(instrument), provenance, source }]),
  )
}

function recordedInstrument({ venue, symbol, base, quote, tickSize, lotSize, minQuantity, minNotional }: RecordedInstrument): Instrument {
  return {
    id: instrumentId(venue, symbol),
    venue,
    symbol,
    base,
    quote,
    tickSize,
    lotSize,
    ...(minQuantity === undefined ? {} : { minQuantity }),
    ...(minNotional === undefined ? {} : { minNotional }),
  }
}

const answerSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    action: z.enum(['buy', 'sell', 'hold']),
    size: z.number(),
    confidence: z.number(),
    reason: z.string(),
    usage: z.object({ inputTokens: z.number(), outputTokens: z.number() }).exactOptional(),
    latencyMs: z.number().exactOptional(),
  }),
  z.object({ ok: z.literal(false), code: z.string(), reason: z.string(), latencyMs: z.number().exactOptional() }),
])

/** Throws ZodError where the record is not an answer. */
export function recordedAnswer(answer: Readonly<Record<string, unknown>>): PromptAnswer {
  return answerSchema.parse(answer)
}

/** The bar itself, without where it came from and when. */
export function recordedBar({ time, payload }: Extract<JournalEvent, { type: 'bar' }>): Bar {
  const { open, high, low, close, volume } = payload
  return { time, open, high, low, close, volume }
}

/** The bars of one moment, which a journal holds side by side. */
export function recordedMoment(events: readonly JournalEvent[], from: number): readonly FeedBar[] {
  const bars: FeedBar[] = []
  const moment = events[from]?.time
  for (let at = from; ; at += 1) {
    const event = events[at]
    if (event?.type !== 'bar' || event.time !== moment || bars.some(({ feed }) => feed === event.payload.feed)) return bars
    const { feed, seenAt, clockAhead } = event.payload
    bars.push({
      feed,
      bar: recordedBar(event),
      ...(seenAt === undefined ? {} : { seenAt }),
      ...(clockAhead === undefined ? {} : { clockAhead }),
    })
  }
}
