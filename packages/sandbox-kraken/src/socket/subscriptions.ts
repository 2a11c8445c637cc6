import { KrakenError } from '../kraken-error.ts'
import { type Params, textOf, textsOf } from '../wire/params.ts'
import { wireJson } from '../wire/wire-json.ts'
import { instrumentMessage } from './instrument-message.ts'
import type { Outbound } from './outbound.ts'
import { type ChannelOwner, privateChannels } from './private-channels.ts'
import { type PublicChoice, publicChoice, subscriptionErrors } from './public-choice.ts'
import type { Message, Reply } from './socket-message.ts'
import type { SessionHost } from './socket-session.ts'

/** What one socket listens to. */
export interface Subscriptions {
  readonly count: number
  has(channel: string): boolean
  /** Acknowledgements, one for each symbol, each followed by its snapshot. */
  subscribe(params: Params, reply: Reply): readonly Message[]
  unsubscribe(params: Params, reply: Reply): readonly Message[]
  stop(): void
}

export function createSubscriptions(
  { exchange, feed }: SessionHost,
  out: Outbound,
  ownerOf: (params: Params) => ChannelOwner | KrakenError,
): Subscriptions {
  /** By channel, or channel, symbol and options: how it is stopped. */
  const stops = new Map<string, () => void>()

  const subscribeInstruments = (reply: Reply): readonly Message[] => {
    const channel = 'instrument'
    if (stops.has(channel)) return [reply(subscriptionErrors.already)]
    stops.set(channel, () => undefined)
    const snapshot = instrumentMessage(exchange, 'snapshot', exchange.pairs.pairs)
    const warnings = ['tick_size is deprecated, use price_increment']
    return [reply({ channel, snapshot: true, warnings }), { channel, text: wireJson(snapshot) }]
  }

  const subscribePrivate = (channel: string, params: Params, reply: Reply): readonly Message[] => {
    const owner = ownerOf(params)
    const opened = owner instanceof KrakenError ? owner : privateChannels[channel]?.(exchange, owner, params)
    if (opened === undefined) return [reply(subscriptionErrors.name)]
    if (opened instanceof KrakenError) return [reply(opened)]
    if (stops.has(channel)) return [reply(subscriptionErrors.already)]
    const messages = [reply(opened.acknowledged)]
    // Snapshots belong behind the acknowledgement; what happens later goes out by itself.
    let isStarting = true
    const stop = opened.start((text) => {
      if (isStarting) messages.push({ channel, text })
      else out.send(channel, text)
    })
    isStarting = false
    stops.set(channel, stop)
    return messages
  }

  const subscribeSymbol = (choice: PublicChoice, symbol: string, reply: Reply): readonly Message[] => {
    const { channel } = choice.stream
    const pair = exchange.pairs.bySymbol(symbol)
    if (pair === undefined) return [reply(new KrakenError(`Currency pair not supported ${symbol}`), { symbol })]
    const name = nameOf(choice, symbol)
    if (stops.has(name)) return [reply(subscriptionErrors.already, { symbol })]
    const subscription = feed.listen(pair, choice.stream, (text) => out.send(channel, text))
    stops.set(name, () => subscription.stop())
    const acknowledged = reply({ ...choice.acknowledged, symbol })
    const { snapshot } = subscription
    return snapshot === undefined || !choice.isSnapshotWanted ? [acknowledged] : [acknowledged, { channel, text: wireJson(snapshot) }]
  }

  const drop = (name: string): boolean => {
    stops.get(name)?.()
    return stops.delete(name)
  }

  const unsubscribeSymbol = (choice: PublicChoice, symbol: string, params: Params, reply: Reply): Message => {
    const { channel } = choice.stream
    // Without options all of this channel and symbol are meant.
    const isExact = ['depth', 'interval', 'event_trigger'].some((option) => params.has(option))
    const names = isExact ? [nameOf(choice, symbol)] : [...stops.keys()].filter((name) => name.startsWith(`${channel}|${symbol}|`))
    const dropped = names.filter(drop)
    return dropped.length > 0 ? reply({ ...choice.acknowledged, symbol }) : reply(subscriptionErrors.notSubscribed, { symbol })
  }

  return {
    get count() {
      return stops.size
    },
    has: (channel) => stops.has(channel),
    subscribe(params, reply) {
      const channel = textOf(params, 'channel') ?? ''
      if (channel === 'instrument') return subscribeInstruments(reply)
      if (Object.hasOwn(privateChannels, channel)) return subscribePrivate(channel, params, reply)
      const choice = publicChoice(channel, params)
      if (choice instanceof KrakenError) return [reply(choice)]
      return textsOf(params, 'symbol')?.flatMap((symbol) => subscribeSymbol(choice, symbol, reply)) ?? [reply(subscriptionErrors.symbols)]
    },
    unsubscribe(params, reply) {
      const channel = textOf(params, 'channel') ?? ''
      if (channel === 'instrument' || Object.hasOwn(privateChannels, channel)) {
        return [reply(drop(channel) ? { channel } : subscriptionErrors.notSubscribed)]
      }
      const choice = publicChoice(channel, params)
      if (choice instanceof KrakenError) return [reply(choice)]
      return (
        textsOf(params, 'symbol')?.map((symbol) => unsubscribeSymbol(choice, symbol, params, reply)) ?? [reply(subscriptionErrors.symbols)]
      )
    },
    stop() {
      for (const stop of stops.values()) stop()
      stops.clear()
    },
  }
}

function nameOf({ stream: { channel, ...options } }: PublicChoice, symbol: string): string {
  return `${channel}|${symbol}|${Object.values(options).join()}`
}
