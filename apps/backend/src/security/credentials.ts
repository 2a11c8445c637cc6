import type { LaunchToken, Sessions, TokenVerifier } from '@strategraph/adapters'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../http/refusal.ts'
import type { LoginBackoff } from './login-backoff.ts'

/** Who asks: a browser that came through the launch address, or a script with a token. */
export interface Credentials {
  /** Throws Refusal 401. */
  require(request: FastifyRequest): Promise<void>
  /** Exchanges the launch token for a session cookie; throws Refusal 401 or 429. */
  launch(token: string, request: FastifyRequest, reply: FastifyReply): Promise<void>
  logout(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** Whether the credential that opened a WebSocket is still good; for sessions this counts as being used. */
  isGood(request: FastifyRequest): Promise<boolean>
  /** Last use of each token by id, of this process. */
  readonly lastUsed: ReadonlyMap<string, number>
  /** Calls back when a session ended. Returns the way out. */
  onLogout(listener: () => void): () => void
}

export interface CredentialsOptions {
  readonly sessions: Sessions
  readonly launchToken: LaunchToken
  readonly tokens: TokenVerifier
  readonly backoff: LoginBackoff
  readonly now: () => number
}

const sessionSeconds = 12 * 60 * 60

/** Cookies do not know ports: two servers on one machine need two names. */
const cookieName = (request: FastifyRequest): string => `strategraph_session_${request.socket.localPort ?? 0}`

export function createCredentials({ sessions, launchToken, tokens, backoff, now }: CredentialsOptions): Credentials {
  const lastUsed = new Map<string, number>()
  const logoutListeners = new Set<() => void>()

  const isGood = async (request: FastifyRequest): Promise<boolean> => {
    const { authorization } = request.headers
    if (authorization !== undefined) {
      const token = /^Bearer ([\x21-\x7e]{1,200})$/.exec(authorization)?.[1]
      const info = token === undefined ? undefined : await tokens.verify(token)
      if (info !== undefined) lastUsed.set(info.id, now())
      return info !== undefined
    }
    const id = request.cookies[cookieName(request)]
    return id !== undefined && sessions.touch(id) !== undefined
  }

  return {
    isGood,
    lastUsed,
    async require(request) {
      if (await isGood(request)) return
      throw new Refusal(
        401,
        'NO_SESSION',
        'Open the address that the server printed at its start, or send a token (strategraph token create).',
      )
    },
    async launch(token, request, reply) {
      const wait = backoff.waitMs()
      if (wait > 0) {
        void reply.header('retry-after', Math.ceil(wait / 1000))
        throw new Refusal(429, 'TOO_MANY_TRIES', `Too many wrong tokens; try again in ${Math.ceil(wait / 1000)} s.`)
      }
      if (!(await launchToken.redeem(token))) {
        backoff.failed()
        throw new Refusal(
          401,
          'LAUNCH_TOKEN_INVALID',
          'This launch address was used already or is not of this server; restart the server to get a new one.',
        )
      }
      backoff.succeeded()
      const old = request.cookies[cookieName(request)]
      if (old !== undefined) await sessions.close(old)
      void reply.setCookie(cookieName(request), await sessions.open(), {
        httpOnly: true,
        sameSite: 'strict',
        path: '/',
        maxAge: sessionSeconds,
      })
    },
    async logout(request, reply) {
      const id = request.cookies[cookieName(request)]
      if (id !== undefined) await sessions.close(id)
      void reply.clearCookie(cookieName(request), { path: '/' })
      for (const listener of logoutListeners) listener()
    },
    onLogout(listener) {
      logoutListeners.add(listener)
      return () => logoutListeners.delete(listener)
    },
  }
}
