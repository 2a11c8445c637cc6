import type { FastifyInstance } from 'fastify'
import type { Credentials } from '../security/credentials.ts'

/** The part of a WebSocket that a hub uses. */
export interface StreamSocket {
  readonly bufferedAmount: number
  send(text: string): void
  close(code: number, reason: string): void
}

/** One connection, as whoever serves it sees it. */
export interface Connection {
  receive(text: string): void
  /** The peer has gone. */
  left(): void
}

export interface SocketRouteOptions {
  readonly path: string
  readonly credentials: Credentials
  readonly connect: (socket: StreamSocket) => Connection
}

const heartbeatMs = 20_000

/** A WebSocket of text frames. The guard has let the upgrade pass; from here on there are only frames. */
export function registerSocket(app: FastifyInstance, { path, credentials, connect }: SocketRouteOptions): void {
  app.get(path, { websocket: true, schema: { hide: true } }, (socket, request) => {
    const connection = connect(socket)
    // A peer that vanished without a word would be kept for hours: who does not answer a ping is closed.
    let isAlive = true
    const heartbeat = setInterval(() => {
      if (!isAlive) return socket.terminate()
      isAlive = false
      closeIfEnded()
      return socket.ping()
    }, heartbeatMs)
    // S6: who logs out is out, on a connection that is open too.
    const closeIfEnded = () => {
      credentials.isGood(request).then(
        (isGood) => (isGood ? undefined : socket.close(4401, 'the session has ended')),
        () => socket.close(1011, 'the session cannot be checked'),
      )
    }
    const stopListening = credentials.onLogout(closeIfEnded)
    socket.on('pong', () => {
      isAlive = true
    })
    socket.on('message', (data, isBinary) => {
      isAlive = true
      if (isBinary) socket.close(1003, 'text frames only')
      else connection.receive(textOf(data))
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clearInterval(heartbeat)
      stopListening()
      connection.left()
    })
  })
}

function textOf(data: Buffer | ArrayBuffer | readonly Buffer[]): string {
  if (data instanceof ArrayBuffer) return Buffer.from(data).toString('utf8')
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.concat(data).toString('utf8')
}
