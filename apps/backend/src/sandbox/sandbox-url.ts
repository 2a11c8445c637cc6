import type { FastifyInstance } from 'fastify'
import { sandboxRoot } from './sandbox-routes.ts'

/** Base of the sandbox's REST API for callers on this machine; undefined before the server listens. */
export function sandboxUrlOf(server: FastifyInstance): string | undefined {
  const [bound] = server.server.listening ? server.addresses() : []
  if (typeof bound !== 'object') return undefined
  const { address, port } = bound
  // A server that listens everywhere is called on this machine.
  const name = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}${sandboxRoot}`
}
