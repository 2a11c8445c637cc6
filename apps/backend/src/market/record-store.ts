import { randomUUID } from 'node:crypto'
import { open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureFolder, isMissing, serialQueue, writeDurably } from '@strategraph/adapters/data-folder'
import type { z } from 'zod'

interface Numbered {
  readonly id: string
  readonly createdAt: number
}

/** Texts of any size with a small description each, one private file per text. */
export interface RecordStore<Meta extends Numbered> {
  /** Newest first. */
  list(): readonly Meta[]
  /** On disk when it resolves; the oldest ones beyond the limit are gone then. */
  write(meta: Meta, body: string): Promise<void>
  read(id: string): Promise<{ readonly meta: Meta; readonly body: string } | undefined>
  /** False where there was none. */
  remove(id: string): Promise<boolean>
}

export interface RecordStoreOptions<Meta> {
  readonly folder: string
  readonly schema: z.ZodType<Meta>
  /** More than so many are never kept. */
  readonly limit: number
}

/** Sorts by time, and two of one moment have two names. */
export const newRecordId = (now: number): string => `${now.toString(36)}-${randomUUID().slice(0, 8)}`

const ending = '.record'
const longestMeta = 4096
const idText = /^[a-z0-9-]{1,64}$/

/** A file is one line of JSON, the description, and then the text: a list reads the first lines only. What cannot be read is not listed. */
export async function openRecordStore<Meta extends Numbered>({
  folder,
  schema,
  limit,
}: RecordStoreOptions<Meta>): Promise<RecordStore<Meta>> {
  await ensureFolder(folder)
  const queue = serialQueue()
  const pathOf = (id: string) => join(folder, `${id}${ending}`)
  const parse = (line: string): Meta | undefined => {
    try {
      const parsed = schema.safeParse(JSON.parse(line))
      return parsed.success ? parsed.data : undefined
    } catch {
      return undefined
    }
  }
  const index = new Map<string, Meta>()
  for (const name of (await readdir(folder)).filter((each) => each.endsWith(ending))) {
    const meta = parse(await firstLine(join(folder, name)))
    if (meta?.id === name.slice(0, -ending.length)) index.set(meta.id, meta)
  }
  const list = () => [...index.values()].toSorted((a, b) => b.createdAt - a.createdAt)
  const remove = async (id: string) => {
    if (!index.delete(id)) return false
    await rm(pathOf(id), { force: true })
    return true
  }
  return {
    list,
    write: (meta, body) =>
      queue(folder, async () => {
        await writeDurably(pathOf(meta.id), `${JSON.stringify(meta)}\n${body}`)
        index.set(meta.id, meta)
        for (const { id } of list().slice(limit)) await remove(id)
      }),
    async read(id) {
      const meta = idText.test(id) ? index.get(id) : undefined
      if (meta === undefined) return undefined
      try {
        const text = await readFile(pathOf(id), 'utf8')
        return { meta, body: text.slice(text.indexOf('\n') + 1) }
      } catch (cause) {
        if (isMissing(cause)) return undefined
        throw cause
      }
    },
    remove: (id) => queue(folder, () => remove(id)),
  }
}

async function firstLine(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestMeta), 0, longestMeta, 0)
    const [line = ''] = buffer.toString('utf8', 0, bytesRead).split('\n', 1)
    return line
  } finally {
    await file.close()
  }
}
