export type { Journal } from './journal.ts'
export { JournalError, type JournalErrorCode } from './journal-error.ts'
export { openJournal } from './open-journal.ts'
export type { EventQuery, RunChange, RunRecord, RunResult, RunStatus, RunWithDocument, SeqGap } from './run-record.ts'
