import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checked } from '@strategraph/strategy-core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { openDocumentStore } from './document-store.ts'

const schema = z.strictObject({ name: z.string(), size: z.number().default(1) })
type Note = z.output<typeof schema>
const parse = (value: unknown): Checked<Note> => {
  const parsed = schema.safeParse(value)
  return parsed.success
    ? { ok: true, value: parsed.data, warnings: [] }
    : {
        ok: false,
        problems: parsed.error.issues.map((issue) => ({ path: [], code: 'NOTE_INVALID', message: issue.message, severity: 'error' })),
      }
}
const note = (name: string): Note => ({ name, size: 1 })

async function store(folder?: string) {
  const path = folder ?? (await temporaryFolder())
  let time = 1000
  return { path, notes: await openDocumentStore({ folder: path, parse, now: () => (time += 1) }) }
}
const got = <Value>(checked: Checked<Value>): Value => {
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.value
}
const code = (result: { ok: boolean; problems?: readonly { code: string }[] }) => result.problems?.[0]?.code

describe('document store', () => {
  it('keeps every saved revision, also for the next process', async () => {
    const { path, notes } = await store()
    got(await notes.create('a', note('one')))
    await notes.save({ id: 'a', document: note('two'), expectedRevision: 1 })
    const again = (await store(path)).notes
    expect(got(await again.read('a'))).toMatchObject({ id: 'a', revision: 2, document: note('two') })
    expect((await again.history('a')).map(({ revision }) => revision)).toEqual([2, 1])
    expect(got(await again.readRevision('a', 1)).document).toEqual(note('one'))
    expect(code(await again.readRevision('a', 9))).toBe('REVISION_NOT_FOUND')
  })

  it('a save on an old revision is a conflict, and both versions are kept', async () => {
    const { notes } = await store()
    await notes.create('a', note('one'))
    await notes.save({ id: 'a', document: note('theirs'), expectedRevision: 1 })
    const refused = await notes.save({ id: 'a', document: note('mine'), expectedRevision: 1 })
    if (refused.ok || refused.conflict === undefined) throw new Error('no conflict')
    expect(code(refused)).toBe('REVISION_CONFLICT')
    expect(refused.conflict.current).toMatchObject({ revision: 2, document: note('theirs') })
    expect(got(await notes.readRevision('a', 1, refused.conflict.conflictId)).document).toEqual(note('mine'))
    expect(got(await notes.read('a')).document).toEqual(note('theirs'))
    expect(await notes.history('a')).toHaveLength(3)
  })

  it('of twenty saves on one revision at once exactly one wins', async () => {
    const { notes } = await store()
    await notes.create('a', note('one'))
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => notes.save({ id: 'a', document: note(`${index}`), expectedRevision: 1 })),
    )
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await notes.history('a')).toHaveLength(21)
    expect(got(await notes.read('a')).revision).toBe(2)
  })

  it('a draft makes no revision and is cleared by a save', async () => {
    const { notes } = await store()
    await notes.create('a', note('one'))
    await notes.saveDraft('a', note('half'), 1)
    expect(got(await notes.read('a'))).toMatchObject({ revision: 1, document: note('one'), draft: { document: note('half'), basedOn: 1 } })
    expect((await notes.list())[0]?.hasDraft).toBe(true)
    await notes.save({ id: 'a', document: note('whole'), expectedRevision: 1 })
    expect(got(await notes.read('a')).draft).toBeUndefined()
    await notes.saveDraft('a', note('more'), 2)
    expect(got(await notes.discardDraft('a')).draft).toBeUndefined()
  })

  it('delete can be undone, and the history survives', async () => {
    const { notes } = await store()
    await notes.create('a', note('one'))
    got(await notes.remove('a'))
    expect(code(await notes.read('a'))).toBe('DOCUMENT_NOT_FOUND')
    expect([await notes.list(), await notes.trash()]).toEqual([[], ['a']])
    expect(got(await notes.restore('a')).document).toEqual(note('one'))
    expect(await notes.trash()).toEqual([])
  })

  it('a deleted id used again goes on counting, and restore does not overwrite it', async () => {
    const { notes } = await store()
    await notes.create('a', note('old'))
    await notes.remove('a')
    expect(got(await notes.create('a', note('new'))).revision).toBe(2)
    expect(code(await notes.restore('a'))).toBe('DOCUMENT_EXISTS')
    expect(got(await notes.readRevision('a', 1)).document).toEqual(note('old'))
  })

  it.each([
    ['empty', ''],
    ['torn', '{"format":1,"id":"a","revision":2,"crea'],
    ['zero-filled', '\0\0\0\0'],
    ['of another kind', '{"hello":1}'],
  ])('a file that is %s is moved aside and the newest saved revision takes its place', async (_, text) => {
    const { path, notes } = await store()
    await notes.create('a', note('one'))
    await notes.save({ id: 'a', document: note('two'), expectedRevision: 1 })
    await writeFile(join(path, 'a.json'), text)
    const read = await notes.read('a')
    expect(read.ok && read.warnings.map((warning) => [warning.code, warning.severity])).toEqual([['DOCUMENT_DAMAGED', 'warning']])
    expect(got(read)).toMatchObject({ revision: 2, document: note('two') })
    const [aside] = await readdir(join(path, '.damaged'))
    expect(await readFile(join(path, '.damaged', aside ?? ''), 'utf8')).toBe(text)
    const second = await notes.read('a')
    expect(second.ok && second.warnings).toEqual([])
  })

  it('a damaged file takes the revision before where the newest one is damaged too', async () => {
    const { path, notes } = await store()
    await notes.create('a', note('one'))
    await notes.save({ id: 'a', document: note('two'), expectedRevision: 1 })
    await writeFile(join(path, 'a.json'), '')
    await writeFile(join(path, '.history', 'a', '000002.json'), '')
    expect(got(await notes.read('a')).document).toEqual(note('one'))
  })

  it('a document that its parser refuses stays where it is and is listed with the reason', async () => {
    const { path, notes } = await store()
    await notes.create('a', note('one'))
    const text = (await readFile(join(path, 'a.json'), 'utf8')).replace('"one"', '1')
    await writeFile(join(path, 'a.json'), text)
    expect(code(await notes.read('a'))).toBe('NOTE_INVALID')
    expect((await notes.list()).map((entry) => entry.document.ok)).toEqual([false])
    expect(await readFile(join(path, 'a.json'), 'utf8')).toBe(text)
  })

  it.each(['../a', 'a/b', '', 'a.b', 'x'.repeat(65), '.trash'])('refuses the id %j', async (id) => {
    const { notes } = await store()
    expect(code(await notes.create(id, note('x')))).toBe('ID_INVALID')
    expect(code(await notes.read(id))).toBe('ID_INVALID')
    expect(code(await notes.remove(id))).toBe('ID_INVALID')
  })

  it('writes private files and leaves no temporary ones', async () => {
    const { path, notes } = await store()
    await Promise.all(['a', 'b', 'c'].map((id) => notes.create(id, note(id))))
    expect((await readdir(path)).toSorted()).toEqual(['.damaged', '.history', '.trash', 'a.json', 'b.json', 'c.json'])
    expect((await stat(join(path, 'a.json'))).mode & 0o777).toBe(0o600)
  })

  it('refuses a number that JSON would turn into null', async () => {
    const { notes } = await store()
    await expect(notes.create('a', { name: 'x', size: Number.NaN })).rejects.toThrow('NaN')
    expect(code(await notes.read('a'))).toBe('DOCUMENT_NOT_FOUND')
  })
})

