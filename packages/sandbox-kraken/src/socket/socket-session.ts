import { randomBytes } from 'node:crypto'
import type { Exchange } from '../exchange.ts'
import type { Faults } from '../faults/fault-port.ts'
import { KrakenError, krakenErrors } from '../kraken-error.ts'
import type { Pair } from '../pairs/pair.ts'
import { systemStatus } from '../rest/system-status.ts'
import { socketDeadlines } from '../trading/parse-order.ts'
import { type Params, textOf } from '../wire/params.ts'
import { timeText } from '../wire/time-text.ts'
import { wireJson, WireNumber } from '../wire/wire-json.ts'
import { instrumentMessage } from './instrument-message.ts'
import type { MarketFeed } from './market-feed.ts'
import { createOutbound, type SocketConnection } from './outbound.ts'
import type { ChannelOwner } from './private-channels.ts'
import { runRequest } from './run-request.ts'
import { type Message, parseRequest, type Reply, replyText, type SocketRequest } from './socket-message.ts'
import { callMethod, orderMethods } from './socket-orders.ts'
import { createSubscriptions } from './subscriptions.ts'

/** What the holder of a socket tells the exchange. */
export interface SocketSession {
  receive(text: string): void
  /** The other end is gone. */
  closed(): void
}

export interface OwnSession extends SocketSession {
  /** The mode of a market changed. */
  tellMode(pair: Pair): void
  end(code: number, reason: string): void
}

export interface SessionHost {
  readonly exchange: Exchange
  readonly feed: MarketFeed
  readonly faults: Faults | undefined
  readonly heartbeatMs: number
}

/** One WebSocket v2 connection; public and private channels alike. */
export function openSession(host: SessionHost, connection: SocketConnection): OwnSession {
  const { exchange, faults } = host
  let isOpen = true
  let owner: ChannelOwner | undefined
  let toldStatus = systemStatus(exchange)
  let queue = Promise.resolve()
  const ownerOf = tokenOwners(exchange, (found) => {
    owner = found
  })
  const out = createOutbound(connection, faults, () => owner?.key.key)
  const subscriptions = createSubscriptions(host, out, ownerOf)
  const heartbeat = setInterval(() => {
    if (subscriptions.count > 0) out.send('heartbeat', '{"channel":"heartbeat"}')
  }, host.heartbeatMs)
  heartbeat.unref()
  out.send('status', statusText(toldStatus))

  /** Everything but answering; faults decide what becomes of the answers. */
  const process = (request: SocketRequest, arrivedAt: number): readonly Message[] => {
    const timeIn = exchange.clock.stamp()
    const reply: Reply = (result, more) => {
      const text = replyText(request, result, { in: timeIn, out: exchange.clock.stamp() }, more)
      return { channel: 'reply', text }
    }
    const { method, params } = request
    if (method === 'subscribe') return subscriptions.subscribe(params, reply)
    if (method === 'unsubscribe') return subscriptions.unsubscribe(params, reply)
    const orderMethod = orderMethods.get(method)
    const found = orderMethod === undefined ? undefined : ownerOf(params)
    if (orderMethod === undefined || found === undefined) return [reply(unknownMethod)]
    if (found instanceof KrakenError) return [reply(found)]
    const arrival = { at: arrivedAt, deadlines: socketDeadlines }
    return callMethod(orderMethod, { ...found, exchange, params, arrival }).map((result) => reply(result))
  }
  const closed = () => {
    isOpen = false
    clearInterval(heartbeat)
    subscriptions.stop()
  }

  return {
    receive(text) {
      const arrivedAt = exchange.clock.now()
      const request = parseRequest(text)
      if (request === undefined) return out.send('reply', malformedText(exchange))
      if (request.method === 'ping') return out.send('pong', pongText(exchange, request))
      const run = {
        exchange,
        faults,
        key: keyOf(exchange, request),
        process: () => process(request, arrivedAt),
        send: (channel: string, message: string) => out.send(channel, message),
      }
      const fail = () => {
        const time = exchange.clock.stamp()
        out.send('reply', replyText(request, krakenErrors.internal, { in: time, out: time }))
      }
      queue = queue.then(() => (isOpen ? runRequest(request, run) : undefined)).catch(fail)
    },
    closed,
    tellMode(pair) {
      if (subscriptions.has('instrument')) out.send('instrument', wireJson(instrumentMessage(exchange, 'update', [pair])))
      const status = systemStatus(exchange)
      if (status !== toldStatus) out.send('status', statusText(status))
      toldStatus = status
    },
    end(code, reason) {
      closed()
      connection.close(code, reason)
    },
  }
}

const unknownMethod = new KrakenError('Method not found')

/** A token that has once opened something on a connection stays good on it. */
function tokenOwners(exchange: Exchange, onOwner: (owner: ChannelOwner) => void): (params: Params) => ChannelOwner | KrakenError {
  const used = new Map<string, ChannelOwner>()
  return (params) => {
    const token = textOf(params, 'token') ?? ''
    const known = exchange.tokens.owner(token)
    const owner = known === 'expired' ? used.get(token) : known
    if (owner === undefined) return known === 'expired' ? krakenErrors.invalidToken : krakenErrors.invalidSession
    if (!exchange.accounts.has(owner.account.id) || !owner.account.keys.has(owner.key.key)) return krakenErrors.invalidSession
    used.set(token, owner)
    onOwner(owner)
    return owner
  }
}

/** Whose token a request carries, for faults that are meant for one key. */
function keyOf(exchange: Exchange, { params }: SocketRequest): string | undefined {
  const known = exchange.tokens.owner(textOf(params, 'token') ?? '')
  return known === undefined || known === 'expired' ? undefined : known.key.key
}

function statusText(system: string): string {
  const connection = new WireNumber(randomBytes(8).readBigUInt64BE().toString())
  return wireJson({
    channel: 'status',
    type: 'update',
    data: [{ version: '2.0.10', system, api_version: 'v2', connection_id: connection }],
  })
}

function pongText({ clock }: Exchange, { id }: SocketRequest): string {
  return wireJson({ method: 'pong', req_id: id, time_in: timeText(clock.stamp()), time_out: timeText(clock.stamp()) })
}

function malformedText({ clock }: Exchange): string {
  return wireJson({ error: 'Malformed request', success: false, time_in: timeText(clock.stamp()), time_out: timeText(clock.stamp()) })
}
