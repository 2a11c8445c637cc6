import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { readIfThere, writeDurably } from '../data-folder/durable-file.ts'
import { serialQueue } from '../data-folder/serial-queue.ts'

export interface Session {
  readonly createdAt: number
  readonly lastSeenAt: number
}

/** Logged-in browsers; they outlive the server's process, so that an upgrade or a crash throws nobody out. */
export interface Sessions {
  /** The id goes into the cookie and is not kept. It is good, also after a crash, when this resolves. */
  open(): Promise<string>
  /** Extends the session; undefined for an unknown or expired one. */
  touch(id: string): Session | undefined
  /** Ended, also after a crash, when this resolves. */
  close(id: string): Promise<void>
  closeAll(): Promise<void>
  /** Last uses are on disk when this resolves. */
  flush(): Promise<void>
}

export interface SessionsOptions {
  /** File that keeps hashes of ids with their times, 0600. */
  readonly path: string
  readonly now?: () => number
  readonly idleMs?: number
  /** Told where the file cannot be written; sessions then end with the process. */
  readonly onProblem?: (cause: unknown) => void
}

const idleLimit = 12 * 60 * 60 * 1000
/** A last use may be this much older on disk: a crash shortens a session by a minute. */
const saveUsesEveryMs = 60_000

const fileSchema = z.strictObject({
  sessions: z.array(z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), createdAt: z.number(), lastSeenAt: z.number() })),
})

/** Ends a session after 12 hours without a request. Ids are looked up by hash, so the lookup's time tells nothing about them. A damaged file lets nobody in. */
export async function openSessions({ path, now = Date.now, idleMs = idleLimit, onProblem = () => {} }: SessionsOptions): Promise<Sessions> {
  const sessions = await readSessions(path)
  const queue = serialQueue()
  let savedAt = now()
  const key = (id: string) => createHash('sha256').update(id).digest('hex')
  const dropExpired = (time: number) => {
    for (const [hash, session] of sessions) if (time - session.lastSeenAt > idleMs) sessions.delete(hash)
  }
  const save = (): Promise<void> => {
    savedAt = now()
    // Within the queue: what is written is the state when its turn comes, so that the last writer has the newest.
    return queue(path, () =>
      writeDurably(path, `${JSON.stringify({ sessions: [...sessions].map(([sha256, session]) => ({ sha256, ...session })) })}\n`),
    ).catch(onProblem)
  }
  return {
    async open() {
      const time = now()
      dropExpired(time)
      const id = randomBytes(32).toString('base64url')
      sessions.set(key(id), { createdAt: time, lastSeenAt: time })
      await save()
      return id
    },
    touch(id) {
      const time = now()
      dropExpired(time)
      const session = sessions.get(key(id))
      if (session === undefined) return undefined
      const seen = { ...session, lastSeenAt: time }
      sessions.set(key(id), seen)
      if (time - savedAt > saveUsesEveryMs) void save()
      return seen
    },
    async close(id) {
      if (sessions.delete(key(id))) await save()
    },
    async closeAll() {
      sessions.clear()
      await save()
    },
    flush: save,
  }
}

async function readSessions(path: string): Promise<Map<string, Session>> {
  const text = await readIfThere(path)
  try {
    const { sessions } = fileSchema.parse(JSON.parse(text ?? ''))
    return new Map(sessions.map(({ sha256, createdAt, lastSeenAt }) => [sha256, { createdAt, lastSeenAt }]))
  } catch {
    return new Map()
  }
}
