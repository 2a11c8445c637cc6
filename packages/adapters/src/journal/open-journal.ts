import { rename, rm, stat } from 'node:fs/promises'
import type { Checked, Problem } from '@strategraph/strategy-core'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { createPrivate, isMissing } from '../data-folder/durable-file.ts'
import { createJournal, type Journal } from './journal.ts'
import { isDamage } from './journal-error.ts'
import { applicationId, journalMigrations, type JournalSchema } from './schema.ts'

/**
 * Opens the journal of a data folder, or creates it where there is none. A file that is damaged, cut to nothing or not ours
 * is refused with JOURNAL_DAMAGED and left exactly as it is. Holes in runs that were going on come back as warnings.
 */
export async function openJournal(path: string): Promise<Checked<Journal>> {
  if ((await sizeOf(path)) === undefined) await createFile(path)
  let database: Database.Database | undefined
  try {
    if ((await sizeOf(path)) === 0) return damaged(path, 'it is empty')
    database = connect(path)
    const wrong = checkFile(database)
    if (wrong !== undefined) {
      database.close()
      return damaged(path, wrong)
    }
    const migrated = await migrate(database)
    if (migrated !== undefined) {
      database.close()
      return { ok: false, problems: [migrated] }
    }
    const journal = createJournal(database)
    return { ok: true, value: journal, warnings: journal.unfinishedRunsWithGaps().map(gapWarning) }
  } catch (cause) {
    database?.close()
    if (isDamage(cause)) return damaged(path, cause instanceof Error ? cause.message : String(cause))
    throw cause
  }
}

function connect(path: string): Database.Database {
  const database = new Database(path)
  database.pragma('busy_timeout = 5000') // before the journal mode, else a second process fails with "database is locked"
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  return database
}

/** Made under another name and renamed when complete, so that an empty file at the real name is always damage. */
async function createFile(path: string): Promise<void> {
  const temporary = `${path}.new`
  for (const suffix of ['', '-wal', '-shm']) await rm(temporary + suffix, { force: true })
  await createPrivate(temporary)
  const database = connect(temporary)
  database.pragma(`application_id = ${applicationId}`)
  const problem = await migrate(database)
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
  if (problem !== undefined) throw new Error(problem.message)
  await rename(temporary, path)
}

function checkFile(database: Database.Database): string | undefined {
  if (database.pragma('application_id', { simple: true }) !== applicationId) return 'it is a database of another program'
  const answer = database.pragma('quick_check(1)', { simple: true })
  return answer === 'ok' ? undefined : String(answer)
}

async function migrate(database: Database.Database): Promise<Problem | undefined> {
  const db = new Kysely<JournalSchema>({ dialect: new SqliteDialect({ database }) })
  const { error } = await new Migrator({ db, provider: journalMigrations }).migrateToLatest()
  if (error === undefined) return undefined
  const text = error instanceof Error ? error.message : 'unknown reason'
  const isNewer = /corrupted migrations/.test(text)
  return {
    path: ['journal'],
    code: isNewer ? 'JOURNAL_TOO_NEW' : 'JOURNAL_MIGRATION_FAILED',
    message: isNewer
      ? 'The journal was written by a newer version of Strategraph; update the program.'
      : `The journal could not be brought up to date: ${text}`,
    severity: 'error',
  }
}

function damaged(path: string, why: string): Checked<Journal> {
  const message = `The journal is damaged (${why}). It was not touched: copy ${path} away for repair, then start with a new data folder or restore a backup.`
  return { ok: false, problems: [{ path: ['journal'], code: 'JOURNAL_DAMAGED', message, severity: 'error', received: why }] }
}

function gapWarning(runId: string): Problem {
  return {
    path: ['journal', runId],
    code: 'JOURNAL_GAP',
    message: `Events of run ${runId} are missing; it cannot be continued.`,
    severity: 'warning',
    received: runId,
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (cause) {
    if (isMissing(cause)) return undefined
    throw cause
  }
}