describe('kill -9', () => {
  it('every acknowledged save can be read, whole, at five random moments', async () => {
    const { path, notes } = await store()
    await notes.create('a', note('0'))
    const script = `
      import { writeSync } from 'node:fs'
      import { openDocumentStore } from ${JSON.stringify(join(import.meta.dirname, 'document-store.ts'))}
      const notes = await openDocumentStore({ folder: process.argv[1], parse: (value) => ({ ok: true, value, warnings: [] }) })
      for (let { revision } = (await notes.read('a')).value; ; revision += 1) {
        const saved = await notes.save({ id: 'a', document: { name: String(revision).repeat(2000), size: 1 }, expectedRevision: revision })
        if (!saved.ok) throw new Error(saved.problems[0].message)
        writeSync(1, saved.stored.revision + '\\n')
      }`
    for (let round = 0; round < 5; round += 1) {
      const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script, path], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let output = ''
      child.stdout.on('data', (chunk) => (output += String(chunk)))
      await once(child.stdout, 'data')
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60))
      child.kill('SIGKILL')
      await once(child, 'close')
      const acknowledged = Math.max(...output.split('\n').slice(0, -1).map(Number))
      const read = await (await store(path)).notes.read('a')
      expect(read.ok && read.warnings).toEqual([])
      expect(got(read).revision).toBeGreaterThanOrEqual(acknowledged)
      expect(got(read).document.name).toBe(String(got(read).revision - 1).repeat(2000))
      expect(got(await (await store(path)).notes.readRevision('a', acknowledged)).revision).toBe(acknowledged)
    }
  })
})
