import type { Faults } from '../faults/fault-port.ts'

/** One end of a WebSocket, whatever library holds the other. */
export interface SocketConnection {
  send(text: string): void
  close(code: number, reason: string): void
}

/** Messages on their way out of one socket; faults lose, repeat, hold and delay them here. */
export interface Outbound {
  /** `channel`: "book", "executions", "heartbeat"..., or "reply" for answers to requests. */
  send(channel: string, text: string): void
}

interface Held {
  readonly channel: string
  readonly text: string
  behind: number
}

export function createOutbound(connection: SocketConnection, faults: Faults | undefined, keyOf: () => string | undefined): Outbound {
  if (faults === undefined) return { send: (_, text) => connection.send(text) }
  const held: Held[] = []
  const deliver = (channel: string, text: string) => {
    connection.send(text)
    void faults.hook('message', channel, keyOf())
    for (const waiting of held.filter((message) => message.channel === channel)) {
      waiting.behind -= 1
      if (waiting.behind > 0) continue
      held.splice(held.indexOf(waiting), 1)
      connection.send(waiting.text)
    }
  }
  return {
    send(channel, text) {
      if (faults.silence === 'all' || (faults.silence === 'data' && channel !== 'pong')) return
      const effect = faults.message(channel, keyOf())
      switch (effect?.type) {
        case undefined:
          return deliver(channel, text)
        case 'drop-message':
          return
        case 'duplicate-message':
          deliver(channel, text)
          return deliver(channel, text)
        case 'hold-message':
          held.push({ channel, text, behind: effect.behind })
          return
        case 'delay-message':
          setTimeout(() => deliver(channel, text), effect.ms).unref()
          return
        case 'close-socket':
          return connection.close(effect.code, 'fault')
      }
    },
  }
}
