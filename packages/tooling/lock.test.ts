import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from './lock.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function heldBy(pid: number): string {
  const lock = join(folder, 'held')
  mkdirSync(lock)
  writeFileSync(join(lock, 'owner.json'), JSON.stringify({ pid, host: hostname(), token: 'other' }))
  return lock
}

test('lets only one of many in at a time', async () => {
  let inside = 0
  let most = 0
  const work = async () => {
    inside += 1
    most = Math.max(most, inside)
    await new Promise((resolve) => setTimeout(resolve, 5))
    inside -= 1
  }
  await Promise.all(Array.from({ length: 4 }, () => withLock(join(folder, 'lock'), work)))
  expect(most).toBe(1)
  expect(existsSync(join(folder, 'lock'))).toBe(false)
})

test('is released when the work fails', async () => {
  const lock = join(folder, 'lock')
  await expect(withLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(existsSync(lock)).toBe(false)
})

test('takes over from a process that died', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  expect(await withLock(heldBy(pid), () => Promise.resolve('in'))).toBe('in')
})

test('takes over a lock that showed no life for ten minutes, for example of another machine on a shared disk', async () => {
  const lock = heldBy(process.pid)
  const longAgo = new Date(Date.now() - 11 * 60_000)
  utimesSync(lock, longAgo, longAgo)
  expect(await withLock(lock, () => Promise.resolve('in'))).toBe('in')
})

test('waits for a living process and says so once', async () => {
  const lock = heldBy(process.pid)
  let waits = 0
  const entered = withLock(lock, () => Promise.resolve('in'), { onWait: () => void (waits += 1) })
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(waits).toBe(1)
  rmSync(lock, { recursive: true })
  expect(await entered).toBe('in')
})
