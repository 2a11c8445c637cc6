import type { Exchange } from '../exchange.ts'
import type { Faults } from '../faults/fault-port.ts'
import type { RequestEffect } from '../faults/fault-types.ts'
import { KrakenError } from '../kraken-error.ts'
import { wait } from '../wait.ts'
import { plainParams } from '../wire/params.ts'
import { type Message, replyText, type SocketRequest } from './socket-message.ts'

export interface RequestRun {
  readonly exchange: Exchange
  readonly faults: Faults | undefined
  /** API key whose token it carries. */
  readonly key: string | undefined
  readonly process: () => readonly Message[]
  readonly send: (channel: string, text: string) => void
}

/** Processes one request; resolves when the next one of the socket may begin. Answers can come later, or never. */
export async function runRequest(request: SocketRequest, run: RequestRun): Promise<void> {
  const { faults, key, send } = run
  if (faults === undefined) {
    for (const { channel, text } of run.process()) send(channel, text)
    return
  }
  const target = `ws:${request.method}`
  const effect = faults.request(target, key)
  const logged = faults.record(target, key, plainParams(request.params), effect?.type)
  await faults.hook('arrived', target, key)
  if (effect?.type === 'delay-request') await wait(effect.ms)
  const isRefused = effect?.type === 'error' && effect.phase === 'before'
  if (effect?.type === 'drop-request' || (effect?.type === 'hang' && effect.phase === 'before')) return
  const messages = isRefused ? [] : run.process()
  logged.outcome = isRefused ? undefined : outcomeOf(messages)
  await faults.hook('processed', target, key)
  void answer(request, run, effect, messages).then(() => faults.hook('answered', target, key))
}

async function answer(
  request: SocketRequest,
  { exchange, send }: RequestRun,
  effect: RequestEffect | undefined,
  messages: readonly Message[],
) {
  switch (effect?.type) {
    case 'delay-answer':
      await wait(effect.ms)
      break
    case 'error': {
      const time = exchange.clock.stamp()
      return send('reply', replyText(request, new KrakenError(effect.error), { in: time, out: time }))
    }
    case 'empty-result': {
      const time = exchange.clock.stamp()
      return send('reply', replyText(request, {}, { in: time, out: time }))
    }
    case undefined:
    case 'delay-request':
      break
    default:
      // Everything else means on a socket: no answer.
      return
  }
  for (const { channel, text } of messages) send(channel, text)
}

const outcomeOf = (messages: readonly Message[]) => {
  const refusal = messages.find(({ channel, text }) => channel === 'reply' && text.startsWith('{"error"'))
  return refusal === undefined ? 'ok' : (/^\{"error":"([^"]*)"/.exec(refusal.text)?.[1] ?? 'error')
}
