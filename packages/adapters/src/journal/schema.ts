import type { Kysely } from 'kysely'
import type { Migration, MigrationProvider } from 'kysely/migration'

export interface RunsTable {
  readonly id: string
  readonly workflowId: string
  readonly revision: number | null
  readonly document: string
  readonly mode: string
  readonly status: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly graphHash: string
  readonly summary: string
}

export interface EventsTable {
  readonly runId: string
  readonly seq: number
  readonly time: number
  readonly type: string
  readonly payload: string
  /** CRC-32 of seq, time, type and payload: SQLite itself does not notice a flipped bit in a row. */
  readonly crc: number
}

export interface ResultsTable {
  readonly runId: string
  readonly name: string
  readonly meta: string
  readonly data: Uint8Array
  readonly crc: number
}

export interface JournalSchema {
  readonly runs: RunsTable
  readonly events: EventsTable
  readonly results: ResultsTable
}

/** "sgr1": a SQLite file with another id belongs to another program. */
export const applicationId = 0x73677231

const first: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('runs')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workflowId', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer')
      .addColumn('document', 'text', (column) => column.notNull())
      .addColumn('mode', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('createdAt', 'integer', (column) => column.notNull())
      .addColumn('updatedAt', 'integer', (column) => column.notNull())
      .addColumn('graphHash', 'text', (column) => column.notNull())
      .addColumn('summary', 'text', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('runs_by_workflow').on('runs').columns(['workflowId', 'createdAt']).execute()
    await db.schema.createIndex('runs_by_time').on('runs').columns(['createdAt', 'id']).execute()
    await db.schema
      .createTable('events')
      .addColumn('runId', 'text', (column) => column.notNull())
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('time', 'real', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('payload', 'text', (column) => column.notNull())
      .addColumn('crc', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('events_key', ['runId', 'seq'])
      .execute()
    await db.schema.createIndex('events_by_type').on('events').columns(['runId', 'type', 'seq']).execute()
    await db.schema
      .createTable('results')
      .addColumn('runId', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('meta', 'text', (column) => column.notNull())
      .addColumn('data', 'blob', (column) => column.notNull())
      .addColumn('crc', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('results_key', ['runId', 'name'])
      .execute()
  },
}

/** Numbered, never edited after a release; a file that knows more of them than this program is refused. */
export const journalMigrations: MigrationProvider = { getMigrations: async () => ({ '001-runs-events-results': first }) }
