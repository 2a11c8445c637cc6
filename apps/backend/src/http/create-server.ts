import type { SandboxKraken } from '@strategraph/sandbox-kraken'
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { registerSandbox } from '../sandbox/sandbox-routes.ts'
import { registerGuard } from '../security/guard.ts'
import type { Credentials } from '../security/credentials.ts'
import { registerSocket } from '../stream/socket-route.ts'
import type { MarketHub } from '../market/stream/market-hub.ts'
import type { StreamHub } from '../stream/stream-hub.ts'
import { registerStream } from '../stream/stream-route.ts'
import { jsonLimit, registerBodyParsers } from './body-parsers.ts'
import { registerErrorAnswers } from './error-answer.ts'
import type { Handlers } from './handlers.ts'
import { registerOpenApi } from './openapi.ts'
import { registerRoutes } from './register-routes.ts'
import { registerHeaders } from './server-headers.ts'
import { registerStaticFiles } from './static-files.ts'

export interface ServerOptions {
  readonly version: string
  readonly logger: FastifyBaseLogger
  readonly allowedHosts: readonly string[]
  readonly credentials: Credentials
  readonly handlers: Handlers
  readonly hub: StreamHub
  /** Undefined where there is no market. */
  readonly marketHub: MarketHub | undefined
  readonly sandbox: SandboxKraken | undefined
  readonly frontendFolder: string
  /** A request has come. */
  readonly onRequest: () => void
}

/** Per address and minute. The page asks for tens a second while the time slider moves. */
const requestsPerMinute = 20_000
const largestClientFrame = 64 * 1024

/** The HTTP server, not listening yet. Nothing in it knows where data lies. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.logger,
    // Not per request: the page asks for tens a second. What goes wrong is logged where it is answered.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: jsonLimit,
    routerOptions: { maxParamLength: 200 },
    requestTimeout: 120_000,
    forceCloseConnections: true,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.addHook('onRequest', (_request, _reply, done) => {
    options.onRequest()
    done()
  })
  registerErrorAnswers(app)
  registerBodyParsers(app)
  await registerHeaders(app)
  await app.register(cookie)
  await app.register(rateLimit, { max: requestsPerMinute, timeWindow: 60_000, global: true })
  await app.register(websocket, { options: { maxPayload: largestClientFrame, clientTracking: true } })
  registerGuard(app, options)
  await registerOpenApi(app, options.version)
  registerRoutes(app, options.handlers)
  registerStream(app, options.hub, options.credentials)
  const { marketHub, credentials } = options
  if (marketHub !== undefined) registerSocket(app, { path: '/ws', credentials, connect: (socket) => marketHub.connect(socket) })
  if (options.sandbox !== undefined) await registerSandbox(app, options.sandbox)
  await registerStaticFiles(app, options.frontendFolder)
  return app
}
