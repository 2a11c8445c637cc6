import { bindSocket, restRequest, type SandboxKraken, writeAnswer } from '@strategraph/sandbox-kraken'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Base of the sandbox exchange's addresses: `/sandbox/0/public/...`, `/sandbox/0/private/...`, `/sandbox/v2`. */
export const sandboxRoot = '/sandbox'
export const socketPath = '/v2'

const largestBody = 1024 * 1024

/** The exchange as its clients know it: bodies of any type, answers and errors in its own words, a signature instead of our credentials. */
export async function registerSandbox(app: FastifyInstance, exchange: SandboxKraken): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: largestBody }, (_, body, done) => done(null, body))
    scope.route({
      method: ['GET', 'POST'],
      url: `${sandboxRoot}/0/*`,
      schema: { hide: true },
      config: { isSigned: true },
      async handler(request, reply) {
        // From here on the exchange writes, or breaks off where a fault wants it.
        reply.hijack()
        writeAnswer(reply.raw, await exchange.handleRest(restRequest(request.raw, pathWithin(request), textOf(request.body))))
      },
    })
    scope.get(`${sandboxRoot}${socketPath}`, { websocket: true, schema: { hide: true }, config: { isSigned: true } }, (socket) =>
      bindSocket(exchange, socket),
    )
    // Faults are the operator's: our credentials, like everything else of the API.
    scope.route({
      method: ['GET', 'POST', 'DELETE'],
      url: `${sandboxRoot}/control/*`,
      schema: { hide: true },
      async handler(request, reply) {
        const { status, body } = exchange.handleControl({
          method: request.method,
          path: pathWithin(request).slice('/control'.length),
          body: textOf(request.body),
        })
        return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body))
      },
    })
  })
}

/** The signature is over the path as the exchange knows it. */
const pathWithin = ({ url }: FastifyRequest): string => (url.split('?')[0] ?? '').slice(sandboxRoot.length)
const textOf = (body: unknown): string => (typeof body === 'string' ? body : '')
