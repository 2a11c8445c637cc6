import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checked } from '@strategraph/strategy-core'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { openSettings } from './settings-file.ts'

const schema = z.strictObject({ theme: z.string(), count: z.number() })
const parse = (value: unknown): Checked<z.output<typeof schema>> => {
  const parsed = schema.safeParse(value)
  return parsed.success
    ? { ok: true, value: parsed.data, warnings: [] }
    : { ok: false, problems: [{ path: [], code: 'BAD', message: 'bad', severity: 'error' }] }
}
const settings = (path: string) => openSettings({ path, defaults: { theme: 'system', count: 0 }, parse })

it('starts with the defaults and keeps what was changed', async () => {
  const path = join(await temporaryFolder(), 'settings.json')
  expect(await settings(path).read()).toMatchObject({ ok: true, value: { theme: 'system' } })
  await settings(path).update((value) => ({ ...value, theme: 'dark' }))
  expect(await settings(path).read()).toMatchObject({ ok: true, value: { theme: 'dark', count: 0 } })
})

it('loses no update of fifty at once', async () => {
  const file = settings(join(await temporaryFolder(), 'settings.json'))
  await Promise.all(Array.from({ length: 50 }, () => file.update((value) => ({ ...value, count: value.count + 1 }))))
  expect(await file.read()).toMatchObject({ value: { count: 50 } })
})

it('moves a damaged file aside and says so', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'settings.json'), '{"the')
  expect(await settings(join(folder, 'settings.json')).read()).toMatchObject({
    ok: true,
    value: { theme: 'system' },
    warnings: [{ code: 'SETTINGS_DAMAGED' }],
  })
  expect((await readdir(folder)).some((name) => name.startsWith('settings.json.damaged-'))).toBe(true)
})

it('does not write what its parser refuses', async () => {
  const file = openSettings<{ theme: string; count: number }>({
    path: join(await temporaryFolder(), 'settings.json'),
    defaults: { theme: 'a', count: 0 },
    parse: (value) => (parse(value).ok && JSON.stringify(value).includes('bad') ? { ok: false, problems: [] } : parse(value)),
  })
  expect((await file.update((value) => ({ ...value, theme: 'bad' }))).ok).toBe(false)
  expect(await file.read()).toMatchObject({ value: { theme: 'a' } })
})
