// A lock between processes: a directory, because mkdir is atomic everywhere. Node built-ins only, Node >= 18: the bootstrap needs it
// before anything is installed.
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'

const STALE_AFTER_MS = 10 * 60_000
/** Between mkdir and the owner file a lock has no owner; one that stays so belongs to a process that died in between. */
const OWNERLESS_AFTER_MS = 10_000
const HEARTBEAT_MS = 30_000
const POLL_MS = 200

/** @param {string} lockDir */
function readOwner(lockDir) {
  try {
    return /** @type {{ pid: number, host: string, token: string }} */ (JSON.parse(readFileSync(join(lockDir, 'owner.json'), 'utf8')))
  } catch {
    return undefined
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/** @param {string} lockDir */
function isStale(lockDir) {
  let ageMs
  try {
    ageMs = Date.now() - statSync(lockDir).mtimeMs
  } catch {
    return false // gone meanwhile: the next mkdir decides
  }
  const owner = readOwner(lockDir)
  if (owner === undefined) return ageMs > OWNERLESS_AFTER_MS
  if (owner.host === hostname() && !isAlive(owner.pid)) return true
  return ageMs > STALE_AFTER_MS
}

/** Moves a stale lock away. Two waiters may both judge it stale; the token tells whether the one moved is the one judged.
 * @param {string} lockDir */
function removeStale(lockDir) {
  const judged = readOwner(lockDir)?.token
  const aside = `${lockDir}.stale-${randomUUID()}`
  try {
    renameSync(lockDir, aside)
  } catch {
    return // another waiter was faster
  }
  if (readOwner(aside)?.token !== judged) {
    try {
      renameSync(aside, lockDir)
      return
    } catch {
      // a third process holds the lock by now; dropping the moved one is all that is left
    }
  }
  rmSync(aside, { recursive: true, force: true })
}

/**
 * Runs `work` while holding the lock directory `lockDir`; waits as long as a living process holds it.
 * @template T
 * @param {string} lockDir
 * @param {() => Promise<T>} work
 * @param {{ onWait?: () => void }} [options] `onWait` is called once, when another process holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(lockDir, work, options = {}) {
  mkdirSync(dirname(lockDir), { recursive: true })
  const token = randomUUID()
  let announced = false
  for (;;) {
    try {
      mkdirSync(lockDir)
      break
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    }
    if (isStale(lockDir)) {
      removeStale(lockDir)
      continue
    }
    if (!announced) options.onWait?.()
    announced = true
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  writeFileSync(join(lockDir, 'owner.json'), JSON.stringify({ pid: process.pid, host: hostname(), token }))
  const heartbeat = setInterval(() => {
    const now = new Date()
    try {
      utimesSync(lockDir, now, now)
    } catch {
      // judged stale and taken over, for example after the machine slept: nothing left to keep alive
    }
  }, HEARTBEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    if (readOwner(lockDir)?.token === token) rmSync(lockDir, { recursive: true, force: true })
  }
}
