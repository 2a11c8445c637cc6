import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { openRecordStore } from './record-store.ts'

const schema = z.object({ id: z.string(), createdAt: z.number(), name: z.string() })

async function openFresh(limit: number, folder?: string) {
  const path = folder ?? join(await mkdtemp(join(tmpdir(), 'strategraph-records-')), 'kept')
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return { path, store: await openRecordStore({ folder: path, schema, limit }) }
}
const meta = (id: string, createdAt: number) => ({ id, createdAt, name: `record ${id}\n"quoted"` })

it('keeps texts with their descriptions over a restart, newest first, in private files', async () => {
  const { path, store } = await openFresh(10)
  const long = 'line\n'.repeat(50_000)
  await store.write(meta('a', 1), long)
  await store.write(meta('b', 2), '')
  const again = (await openFresh(10, path)).store
  expect(again.list()).toEqual([meta('b', 2), meta('a', 1)])
  expect(await again.read('a')).toEqual({ meta: meta('a', 1), body: long })
  expect(await again.read('b')).toEqual({ meta: meta('b', 2), body: '' })
  for (const name of await readdir(path)) expect((await stat(join(path, name))).mode & 0o077).toBe(0)
})

it('the oldest ones make room, on disk too', async () => {
  const { path, store } = await openFresh(3)
  await Promise.all([1, 2, 3, 4, 5].map((time) => store.write(meta(`r${time}`, time), 'x')))
  expect(store.list().map(({ id }) => id)).toEqual(['r5', 'r4', 'r3'])
  expect((await readdir(path)).length).toBe(3)
})

it('a name that leads elsewhere, or to nothing, finds nothing', async () => {
  const { store } = await openFresh(3)
  await store.write(meta('a', 1), 'x')
  for (const id of ['../a', 'a/../a', '__proto__', 'b', '']) expect(await store.read(id)).toBeUndefined()
  expect([await store.remove('a'), await store.remove('a'), store.list().length]).toEqual([true, false, 0])
})

it('a damaged file is not listed and does no harm', async () => {
  const { path, store } = await openFresh(3)
  await store.write(meta('a', 1), 'x')
  await writeFile(join(path, 'b.record'), '{"id": "b", ')
  await writeFile(join(path, 'c.record'), `${JSON.stringify(meta('other', 5))}\nx`)
  expect((await openFresh(3, path)).store.list().map(({ id }) => id)).toEqual(['a'])
})
