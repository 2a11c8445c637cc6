import { KrakenError } from '../kraken-error.ts'
import { krakenIntervals } from '../market/sandbox-market.ts'
import { type Params, textOf } from '../wire/params.ts'
import type { WireObject } from '../wire/wire-json.ts'
import { bookDepths } from './book-stream.ts'
import type { StreamChoice } from './market-feed.ts'

/** A public subscription as asked for: what to listen to, and what the acknowledgement repeats. */
export interface PublicChoice {
  readonly stream: StreamChoice
  readonly isSnapshotWanted: boolean
  readonly acknowledged: WireObject
}

export const subscriptionErrors = {
  name: new KrakenError('Subscription name invalid'),
  depth: new KrakenError('Subscription depth not supported'),
  interval: new KrakenError('Subscription ohlc interval not supported'),
  trigger: new KrakenError('Subscription event trigger not supported'),
  symbols: new KrakenError('Symbol(s) not provided'),
  already: new KrakenError('Already subscribed'),
  notSubscribed: new KrakenError('Subscription Not Found'),
} as const

/** Level 3 is not offered; it is refused like any unknown name. */
export function publicChoice(channel: string, params: Params): PublicChoice | KrakenError {
  const isSnapshotWanted = textOf(params, 'snapshot') !== 'false'
  switch (channel) {
    case 'ticker': {
      const trigger = (['trades', 'bbo'] as const).find((known) => known === (textOf(params, 'event_trigger') ?? 'trades'))
      if (trigger === undefined) return subscriptionErrors.trigger
      return {
        stream: { channel, trigger },
        isSnapshotWanted,
        acknowledged: { channel, event_trigger: trigger, snapshot: isSnapshotWanted },
      }
    }
    case 'book': {
      const depth = Number(textOf(params, 'depth') ?? '10')
      if (!bookDepths.includes(depth)) return subscriptionErrors.depth
      return { stream: { channel, depth }, isSnapshotWanted, acknowledged: { channel, depth, snapshot: isSnapshotWanted } }
    }
    case 'ohlc': {
      const minutes = Number(textOf(params, 'interval') ?? '1')
      if (!krakenIntervals.includes(minutes)) return subscriptionErrors.interval
      const warnings = ['timestamp is deprecated, use interval_begin']
      return {
        stream: { channel, minutes },
        isSnapshotWanted,
        acknowledged: { channel, interval: minutes, snapshot: isSnapshotWanted, warnings },
      }
    }
    case 'trade': {
      const isWanted = textOf(params, 'snapshot') === 'true'
      return { stream: { channel }, isSnapshotWanted: isWanted, acknowledged: { channel, snapshot: isWanted } }
    }
    default:
      return subscriptionErrors.name
  }
}
