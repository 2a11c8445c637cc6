import type { FastifyInstance } from 'fastify'
import type { Credentials } from '../security/credentials.ts'
import type { StreamHub } from './stream-hub.ts'

const heartbeatMs = 20_000

/** `GET /api/stream`: the guard has let the upgrade pass; from here on there are only frames. */
export function registerStream(app: FastifyInstance, hub: StreamHub, credentials: Credentials): void {
  app.get('/api/stream', { websocket: true, schema: { hide: true } }, (socket, request) => {
    const client = hub.connect(socket)
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
      else client.receive(textOf(data))
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clearInterval(heartbeat)
      stopListening()
      hub.disconnect(client)
    })
  })
}

function textOf(data: Buffer | ArrayBuffer | readonly Buffer[]): string {
  if (data instanceof ArrayBuffer) return Buffer.from(data).toString('utf8')
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.concat(data).toString('utf8')
}
