import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../http/refusal.ts'
import type { Credentials } from './credentials.ts'
import { type Judgement, judgeHost, judgeOrigin } from './origin.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers without a credential: health, the launch exchange, the files of the page. */
    readonly isPublic?: true
    /** The sandbox exchange: whoever calls signs, as at a real one, and knows nothing of our credentials. */
    readonly isSigned?: true
  }
}

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

export interface GuardOptions {
  readonly allowedHosts: readonly string[]
  readonly credentials: Credentials
}

/**
 * Stands before every route, WebSocket upgrades included: Host, then Origin, then the credential. Nothing of a request is
 * read (no body, no query) before it has passed.
 */
export function registerGuard(app: FastifyInstance, { allowedHosts, credentials }: GuardOptions): void {
  app.addHook('onRequest', async (request) => {
    refuse(judgeHost(request.headers, allowedHosts))
    // Programs send no Origin; pages of others do, and have no business there either.
    if (request.routeOptions.config.isSigned === true)
      return refuse(judgeOrigin(request.headers, { changesState: false, hasBearer: false }))
    // The static files' wildcard also catches addresses that are nobody's: those of the API are no files.
    const isPublic = request.routeOptions.config.isPublic === true && !(request.routeOptions.url === '/*' && isOfApi(request.url))
    const hasBearer = request.headers.authorization !== undefined
    const changesState = !readingMethods.has(request.method) || isUpgrade(request)
    // A link on another page may lead to our page; nothing else may come from there.
    if (!(isPublic && !changesState)) refuse(judgeOrigin(request.headers, { changesState, hasBearer }))
    // What is not there answers 404 to nobody but users: unknown addresses need a credential too.
    if (!isPublic) await credentials.require(request)
  })
}

const isOfApi = (url: string): boolean => /^\/(api|execute|docs|health|state|market|ws|sandbox)(\/|\?|$)/.test(url)

function isUpgrade(request: FastifyRequest): boolean {
  return request.headers.upgrade?.toLowerCase() === 'websocket'
}

function refuse(judgement: Judgement | undefined): void {
  if (judgement !== undefined) throw new Refusal(judgement.status, judgement.code, judgement.message)
}
