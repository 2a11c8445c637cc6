export type JournalErrorCode = 'JOURNAL_DAMAGED' | 'JOURNAL_SEQ_GAP' | 'JOURNAL_RUN_EXISTS' | 'JOURNAL_RUN_UNKNOWN' | 'JOURNAL_WRITE_FAILED'

/** A failure of the journal. After JOURNAL_WRITE_FAILED nothing of the batch is stored; the run must stop taking decisions. */
export class JournalError extends Error {
  readonly code: JournalErrorCode

  constructor(code: JournalErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(`${code}: ${message}`, options)
    this.name = 'JournalError'
    this.code = code
  }
}

const damageCodes = ['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_IOERR_SHORT_READ']

/** SQLite's words for a file that is not what it was. */
export function isDamage(cause: unknown): boolean {
  return (
    cause instanceof Error &&
    'code' in cause &&
    typeof cause.code === 'string' &&
    damageCodes.some((code) => String(cause.code).startsWith(code))
  )
}
