import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { createLaunchToken } from './launch-token.ts'
import { openSessions } from './sessions.ts'
import { createToken, listTokens, revokeToken, tokenVerifier } from './token-store.ts'

describe('tokens', () => {
  it('a created token is accepted, also by a verifier that was there before, until it is revoked', async () => {
    const folder = await temporaryFolder()
    const verifier = tokenVerifier(folder)
    expect(await verifier.verify('sgr_nothing')).toBeUndefined()
    const { token, info } = await createToken(folder, 'nightly')
    expect(await verifier.verify(token)).toEqual(info)
    expect(await listTokens(folder)).toEqual([info])
    expect(await revokeToken(folder, info.id)).toBe(true)
    expect(await verifier.verify(token)).toBeUndefined()
    expect(await revokeToken(folder, info.id)).toBe(false)
  })

  it('keeps only a hash, in a private file', async () => {
    const folder = await temporaryFolder()
    const { token } = await createToken(folder, 'x')
    const [name = ''] = await readdir(folder)
    expect(await readFile(join(folder, name), 'utf8')).not.toContain(token.slice(4, -4))
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    expect(Buffer.from(token.slice(4), 'base64url')).toHaveLength(32)
  })

  it.each(['', 'sgr_', 'sgr_x', 'x'.repeat(1e6), '../token'])('refuses a wrong token', async (wrong) => {
    const folder = await temporaryFolder()
    const { token } = await createToken(folder, 'x')
    const verifier = tokenVerifier(folder)
    expect(await verifier.verify(wrong)).toBeUndefined()
    expect(await verifier.verify(`${token}x`)).toBeUndefined()
    expect(await verifier.verify(token.slice(0, -1))).toBeUndefined()
  })

  it('a damaged token file lets nobody in and does not hide the others', async () => {
    const folder = await temporaryFolder()
    const first = await createToken(folder, 'a')
    const second = await createToken(folder, 'b')
    await writeFile(join(folder, `${first.info.id}.json`), '{}')
    expect(await tokenVerifier(folder).verify(first.token)).toBeUndefined()
    expect(await tokenVerifier(folder).verify(second.token)).toEqual(second.info)
  })

  it('an id with a path in it removes nothing', async () => {
    const folder = await temporaryFolder()
    expect(await revokeToken(folder, '../../etc/passwd')).toBe(false)
  })
})

describe('launch token', () => {
  it('works exactly once, also for two requests at the same moment', async () => {
    const path = join(await temporaryFolder(), 'launch-token')
    const launch = await createLaunchToken(path)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await readFile(path, 'utf8')).trim()).toBe(launch.token)
    expect(await launch.redeem('wrong')).toBe(false)
    expect(await Promise.all([launch.redeem(launch.token), launch.redeem(launch.token)])).toEqual([true, false])
    await expect(stat(path)).rejects.toThrow('ENOENT')
  })
})

describe('sessions', () => {
  const hour = 3_600_000

  const path = async () => join(await temporaryFolder(), 'sessions.json')

  it('lives as long as it is used and ends after twelve idle hours', async () => {
    let time = 0
    const sessions = await openSessions({ path: await path(), now: () => time })
    const id = await sessions.open()
    for (time = hour; time <= 30 * hour; time += 11 * hour) expect(sessions.touch(id)).toMatchObject({ createdAt: 0, lastSeenAt: time })
    time += 2 * hour
    expect(sessions.touch(id)).toBeUndefined()
    await sessions.flush()
  })

  it('ends when closed, and unknown ids are nobody', async () => {
    const sessions = await openSessions({ path: await path(), now: () => 0 })
    const [a, b] = [await sessions.open(), await sessions.open()]
    expect(a).not.toBe(b)
    await sessions.close(a)
    expect([sessions.touch(a), sessions.touch('x'), sessions.touch(b)?.createdAt]).toEqual([undefined, undefined, 0])
    await sessions.closeAll()
    expect(sessions.touch(b)).toBeUndefined()
  })

  it('outlives the process, with its last use; one that was closed does not, an idle one neither', async () => {
    let time = 0
    const file = await path()
    const before = await openSessions({ path: file, now: () => time })
    const [used, closed, idle] = [await before.open(), await before.open(), await before.open()]
    await before.close(closed)
    time = 11 * hour
    before.touch(used)
    await before.flush()
    time = 14 * hour
    const after = await openSessions({ path: file, now: () => time })
    expect([after.touch(used)?.createdAt, after.touch(closed), after.touch(idle)]).toEqual([0, undefined, undefined])
    await after.flush()
  })

  it('is kept as a hash in a private file; a damaged one lets nobody in', async () => {
    const file = await path()
    const id = await (await openSessions({ path: file })).open()
    expect(await readFile(file, 'utf8')).not.toContain(id)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, -20))
    expect((await openSessions({ path: file })).touch(id)).toBeUndefined()
  })
})
