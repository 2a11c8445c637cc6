import { createHash, randomBytes } from 'node:crypto'

export interface Session {
  readonly createdAt: number
  readonly lastSeenAt: number
}

/** Logged-in browsers; in memory only, so that a restart of the server ends them all. */
export interface Sessions {
  /** The id goes into the cookie and is not kept. */
  open(): string
  /** Extends the session; undefined for an unknown or expired one. */
  touch(id: string): Session | undefined
  close(id: string): void
  closeAll(): void
}

const idleLimit = 12 * 60 * 60 * 1000

/** Ends a session after 12 hours without a request. Ids are looked up by hash, so the lookup's time tells nothing about them. */
export function createSessions(now: () => number = Date.now, idleMs: number = idleLimit): Sessions {
  const sessions = new Map<string, Session>()
  const key = (id: string) => createHash('sha256').update(id).digest('hex')
  const dropExpired = (time: number) => {
    for (const [hash, session] of sessions) if (time - session.lastSeenAt > idleMs) sessions.delete(hash)
  }
  return {
    open() {
      const time = now()
      dropExpired(time)
      const id = randomBytes(32).toString('base64url')
      sessions.set(key(id), { createdAt: time, lastSeenAt: time })
      return id
    },
    touch(id) {
      const time = now()
      dropExpired(time)
      const session = sessions.get(key(id))
      if (session === undefined) return undefined
      const seen = { ...session, lastSeenAt: time }
      sessions.set(key(id), seen)
      return seen
    },
    close: (id) => void sessions.delete(key(id)),
    closeAll: () => sessions.clear(),
  }
}
