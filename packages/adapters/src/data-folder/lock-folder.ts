import { join } from 'node:path'
import type { Checked } from '@strategraph/strategy-core'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { createPrivate, readIfThere, writeDurably } from './durable-file.ts'

/** The right to write into a data folder; the operating system takes it back when the process dies in any way. */
export interface FolderLock {
  release(): void
}

const holderSchema = z.object({ pid: z.int(), startedAt: z.number() })

/** One process per data folder: a second one is refused with DATA_FOLDER_IN_USE. See lock-folder.decision.md. */
export async function lockDataFolder(folder: string, now: () => number = Date.now): Promise<Checked<FolderLock>> {
  const holderPath = join(folder, 'lock.json')
  const path = join(folder, 'lock.sqlite')
  await createPrivate(path)
  const database = new Database(path, { timeout: 0 })
  try {
    database.exec('begin exclusive')
  } catch (cause) {
    database.close()
    if (!(cause instanceof Database.SqliteError) || !cause.code.startsWith('SQLITE_BUSY')) throw cause
    return inUse(folder, await holderOf(holderPath))
  }
  // Only told to people; whether the folder is in use is decided by the lock above, so a left-over file does no harm.
  await writeDurably(holderPath, `${JSON.stringify({ pid: process.pid, startedAt: now() })}\n`)
  return { ok: true, value: { release: () => void database.close() }, warnings: [] }
}

async function holderOf(path: string): Promise<string> {
  try {
    const holder = holderSchema.parse(JSON.parse((await readIfThere(path)) ?? ''))
    return `process ${holder.pid}, running since ${new Date(holder.startedAt).toISOString()}`
  } catch {
    return 'another process'
  }
}

function inUse(folder: string, holder: string): Checked<FolderLock> {
  const message = `The data folder is in use by ${holder}. Stop it, or choose another folder with STRATEGRAPH_DATA.`
  return {
    ok: false,
    problems: [
      { path: ['dataFolder'], code: 'DATA_FOLDER_IN_USE', message, severity: 'error', expected: 'a folder of its own', received: folder },
    ],
  }
}
