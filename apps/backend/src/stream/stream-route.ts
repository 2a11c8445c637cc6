import type { FastifyInstance } from 'fastify'
import type { Credentials } from '../security/credentials.ts'
import { registerSocket } from './socket-route.ts'
import type { StreamHub } from './stream-hub.ts'

/** `GET /api/stream`: events and values of runs. */
export function registerStream(app: FastifyInstance, hub: StreamHub, credentials: Credentials): void {
  registerSocket(app, {
    path: '/api/stream',
    credentials,
    connect(socket) {
      const client = hub.connect(socket)
      return { receive: (text) => client.receive(text), left: () => hub.disconnect(client) }
    },
  })
}
